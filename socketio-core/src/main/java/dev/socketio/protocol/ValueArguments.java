package dev.socketio.protocol;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Arguments that are Java values already.
 */
final class ValueArguments implements Arguments {

	private final JsonBinding binding;

	private final List<@Nullable Object> values;

	ValueArguments(JsonBinding binding, List<? extends @Nullable Object> values) {
		this.binding = binding;
		this.values = Collections.unmodifiableList(new ArrayList<>(values));
	}

	@Override
	public int size() {
		return this.values.size();
	}

	@Override
	public long retainedBytes() {
		return 0;
	}

	@Override
	public @Nullable Object get(int index, Type type) {
		if (index < 0 || index >= this.values.size()) {
			return null;
		}
		try {
			return this.binding.convert(this.values.get(index), type);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw new ArgumentConversionException(index, type, ex);
		}
	}

}
