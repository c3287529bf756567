package dev.socketio.adapter.cluster.channel;

import org.jspecify.annotations.Nullable;

/**
 * A message for other servers could not be published, or it is unknown whether it was.
 *
 * @since 0.1.0
 */
public class PublicationException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause the error of the bus or of its client, {@code null} if the bus was not
	 * asked
	 */
	public PublicationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
