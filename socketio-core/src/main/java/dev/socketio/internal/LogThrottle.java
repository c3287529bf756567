package dev.socketio.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Limits the rate of log entries that clients or other servers cause. The first entry is
 * written at once, then at most one in each interval, with the number of entries that
 * were omitted. Safe for use by several threads, without locks.
 *
 * @since 0.1.0
 */
public final class LogThrottle {

	private final long interval;

	private final LongSupplier clock;

	private final AtomicLong next;

	private final AtomicLong omitted = new AtomicLong();

	/**
	 * Create a throttle.
	 * @param interval the least time between two entries, a positive duration of at most
	 * {@link Durations#MAX}
	 */
	public LogThrottle(Duration interval) {
		this(interval, System::nanoTime);
	}

	/**
	 * Create a throttle with a clock.
	 * @param interval the least time between two entries, a positive duration of at most
	 * {@link Durations#MAX}
	 * @param clock counts nanoseconds from any start, as {@link System#nanoTime()} does
	 */
	public LogThrottle(Duration interval, LongSupplier clock) {
		this.interval = Durations.check("interval", interval).toNanos();
		this.clock = ArgumentChecks.notNull(clock, "clock");
		this.next = new AtomicLong(clock.getAsLong());
	}

	/**
	 * Write an entry, unless another one was written within the interval.
	 * @param entry writes the entry on this thread, called at most once with the number
	 * of entries that were omitted since the previous one
	 */
	public void log(LongConsumer entry) {
		long now = this.clock.getAsLong();
		long due = this.next.get();
		// differences, because the clock may overflow
		if (now - due < 0 || !this.next.compareAndSet(due, now + this.interval)) {
			this.omitted.incrementAndGet();
			return;
		}
		entry.accept(this.omitted.getAndSet(0));
	}

}
