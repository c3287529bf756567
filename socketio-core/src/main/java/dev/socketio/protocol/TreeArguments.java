package dev.socketio.protocol;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Arguments of a binary packet: JSON trees whose placeholders are binary nodes.
 */
final class TreeArguments implements Arguments {

	private final JsonBinding binding;

	private final List<JsonNode> nodes;

	private final long retainedBytes;

	TreeArguments(JsonBinding binding, List<JsonNode> nodes, long retainedBytes) {
		this.binding = binding;
		this.nodes = nodes;
		this.retainedBytes = retainedBytes;
	}

	@Override
	public int size() {
		return this.nodes.size();
	}

	@Override
	public long retainedBytes() {
		return this.retainedBytes;
	}

	@Override
	public @Nullable Object get(int index, Type type) {
		if (index < 0 || index >= this.nodes.size()) {
			return null;
		}
		try {
			return this.binding.read(this.nodes.get(index), type);
		}
		catch (JacksonException ex) {
			throw new ArgumentConversionException(index, type, ex);
		}
	}

}
