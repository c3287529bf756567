package dev.socketio.engine;

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

	/** How often a sum beyond the bound is looked at again. */
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
	 * Return whether more waits than may wait. Then a session that lags has to go, whose
	 * client is the next one to be sent something.
	 */
	boolean isExceeded() {
		if (this.total.get() <= this.max) {
			return false;
		}
		// channels send without telling: what was counted may be gone
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

		Backlog(SendBacklogs all) {
			this.all = all;
		}

		/** Count what really waits now. */
		abstract void refresh();

		final boolean isEmpty() {
			return this.counted.get() == 0;
		}

		final void set(long bytes) {
			long before = this.counted.getAndSet(bytes);
			if (bytes == before) {
				return;
			}
			this.all.total.addAndGet(bytes - before);
			if (bytes == 0) {
				this.all.backlogs.remove(this);
			}
			else {
				this.all.backlogs.add(this);
			}
		}

		/** Change the number of a session that goes on lagging, or not. */
		final void adjust(long bytes) {
			this.all.total.addAndGet(bytes - this.counted.getAndSet(bytes));
		}

	}

}
