package dev.socketio.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the messages of one connection. After a {@link PacketFormatException} the
 * connection must be closed.
 *
 * @since 0.1.0
 */
public interface PacketDecoder {

	/**
	 * Decode a text message.
	 * @param buffer an array that holds the message in UTF-8; the decoder may keep it
	 * @param offset where the message starts
	 * @param length its length in bytes
	 * @return the packet, or {@code null} if it needs attachments or is ignored
	 * @throws PacketFormatException if the message is not valid here
	 */
	@Nullable DecodedPacket text(byte[] buffer, int offset, int length);

	/**
	 * Decode a binary message.
	 * @param data the message; the decoder may keep it
	 * @return the packet, or {@code null} if it is not complete yet
	 * @throws PacketFormatException if the message is not valid here
	 */
	@Nullable DecodedPacket binary(byte[] data);

	/**
	 * Return the size of the packet whose attachments have not all arrived.
	 * @return the number of bytes, 0 if there is no such packet
	 */
	long partialBytes();

}
