package dev.socketio.autoconfigure.mongo;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if MongoDB cannot be used with the given configuration.
 */
class MongoAdapterException extends RuntimeException {

	private final String action;

	MongoAdapterException(String description, String action, @Nullable Throwable cause) {
		super(description, cause);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
