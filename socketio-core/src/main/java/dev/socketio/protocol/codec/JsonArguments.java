package dev.socketio.protocol.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Arguments that are still JSON. Reading one parses just its bytes.
 */
final class JsonArguments extends PeerArguments {

	private static final byte[] NOTHING = {};

	private static final int[] NONE = {};

	private final JsonBinding binding;

	private final byte[] json;

	/** Start and end of each element of the array, alternating. */
	private final int[] bounds;

	/** Elements before the first argument. */
	private final int skipped;

	JsonArguments(JsonBinding binding, byte[] json, int[] bounds, int skipped) {
		this.binding = binding;
		this.json = json;
		this.bounds = bounds;
		this.skipped = skipped;
	}

	/** No arguments, and nothing of the packet. */
	static JsonArguments none(JsonBinding binding) {
		return new JsonArguments(binding, NOTHING, NONE, 0);
	}

	@Override
	public int size() {
		return this.bounds.length / 2 - this.skipped;
	}

	@Override
	public long retainedBytes() {
		return this.json.length + (long) Integer.BYTES * this.bounds.length;
	}

	byte[] json() {
		return this.json;
	}

	int start(int index) {
		return this.bounds[2 * (index + this.skipped)];
	}

	int end(int index) {
		return this.bounds[2 * (index + this.skipped) + 1];
	}

	@Override
	@Nullable Object read(int index, Type type) {
		int start = start(index);
		int end = end(index);
		if (type == String.class && this.binding.isReadingPlainly() && isPlainString(this.json, start, end)) {
			return new String(this.json, start + 1, end - start - 2, StandardCharsets.UTF_8);
		}
		return this.binding.read(this.json, start, end, type);
	}

	/** Whether an element is a string without escapes. */
	static boolean isPlainString(byte[] json, int start, int end) {
		if (json[start] != '"') {
			return false;
		}
		for (int i = start; i < end; i++) {
			if (json[i] == '\\') {
				return false;
			}
		}
		return true;
	}

}
