package dev.socketio.server;

import java.lang.reflect.Type;

import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Values that were read from what a client has sent, with its size.
 *
 * @param values the values
 * @param retainedBytes the number of bytes
 */
record SizedArguments(Arguments values, long retainedBytes) implements Arguments {

	@Override
	public int size() {
		return this.values.size();
	}

	@Override
	public @Nullable Object get(int index, Type type) {
		return this.values.get(index, type);
	}

}
