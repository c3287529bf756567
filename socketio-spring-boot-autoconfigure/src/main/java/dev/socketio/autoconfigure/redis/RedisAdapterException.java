package dev.socketio.autoconfigure.redis;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if Redis cannot be used with the given configuration.
 */
class RedisAdapterException extends RuntimeException {

	private final String action;

	RedisAdapterException(String description, String action, @Nullable Throwable cause) {
		super(description, cause);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
