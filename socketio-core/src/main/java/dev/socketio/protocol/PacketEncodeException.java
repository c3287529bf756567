package dev.socketio.protocol;

/**
 * A packet cannot be encoded, for example because the JSON mapper has no serializer for a
 * value, or because the packet would be larger than 2 GB.
 *
 * @since 0.1.0
 */
public class PacketEncodeException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message the value or packet that could not be encoded
	 */
	public PacketEncodeException(String message) {
		super(message);
	}

	/**
	 * Create the exception.
	 * @param message the value or packet that could not be encoded
	 * @param cause the failure of the mapper
	 */
	public PacketEncodeException(String message, Throwable cause) {
		super(message, cause);
	}

}
