package dev.socketio.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.socketio.engine.session.EngineSession;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Limits the time for a packet with attachments to arrive, and counts it meanwhile. One
 * timer serves many packets. Touched by the owner of the connection only.
 */
final class PacketDeadline {

	private final ClientConnection client;

	private final long nanos;

	private final Runnable expired;

	private @Nullable Future<?> timer;

	private boolean incomplete;

	private long since;

	PacketDeadline(ClientConnection client, Duration timeout, Runnable expired) {
		this.client = client;
		this.nanos = timeout.toNanos();
		this.expired = expired;
	}

	/**
	 * A packet has begun, or goes on.
	 * @param held the number of bytes that are held of it
	 */
	void incomplete(long held) {
		session().pendingInput().partialPacket(held);
		if (!this.incomplete) {
			this.incomplete = true;
			this.since = System.nanoTime();
			if (this.timer == null) {
				schedule(this.nanos);
			}
		}
	}

	void complete() {
		if (this.incomplete) {
			this.incomplete = false;
			session().pendingInput().partialPacket(0);
		}
	}

	void stop() {
		this.incomplete = false;
		Future<?> running = this.timer;
		if (running != null) {
			this.timer = null;
			running.cancel(false);
		}
	}

	private void schedule(long delay) {
		this.timer = session().owner().schedule(() -> this.client.execute(this::fire), delay, TimeUnit.NANOSECONDS);
	}

	private void fire() {
		this.timer = null;
		if (!this.incomplete) {
			return;
		}
		long left = this.since + this.nanos - System.nanoTime();
		if (left > 0) {
			schedule(left);
		}
		else if (session().isReadingPaused()) {
			// the rest may be waiting behind messages that are not handled yet
			schedule(this.nanos);
		}
		else {
			this.expired.run();
		}
	}

	private EngineSession session() {
		return this.client.session();
	}

}
