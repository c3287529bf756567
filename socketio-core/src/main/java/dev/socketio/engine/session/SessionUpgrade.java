package dev.socketio.engine.session;

import java.util.List;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The part of the session in an upgrade to WebSocket: at most one attempt at a time,
 * within a time limit. Used by the owner of the session only.
 */
final class SessionUpgrade {

	private final EngineSession session;

	private @Nullable UpgradeAttempt current;

	private @Nullable SessionTimer timer;

	private boolean probed;

	SessionUpgrade(EngineSession session) {
		this.session = session;
	}

	/** A WebSocket with the id of this session. Called on the loop of its channel. */
	WebSocketInbound offer(WebSocketConnection connection, EventLoop loop) {
		UpgradeAttempt attempt = new UpgradeAttempt(this.session,
				new WebSocketTransport(connection, loop, this.session.context()));
		this.session.execute(() -> start(attempt));
		return attempt;
	}

	private void start(UpgradeAttempt attempt) {
		if (this.session.isOpen() && this.session.polling() != null && this.current == null) {
			this.current = attempt;
			this.probed = false;
			this.timer = this.session.executor()
				.schedule(() -> timeout(attempt), this.session.context().options().upgradeTimeout().toNanos());
		}
		else {
			attempt.reject();
		}
	}

	void probed(UpgradeAttempt attempt) {
		PollingTransport transport = this.session.polling();
		if (this.current == attempt && transport != null) {
			this.probed = true;
			attempt.confirmProbe();
			polled(transport);
		}
	}

	/** Lets the client pause polling; Node.js waits for a timer here. */
	void polled(PollingTransport transport) {
		if (this.current != null && this.probed && transport.isEmpty()) {
			transport.releaseGet(EnginePacket.NOOP);
		}
	}

	void requested(UpgradeAttempt attempt) {
		PollingTransport transport = this.session.polling();
		if (this.current != attempt || transport == null || !this.session.life().isReceiving()) {
			attempt.reject();
			return;
		}
		forget();
		transport.releaseGet(EnginePacket.CLOSE);
		List<EnginePacket> waiting = transport.takeBuffer();
		transport.close();
		this.session.switchTo(attempt.transport(), waiting, attempt::switched);
	}

	void abandoned(UpgradeAttempt attempt) {
		if (this.current == attempt) {
			forget();
		}
	}

	/** The session ends. */
	void cancel() {
		UpgradeAttempt attempt = this.current;
		if (attempt != null) {
			forget();
			attempt.reject();
		}
	}

	private void timeout(UpgradeAttempt attempt) {
		if (this.current == attempt) {
			forget();
			attempt.reject();
		}
	}

	private void forget() {
		this.current = null;
		SessionTimer running = this.timer;
		this.timer = null;
		if (running != null) {
			running.cancel();
		}
	}

}
