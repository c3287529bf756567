package dev.socketio.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the messages of one connection. A {@link PacketFormatException} of either
 * method means that the connection has to be closed.
 *
 * @since 0.1.0
 */
public interface PacketDecoder {

	/**
	 * Take a text message.
	 * @param buffer an array that holds the message in UTF-8; the decoder may keep it
	 * @param offset where the message starts
	 * @param length its length in bytes
	 * @return the packet, or {@code null} if it needs attachments or is to be ignored
	 * @throws PacketFormatException if the message is not valid here
	 */
	@Nullable DecodedPacket text(byte[] buffer, int offset, int length);

	/**
	 * Take a binary message.
	 * @param data the message; the decoder may keep it
	 * @return the packet, or {@code null} if it is not complete yet
	 * @throws PacketFormatException if the message is not valid here
	 */
	@Nullable DecodedPacket binary(byte[] data);

	/**
	 * Return how much of a packet is held whose attachments have not all arrived.
	 * @return a number of bytes, 0 if the next message starts a packet
	 */
	long partialBytes();

}
