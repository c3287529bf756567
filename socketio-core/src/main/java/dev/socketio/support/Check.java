package dev.socketio.support;

import org.jspecify.annotations.Nullable;

/**
 * Checks arguments of public methods, before anything changes.
 *
 * @since 0.1.0
 */
public final class Check {

	private Check() {
	}

	/**
	 * Require an argument.
	 * @param <T> the type of the argument
	 * @param argument the name of the argument
	 * @param value the argument
	 * @return the argument
	 * @throws IllegalArgumentException if it is {@code null}
	 */
	public static <T> T notNull(String argument, @Nullable T value) {
		if (value == null) {
			throw new IllegalArgumentException(argument + " must not be null");
		}
		return value;
	}

	/**
	 * Require every element of an argument.
	 * @param <T> the type of the elements
	 * @param argument the name of the argument
	 * @param values the argument
	 * @throws IllegalArgumentException if it is {@code null}, or if one of its elements
	 * is
	 */
	public static <T> void noNulls(String argument, @Nullable T @Nullable [] values) {
		@Nullable T[] present = notNull(argument, values);
		for (int i = 0; i < present.length; i++) {
			if (present[i] == null) {
				throw new IllegalArgumentException(argument + " must not contain null, but does at index " + i);
			}
		}
	}

}
