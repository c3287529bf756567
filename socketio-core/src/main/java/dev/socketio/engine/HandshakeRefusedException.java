package dev.socketio.engine;

/**
 * A {@link HandshakeFilter} refuses a client.
 *
 * @since 0.1.0
 */
public class HandshakeRefusedException extends RuntimeException {

	/**
	 * Refuse with a message.
	 * @param message what the client is told
	 */
	public HandshakeRefusedException(String message) {
		super(message, null, false, false);
	}

}
