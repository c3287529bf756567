package dev.socketio.engine;

/**
 * Thrown by a {@link HandshakeFilter} that refuses a client.
 *
 * @since 0.1.0
 */
public class HandshakeRefusedException extends RuntimeException {

	/**
	 * Refuse with a message.
	 * @param message the message for the client
	 */
	public HandshakeRefusedException(String message) {
		super(message, null, false, false);
	}

}
