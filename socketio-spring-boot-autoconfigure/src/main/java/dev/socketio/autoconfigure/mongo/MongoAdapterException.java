package dev.socketio.autoconfigure.mongo;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when MongoDB cannot be used as configured.
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
