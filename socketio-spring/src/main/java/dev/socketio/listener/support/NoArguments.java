package dev.socketio.listener.support;

import java.lang.reflect.Type;

import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of calls that are not for an event.
 */
final class NoArguments implements Arguments {

	static final Arguments INSTANCE = new NoArguments();

	/** The acknowledgement of listeners that do not answer. */
	static final Ack ACK = new Ack() {

		@Override
		public boolean isRequested() {
			return false;
		}

		@Override
		public void send(@Nullable Object @Nullable ... args) {
		}

	};

	private NoArguments() {
	}

	@Override
	public int size() {
		return 0;
	}

	@Override
	public long retainedBytes() {
		return 0;
	}

	@Override
	public @Nullable Object get(int index, Type type) {
		return null;
	}

}
