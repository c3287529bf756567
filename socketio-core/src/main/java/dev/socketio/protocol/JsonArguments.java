package dev.socketio.protocol;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Arguments that are still JSON. Reading one parses just its bytes.
 */
final class JsonArguments implements Arguments {

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

	@Override
	public int size() {
		return this.bounds.length / 2 - this.skipped;
	}

	@Override
	public long retainedBytes() {
		return this.json.length + (long) Integer.BYTES * this.bounds.length;
	}

	@Override
	public @Nullable Object get(int index, Type type) {
		if (index < 0 || index >= size()) {
			return null;
		}
		int element = 2 * (index + this.skipped);
		int start = this.bounds[element];
		int end = this.bounds[element + 1];
		if (type == String.class && this.binding.isReadingPlainly() && isPlainString(start, end)) {
			return new String(this.json, start + 1, end - start - 2, StandardCharsets.UTF_8);
		}
		try {
			return this.binding.read(this.json, start, end, type);
		}
		catch (JacksonException ex) {
			throw new ArgumentConversionException(index, type, ex);
		}
	}

	private boolean isPlainString(int start, int end) {
		if (this.json[start] != '"') {
			return false;
		}
		for (int i = start; i < end; i++) {
			if (this.json[i] == '\\') {
				return false;
			}
		}
		return true;
	}

}
