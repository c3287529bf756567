package dev.socketio.autoconfigure.redis;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when Redis cannot be used as configured.
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
