package dev.socketio.engine;

/**
 * A {@link HandshakeFilter} refuses a client.
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
