package dev.socketio.adapter.redis.connection;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a message for other servers could not be handed to Redis, or Redis did not
 * confirm it.
 *
 * @since 0.1.0
 */
public class RedisPublicationException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message what happened
	 * @param cause the error of Redis or of the client, {@code null} if nothing was sent
	 */
	public RedisPublicationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
