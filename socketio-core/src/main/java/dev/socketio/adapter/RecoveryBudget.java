package dev.socketio.adapter;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that the namespaces of one server may keep for recovery, together. Safe for
 * use by several threads.
 *
 * @since 0.1.0
 */
public final class RecoveryBudget {

	private final long max;

	private final AtomicLong used = new AtomicLong();

	/**
	 * Create a budget.
	 * @param max the bytes
	 */
	public RecoveryBudget(long max) {
		this.max = max;
	}

	/**
	 * Return what is kept at the moment.
	 * @return the bytes, an estimate
	 */
	public long used() {
		return this.used.get();
	}

	void add(long bytes) {
		this.used.addAndGet(bytes);
	}

	boolean isExceeded() {
		return this.used.get() > this.max;
	}

}
