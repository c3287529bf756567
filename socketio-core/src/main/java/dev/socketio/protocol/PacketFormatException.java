package dev.socketio.protocol;

/**
 * What a peer sent is not a valid packet. The message never contains what was received,
 * so it can be logged as it is.
 *
 * @since 0.1.0
 */
public class PacketFormatException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message the rule that was broken
	 */
	public PacketFormatException(String message) {
		super(message, null, false, false);
	}

}
