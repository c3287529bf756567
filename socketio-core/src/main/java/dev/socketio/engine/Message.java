package dev.socketio.engine;

import java.nio.charset.StandardCharsets;

/**
 * The content of a {@code MESSAGE} packet. The array is not copied and must not be
 * changed.
 *
 * @param bytes the content, UTF-8 if it is text
 * @param isBinary whether it is binary
 * @since 0.1.0
 */
public record Message(byte[] bytes, boolean isBinary) {

	/**
	 * A text message.
	 * @param text the text
	 * @return the message
	 */
	public static Message text(String text) {
		return new Message(text.getBytes(StandardCharsets.UTF_8), false);
	}

	/**
	 * A text message.
	 * @param utf8 the text in UTF-8
	 * @return the message
	 */
	public static Message text(byte[] utf8) {
		return new Message(utf8, false);
	}

	/**
	 * A binary message.
	 * @param data the bytes
	 * @return the message
	 */
	public static Message binary(byte[] data) {
		return new Message(data, true);
	}

	int size() {
		return this.bytes.length;
	}

}
