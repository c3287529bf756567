package dev.socketio.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.Session;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a socket through its namespace: it connects, or is recovered, and
 * disconnects, in this order and once each. Listeners that are called for the connect are
 * called for the disconnect. Touched by the owner of the connection only; the state can
 * be read by any thread.
 */
final class SocketLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SocketLifecycle.class);

	/** How long the packets kept for recovery may be ahead of those delivered. */
	private static final long REPLAYED_SECONDS = 30;

	/** Set while the end of a socket runs on this thread. */
	private static final FastThreadLocal<Boolean> ENDING = new FastThreadLocal<>();

	private final DefaultSocket socket;

	private final DefaultNamespace namespace;

	private final ClientConnection client;

	private final @Nullable Recovery recovery;

	private volatile State state = State.CONNECTING;

	/** Whether connect listeners are being called. */
	private boolean announcing;

	/** The reason for an end that is postponed. */
	private @Nullable DisconnectReason postponed;

	private @Nullable Future<?> replayTimer;

	SocketLifecycle(DefaultSocket socket, ClientConnection client, @Nullable Recovery recovery) {
		this.socket = socket;
		this.namespace = socket.namespace();
		this.client = client;
		this.recovery = recovery;
	}

	boolean isConnected() {
		return this.state == State.CONNECTED || this.state == State.DISCONNECTING;
	}

	/** Whether the end of the socket is {@link #end}, rather than {@link #refused()}. */
	boolean hasConnected() {
		return this.state != State.CONNECTING && this.state != State.RECOVERING;
	}

	/** Whether events of the client are taken. */
	boolean isReceiving() {
		return this.state == State.CONNECTED;
	}

	boolean isRecovering() {
		return this.state == State.RECOVERING;
	}

	/** Whether there is nothing to be sent to the socket any more. */
	boolean isLeaving() {
		return this.state == State.LEAVING || this.state == State.DISCONNECTED;
	}

	boolean isDisconnected() {
		return this.state == State.DISCONNECTED;
	}

	/**
	 * All middlewares agreed: answer the client, then let broadcasts find the socket.
	 * @throws RuntimeException if the adapter fails; then {@link #refused()} cleans up
	 */
	void connect() {
		this.namespace.adapter().addAll(this.socket.id(), List.of(this.socket.id()));
		this.state = State.CONNECTED;
		answer();
		this.namespace.register(this.socket);
		Recovery recoverable = this.recovery;
		if (recoverable != null) {
			step(() -> recoverable.started(this.namespace.adapter().currentOffset()));
		}
		announce();
	}

	/** From here on broadcasts find the socket; their packets are held meanwhile. */
	void startRecovery(Session session) {
		this.socket.data().putAll(session.data());
		this.state = State.RECOVERING;
		this.namespace.adapter().addAll(this.socket.id(), session.rooms());
		this.namespace.register(this.socket);
	}

	/** Send the missed packets, the answer and the packets held since, each once. */
	void finishRecovery(Recovery recovered, List<Packet> missed) {
		missed.forEach((packet) -> this.socket.output().writeUnchecked(packet.withNamespace(this.namespace.name())));
		this.state = State.CONNECTED;
		answer();
		recovered.release(missed, this.socket.output()::write);
		if (!missed.isEmpty()) {
			this.replayTimer = this.socket.session()
				.owner()
				.schedule(recovered::forgetReplayed, REPLAYED_SECONDS, TimeUnit.SECONDS);
		}
		announce();
	}

	private void answer() {
		Packet answer = Packet.control(PacketType.CONNECT, this.namespace.name(), connectPayload());
		this.socket.output().writeUnchecked(answer);
	}

	private @Nullable Object connectPayload() {
		if (this.client.isLegacy()) {
			return null;
		}
		return (this.recovery != null) ? this.recovery.connectPayload(this.socket.id())
				: Map.of("sid", this.socket.id());
	}

	/** A listener may disconnect the socket, but all of them are called first. */
	private void announce() {
		this.announcing = true;
		try {
			this.namespace.occupancy().admitted();
			this.namespace.notifyConnected(this.socket);
		}
		finally {
			this.announcing = false;
			endNow();
		}
	}

	/**
	 * A middleware refused, or the connection ended before they had decided. A session
	 * that was to be recovered can still be.
	 */
	void refused() {
		Recovery recovered = this.recovery;
		if (recovered != null && !hasConnected()) {
			step(() -> recovered.abandon(this.namespace.adapter()));
		}
		leave();
	}

	/** The missed packets are no longer available: the client gets a new session. */
	void notRecovered() {
		leave();
	}

	private void leave() {
		Recovery recovered = this.recovery;
		this.state = State.DISCONNECTED;
		if (recovered != null) {
			step(recovered::discardHeld);
			step(() -> recovered.retract(this.socket));
		}
		step(() -> this.namespace.disconnected(this.socket));
		step(() -> this.namespace.adapter().delAll(this.socket.id()));
	}

	/** Disconnect the client, unless the socket is leaving anyway. */
	void dismiss() {
		if (this.state == State.CONNECTED) {
			this.socket.output()
				.write(OutgoingPacket.of(this.namespace.codec(),
						Packet.control(PacketType.DISCONNECT, this.namespace.name(), null), BroadcastFlags.NONE));
			end(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
		}
	}

	/**
	 * The one way out of the namespace. Listeners are called on the way, and may ask for
	 * the end of this socket again, or for that of others: those wait, as the stack would
	 * grow with their number.
	 */
	void end(DisconnectReason reason) {
		if (this.state != State.CONNECTED) {
			return;
		}
		this.state = State.LEAVING;
		this.postponed = reason;
		if (!this.announcing && (ENDING.get() == null || !this.client.executeLater(this::endNow))) {
			endNow();
		}
	}

	/** Do not wait any longer with the end that was asked for. */
	void endNow() {
		DisconnectReason reason = this.postponed;
		if (this.state == State.LEAVING && reason != null) {
			finish(reason);
		}
	}

	private void finish(DisconnectReason reason) {
		Boolean outer = ENDING.get();
		ENDING.set(Boolean.TRUE);
		try {
			this.state = State.DISCONNECTING;
			this.socket.input().notifyDisconnecting(reason);
			Recovery recovered = this.recovery;
			// in this order: a thread that lets the socket join a room from now on cannot
			// find it, or cleans up
			if (recovered != null) {
				step(() -> recovered.ended(reason, this.socket));
			}
			this.state = State.DISCONNECTED;
			Future<?> timer = this.replayTimer;
			if (timer != null) {
				step(() -> timer.cancel(false));
			}
			step(() -> this.namespace.disconnected(this.socket));
			step(() -> this.namespace.adapter().delAll(this.socket.id()));
			step(() -> this.client.left(this.socket));
			step(this.socket.input()::close);
			step(this.socket.output()::close);
			this.socket.input().notifyDisconnected(reason);
		}
		finally {
			if (outer == null) {
				ENDING.remove();
			}
		}
	}

	private void step(ApplicationCode.Action step) {
		ApplicationCode.run(step,
				(error) -> logger.error("A step in the life of socket {} failed", this.socket.id(), error));
	}

	private enum State {

		CONNECTING, RECOVERING, CONNECTED,

		/** About to leave, while listeners are called for this socket or another one. */
		LEAVING,

		/** Listeners are called, and find it in its rooms. */
		DISCONNECTING,

		DISCONNECTED

	}

}
