package dev.socketio.internal;

import org.jspecify.annotations.Nullable;

/**
 * Arguments of events, as Java passes them. A caller that passes a bare {@code null}
 * means one argument that is {@code null}, but the compiler makes the array {@code null}.
 *
 * @since 0.1.0
 */
public final class Varargs {

	private Varargs() {
	}

	/**
	 * Return the arguments that a caller means.
	 * @param args the array that was passed
	 * @return the same array, or one with a single {@code null} if there is none
	 */
	public static @Nullable Object[] of(@Nullable Object @Nullable [] args) {
		return (args != null) ? args : new @Nullable Object[1];
	}

}
