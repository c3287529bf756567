package dev.socketio.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Refuses {@code null} where the public API has no use for it.
 */
final class Required {

	private Required() {
	}

	static <T> T notNull(String name, @Nullable T value) {
		if (value == null) {
			throw new IllegalArgumentException(name + " must not be null");
		}
		return value;
	}

}
