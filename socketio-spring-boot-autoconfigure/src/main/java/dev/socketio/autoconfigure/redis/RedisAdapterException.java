package dev.socketio.autoconfigure.redis;

import org.jspecify.annotations.Nullable;

/**
 * Redis cannot be used for what was configured.
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
