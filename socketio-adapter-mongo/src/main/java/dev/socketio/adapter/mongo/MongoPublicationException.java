package dev.socketio.adapter.mongo;

import org.jspecify.annotations.Nullable;

/**
 * A message for other servers could not be stored in MongoDB.
 *
 * @since 0.1.0
 */
public class MongoPublicationException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message what happened
	 * @param cause what MongoDB or the client said, {@code null} if it was not asked
	 */
	public MongoPublicationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
