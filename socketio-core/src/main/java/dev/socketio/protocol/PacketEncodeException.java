package dev.socketio.protocol;

/**
 * A value that the application wants to send cannot be written, for example because the
 * JSON mapper knows no serializer for it, or the packet would be larger than 2 GB.
 *
 * @since 0.1.0
 */
public class PacketEncodeException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message what could not be written
	 */
	public PacketEncodeException(String message) {
		super(message);
	}

	/**
	 * Create the exception.
	 * @param message what could not be written
	 * @param cause the failure of the mapper
	 */
	public PacketEncodeException(String message, Throwable cause) {
		super(message, cause);
	}

}
