package dev.socketio.protocol.codec;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.socketio.internal.ArgumentChecks;
import org.jspecify.annotations.Nullable;

/**
 * Arguments that are Java values already.
 */
final class ValueArguments extends PeerArguments {

	private final JsonBinding binding;

	private final List<@Nullable Object> values;

	ValueArguments(JsonBinding binding, List<? extends @Nullable Object> values) {
		this.binding = binding;
		this.values = Collections.unmodifiableList(new ArrayList<>(ArgumentChecks.notNull(values, "values")));
	}

	@Override
	public int size() {
		return this.values.size();
	}

	@Override
	public long retainedBytes() {
		long bytes = 0;
		for (Object value : this.values) {
			bytes += ValueSize.of(value);
		}
		return bytes;
	}

	@Override
	@Nullable Object read(int index, Type type) {
		return this.binding.convert(this.values.get(index), type);
	}

}
