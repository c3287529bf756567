package dev.socketio.engine.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that wait to be sent, over all sessions of a server. Frames of a broadcast count
 * once, however many sessions have not sent them yet. Sessions that keep up are not
 * counted: the sum changes, and is contended, only where a client lags behind.
 *
 * <p>
 * Methods may be called from any thread.
 */
final class SendBacklogs {

	/** How often a sum beyond the limit is computed again. */
	private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final long max;

	private final AtomicLong refreshed = new AtomicLong(System.nanoTime() - REFRESH_NANOS);

	private final AtomicLong total = new AtomicLong();

	private final Set<Backlog> backlogs = ConcurrentHashMap.newKeySet();

	SendBacklogs(long max) {
		this.max = max;
	}

	long bytes() {
		return this.total.get();
	}

	/**
	 * Return whether the limit is exceeded. Then a session that lags is closed when the
	 * next message is sent to it.
	 */
	boolean isExceeded() {
		if (this.total.get() <= this.max) {
			return false;
		}
		// channels send without notice: bytes that were counted may be gone
		long last = this.refreshed.get();
		long now = System.nanoTime();
		if (now - last >= REFRESH_NANOS && this.refreshed.compareAndSet(last, now)) {
			this.backlogs.forEach(Backlog::refresh);
		}
		return this.total.get() > this.max;
	}

	void sharedFramesHeld(int bytes) {
		this.total.addAndGet(bytes);
	}

	void sharedFramesReleased(int bytes) {
		this.total.addAndGet(-bytes);
	}

	/**
	 * Bytes that one session has waiting and does not share. {@link #set} is called by
	 * the owner of the session only, {@link #refresh} by any thread.
	 */
	abstract static class Backlog {

		private final SendBacklogs all;

		private final AtomicLong counted = new AtomicLong();

		/** Whether it is one of all; used by the owner only. */
		private boolean listed;

		Backlog(SendBacklogs all) {
			this.all = all;
		}

		/** Return the bytes that wait now. */
		abstract long pending();

		/** Whether nothing is counted, as far as the owner knows. */
		final boolean isEmpty() {
			return !this.listed;
		}

		final void set(long bytes) {
			long before = this.counted.getAndSet(bytes);
			if (bytes != before) {
				this.all.total.addAndGet(bytes - before);
			}
			if (this.listed != (bytes != 0)) {
				this.listed = !this.listed;
				if (this.listed) {
					this.all.backlogs.add(this);
				}
				else {
					this.all.backlogs.remove(this);
				}
			}
		}

		/** Correct the number, unless the owner does so at the same time. */
		private void refresh() {
			long before = this.counted.get();
			if (before == 0) {
				return;
			}
			long now = pending();
			if (this.counted.compareAndSet(before, now)) {
				this.all.total.addAndGet(now - before);
			}
		}

	}

}
