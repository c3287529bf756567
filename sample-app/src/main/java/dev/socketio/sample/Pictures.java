package dev.socketio.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.socketio.sample.Payloads.Picture;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The latest pictures, for those who come later. Safe for use by several threads.
 */
@Component
class Pictures {

	private static final int MAX_BYTES = 512 * 1024;

	private static final int MAX_SIDE = 20_000;

	private static final int MAX_NAME = 80;

	private static final int MAX_PICTURES = 40;

	private final Map<String, byte[]> contents = new LinkedHashMap<>();

	/**
	 * Check a picture. Its type is detected from its bytes, not taken from the client.
	 * @return the description to pass on
	 */
	Picture check(@Nullable Picture picture, byte[] content) {
		if (content.length > MAX_BYTES) {
			throw new ChatException("A picture has at most 512 KB");
		}
		String type = typeOf(content);
		if (type == null) {
			throw new ChatException("Only PNG, JPEG, GIF and WebP pictures can be sent");
		}
		if (picture == null || picture.name() == null || picture.name().length() > MAX_NAME || !isSide(picture.width())
				|| !isSide(picture.height())) {
			throw new ChatException("A picture needs a name, a width and a height");
		}
		return new Picture(picture.name(), type, picture.width(), picture.height());
	}

	synchronized void keep(String id, byte[] content) {
		this.contents.put(id, content);
		if (this.contents.size() > MAX_PICTURES) {
			this.contents.remove(this.contents.keySet().iterator().next());
		}
	}

	synchronized byte[] get(String id) {
		byte[] content = this.contents.get(id);
		if (content == null) {
			throw new ChatException("This picture is no longer kept");
		}
		return content;
	}

	private static boolean isSide(int pixels) {
		return pixels > 0 && pixels <= MAX_SIDE;
	}

	private static @Nullable String typeOf(byte[] content) {
		if (hasText(content, 1, "PNG\r\n")) {
			return "image/png";
		}
		if (content.length > 2 && content[0] == (byte) 0xFF && content[1] == (byte) 0xD8 && content[2] == (byte) 0xFF) {
			return "image/jpeg";
		}
		if (hasText(content, 0, "GIF8")) {
			return "image/gif";
		}
		if (hasText(content, 0, "RIFF") && hasText(content, 8, "WEBP")) {
			return "image/webp";
		}
		return null;
	}

	private static boolean hasText(byte[] content, int offset, String text) {
		byte[] expected = text.getBytes(StandardCharsets.US_ASCII);
		int end = offset + expected.length;
		return content.length >= end && Arrays.equals(content, offset, end, expected, 0, expected.length);
	}

}
