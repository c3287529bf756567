package dev.socketio.server;

import java.lang.reflect.Type;

import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.TypeRef;

/**
 * Reads the argument of a {@link NamespaceValueListener}.
 *
 * @param <T> the type of the argument
 */
final class NamespaceValueAdapter<T> implements NamespaceEventListener, EventListeners.Wrapper {

	private final Type type;

	private final NamespaceValueListener<T> listener;

	private NamespaceValueAdapter(Type type, NamespaceValueListener<T> listener) {
		this.type = type;
		this.listener = listener;
	}

	static <T> NamespaceValueAdapter<T> of(Class<T> type, NamespaceValueListener<T> listener) {
		ArgumentChecks.notNull(type, "type");
		return new NamespaceValueAdapter<>(type, ArgumentChecks.notNull(listener, "listener"));
	}

	static <T> NamespaceValueAdapter<T> of(TypeRef<T> type, NamespaceValueListener<T> listener) {
		ArgumentChecks.notNull(type, "type");
		return new NamespaceValueAdapter<>(type.type(), ArgumentChecks.notNull(listener, "listener"));
	}

	@Override
	public NamespaceValueListener<T> listener() {
		return this.listener;
	}

	@Override
	@SuppressWarnings("unchecked")
	public void onEvent(Socket socket, String event, Arguments args, Ack ack) throws Exception {
		this.listener.onEvent(socket, (T) args.get(0, this.type), ack);
	}

}
