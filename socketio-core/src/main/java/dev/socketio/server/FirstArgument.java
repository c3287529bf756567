package dev.socketio.server;

import java.lang.reflect.Type;

import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * The first of several arguments. Servers exchange only the first argument of an
 * acknowledgement to a broadcast, so those of local sockets have the same form.
 *
 * @param all all arguments
 */
record FirstArgument(Arguments all) implements Arguments {

	static Arguments of(Arguments args) {
		return (args.size() > 1) ? new FirstArgument(args) : args;
	}

	@Override
	public int size() {
		return 1;
	}

	@Override
	public long retainedBytes() {
		return this.all.retainedBytes();
	}

	@Override
	public @Nullable Object get(int index, Type type) {
		return (index == 0) ? this.all.get(0, type) : null;
	}

}
