package dev.socketio.listener;

import java.util.Arrays;

import dev.socketio.internal.Varargs;
import org.jspecify.annotations.Nullable;

/**
 * Several values to acknowledge an event with, where a listener would return one.
 *
 * @since 0.1.0
 */
public final class AckArgs {

	private static final AckArgs EMPTY = new AckArgs();

	private final @Nullable Object[] values;

	private AckArgs(@Nullable Object... values) {
		this.values = values;
	}

	/**
	 * Acknowledge with values.
	 * @param values the arguments of the client's callback; {@code null} is one argument
	 * that is {@code null}
	 * @return the values
	 */
	public static AckArgs of(@Nullable Object @Nullable ... values) {
		return new AckArgs(Varargs.of(values).clone());
	}

	/**
	 * Acknowledge without any value.
	 * @return no values
	 */
	public static AckArgs empty() {
		return EMPTY;
	}

	/**
	 * Return the values.
	 * @return a new array
	 */
	public @Nullable Object[] toArray() {
		return this.values.clone();
	}

	@Override
	public String toString() {
		return "AckArgs" + Arrays.toString(this.values);
	}

}
