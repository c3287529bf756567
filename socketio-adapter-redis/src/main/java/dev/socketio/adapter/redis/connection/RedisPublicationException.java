package dev.socketio.adapter.redis.connection;

import org.jspecify.annotations.Nullable;

/**
 * A message for other servers could not be handed to Redis, or Redis did not confirm it.
 *
 * @since 0.1.0
 */
public class RedisPublicationException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message what happened
	 * @param cause what Redis or the client said, {@code null} if it was not asked
	 */
	public RedisPublicationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
