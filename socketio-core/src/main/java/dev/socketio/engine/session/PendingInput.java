package dev.socketio.engine.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.socketio.engine.EngineLimits;
import org.jspecify.annotations.Nullable;

/**
 * Counts the data that one client has sent and that the server still holds, over all
 * namespaces of its connection: messages that the application has not handled yet, and
 * parts of messages that are not complete. The session is not read while the messages are
 * at a bound, and read again when half of them are handled. Used by the owner of the
 * session only.
 *
 * <p>
 * All sessions of a server have a bound together. Beyond it, a session that comes to hold
 * more, and holds 64 KB or more, is closed: pausing would keep what it holds.
 *
 * @since 0.1.0
 */
public final class PendingInput {

	/** Smaller changes are not worth the contention. */
	private static final long STEP = 8 * 1024;

	private static final long LARGE = 64 * 1024;

	/** How long messages of a session that is over count. */
	private static final long RELEASE_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final EngineSession session;

	private final Total total;

	private final int maxMessages;

	private final long maxBytes;

	private int messages;

	private long bytes;

	private long partialMessage;

	private long partialPacket;

	/** The bytes that are part of the total. */
	private long counted;

	private boolean paused;

	private @Nullable SessionTimer release;

	private boolean released;

	private boolean closed;

	PendingInput(EngineSession session, Total total, EngineLimits limits) {
		this.session = session;
		this.total = total;
		this.maxMessages = limits.maxPendingMessages();
		this.maxBytes = limits.maxPendingBytes();
	}

	/**
	 * Count a message in that will be handled later, or whose handling may take time.
	 * @param size the number of bytes that it keeps in memory
	 */
	public void add(long size) {
		this.messages++;
		this.bytes += size;
		if (!this.paused && (this.messages >= this.maxMessages || this.bytes >= this.maxBytes)) {
			this.paused = true;
			this.session.pauseReadingNow();
		}
		count();
	}

	/**
	 * Count a message out that was handled or dropped.
	 * @param size the number that it was counted in with
	 */
	public void remove(long size) {
		this.messages--;
		this.bytes -= size;
		if (this.paused && this.messages <= this.maxMessages / 2 && this.bytes <= this.maxBytes / 2) {
			this.paused = false;
			this.session.resumeReadingNow();
		}
		count();
	}

	/**
	 * Report how much of a packet is held whose attachments have not all arrived.
	 * @param size the number of bytes, 0 when it is complete
	 */
	public void partialPacket(long size) {
		if (!this.closed) {
			this.partialPacket = size;
			count();
		}
	}

	/** How much of a WebSocket message, or of a request body, is held so far. */
	void partialMessage(long size) {
		if (!this.closed) {
			this.partialMessage = size;
			count();
		}
	}

	/**
	 * The session is over: incomplete messages never will be complete. Messages that are
	 * being handled count until that is done, but for a minute at most: a call that never
	 * ends must not take its part of the total away from others.
	 */
	void close() {
		this.closed = true;
		this.partialMessage = 0;
		this.partialPacket = 0;
		count();
		if (this.counted > 0) {
			this.release = this.session.executor().schedule(this::release, RELEASE_NANOS);
		}
	}

	private void release() {
		this.released = true;
		this.total.add(-this.counted);
		this.counted = 0;
	}

	private void count() {
		if (this.released) {
			return;
		}
		long held = this.bytes + this.partialMessage + this.partialPacket;
		long change = held - this.counted;
		if (change >= STEP || change < 0 && (change <= -STEP || held == 0)) {
			this.counted = held;
			SessionTimer timer = this.release;
			if (held == 0 && timer != null) {
				this.release = null;
				timer.cancel();
			}
			if (this.total.add(change) && change > 0 && held >= LARGE) {
				this.session.life().shed();
			}
		}
	}

	/**
	 * Return the number of messages that are not handled yet.
	 * @return the number
	 */
	public int messages() {
		return this.messages;
	}

	/**
	 * Return the size of the messages that are not handled yet.
	 * @return the number of bytes
	 */
	public long bytes() {
		return this.bytes;
	}

	/**
	 * Sum over all sessions of a server. May be used by any thread.
	 */
	static final class Total {

		private final AtomicLong bytes = new AtomicLong();

		private final long max;

		Total(long max) {
			this.max = max;
		}

		/** Add a change and return whether the bound is exceeded. */
		boolean add(long change) {
			return this.bytes.addAndGet(change) > this.max;
		}

		long bytes() {
			return this.bytes.get();
		}

	}

}
