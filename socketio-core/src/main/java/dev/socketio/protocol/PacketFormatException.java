package dev.socketio.protocol;

/**
 * A peer has sent an invalid packet. The message never contains received data, so it can
 * be logged.
 *
 * @since 0.1.0
 */
public class PacketFormatException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message the rule that was violated
	 */
	public PacketFormatException(String message) {
		super(message, null, false, false);
	}

}
