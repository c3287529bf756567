package dev.socketio.benchmarks.load;

import java.util.Arrays;

/**
 * Durations in nanoseconds.
 */
final class Samples {

	private long[] values = new long[4096];

	private int size;

	void add(long value) {
		if (this.size == this.values.length) {
			this.values = Arrays.copyOf(this.values, this.size * 2);
		}
		this.values[this.size++] = value;
	}

	int size() {
		return this.size;
	}

	/**
	 * The value that a part of all others does not exceed, in microseconds.
	 */
	double quantile(double part) {
		if (this.size == 0) {
			return Double.NaN;
		}
		Arrays.sort(this.values, 0, this.size);
		return this.values[(int) Math.min(this.size - 1L, (long) (part * this.size))] / 1000.0;
	}

}
