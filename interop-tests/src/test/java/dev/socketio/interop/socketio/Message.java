package dev.socketio.interop.socketio;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO message without its type: text, or binary data.
 *
 * @param text the text, {@code null} for binary data
 * @param data the binary data, {@code null} for text
 */
record Message(@Nullable String text, byte @Nullable [] data) {

	private static final int SHOWN = 200;

	static Message text(String text) {
		return new Message(text, null);
	}

	static Message binary(byte[] data) {
		return new Message(null, data);
	}

	static Message of(Object value) {
		return (value instanceof byte[] data) ? binary(data) : text((String) value);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return (other instanceof Message message) && Objects.equals(this.text, message.text)
				&& Arrays.equals(this.data, message.data);
	}

	@Override
	public int hashCode() {
		return (this.text != null) ? this.text.hashCode() : Arrays.hashCode(this.data);
	}

	@Override
	public String toString() {
		if (this.text != null) {
			return shortened(this.text);
		}
		byte[] data = (this.data != null) ? this.data : new byte[0];
		return "<" + data.length + " bytes " + shortened(new String(data, StandardCharsets.ISO_8859_1)) + ">";
	}

	static String shortened(String text) {
		return (text.length() <= SHOWN) ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
	}

}
