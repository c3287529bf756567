package dev.socketio.internal;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Checks durations of options. Timers count nanoseconds in a {@code long}, and some
 * stores count seconds in an {@code int}; longer durations would overflow when they are
 * used, long after they were set.
 *
 * @since 0.1.0
 */
public final class Durations {

	/** The longest duration that options may have, 24855 days. */
	public static final Duration MAX = Duration.ofSeconds(Integer.MAX_VALUE);

	private Durations() {
	}

	/**
	 * Return the constraint that a duration violates.
	 * @param value the duration
	 * @return the constraint, such as {@code must be positive}, or {@code null} if it is
	 * positive and not longer than {@link #MAX}
	 */
	public static @Nullable String objection(Duration value) {
		if (value.isNegative() || value.isZero()) {
			return "must be positive";
		}
		return objectionToLength(value);
	}

	/**
	 * Return the constraint that a duration violates, for options where negative and
	 * empty durations have a meaning.
	 * @param value the duration
	 * @return the constraint, or {@code null} if it is at most {@link #MAX} long
	 */
	public static @Nullable String objectionToLength(Duration value) {
		return (value.compareTo(MAX) > 0 || value.compareTo(MAX.negated()) < 0)
				? "must be at most " + MAX.toDays() + " days" : null;
	}

	/**
	 * Reject a duration that options may not have.
	 * @param name the name of the option for the message, such as {@code ping interval}
	 * @param value the duration
	 * @return the duration
	 * @throws IllegalArgumentException if the value is not positive, or longer than
	 * {@link #MAX}
	 */
	public static Duration check(String name, Duration value) {
		String objection = objection(value);
		if (objection != null) {
			throw new IllegalArgumentException("The " + name + " " + objection + ", but is " + value);
		}
		return value;
	}

}
