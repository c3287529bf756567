package dev.socketio.internal;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Checks the arguments of public methods, before anything changes. Applications without
 * null checks of their own may pass {@code null} where it has no meaning.
 *
 * @since 0.1.0
 */
public final class ArgumentChecks {

	private ArgumentChecks() {
	}

	/**
	 * Require an argument.
	 * @param <T> its type
	 * @param argument the argument
	 * @param name its name
	 * @return the argument
	 * @throws IllegalArgumentException if it is {@code null}
	 */
	public static <T> T notNull(@Nullable T argument, String name) {
		if (argument == null) {
			throw new IllegalArgumentException(name + " must not be null");
		}
		return argument;
	}

	/**
	 * Require all elements of an argument.
	 * @param <T> the type of the argument
	 * @param argument the argument
	 * @param name its name
	 * @return the argument
	 * @throws IllegalArgumentException if it or one of its elements is {@code null}
	 */
	public static <T extends Collection<?>> T noNulls(@Nullable T argument, String name) {
		T present = notNull(argument, name);
		int index = 0;
		for (Object element : present) {
			element(element, name, index++);
		}
		return present;
	}

	/**
	 * Require all elements of an argument.
	 * @param <T> the type of the elements
	 * @param argument the argument
	 * @param name its name
	 * @return the argument
	 * @throws IllegalArgumentException if it or one of its elements is {@code null}
	 */
	public static <T> T[] noNulls(T @Nullable [] argument, String name) {
		T[] present = notNull(argument, name);
		for (int i = 0; i < present.length; i++) {
			element(present[i], name, i);
		}
		return present;
	}

	private static void element(@Nullable Object element, String name, int index) {
		if (element == null) {
			throw new IllegalArgumentException(name + "[" + index + "] must not be null");
		}
	}

}
