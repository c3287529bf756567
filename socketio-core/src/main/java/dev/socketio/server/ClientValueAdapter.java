package dev.socketio.server;

import java.lang.reflect.Type;

import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.TypeRef;

/**
 * Reads the argument of a {@link ClientValueListener}.
 *
 * @param <T> the type of the argument
 */
final class ClientValueAdapter<T> implements ClientEventListener, EventListeners.Wrapper {

	private final Type type;

	private final ClientValueListener<T> listener;

	private ClientValueAdapter(Type type, ClientValueListener<T> listener) {
		this.type = type;
		this.listener = listener;
	}

	static <T> ClientValueAdapter<T> of(Class<T> type, ClientValueListener<T> listener) {
		ArgumentChecks.notNull(type, "type");
		return new ClientValueAdapter<>(type, ArgumentChecks.notNull(listener, "listener"));
	}

	static <T> ClientValueAdapter<T> of(TypeRef<T> type, ClientValueListener<T> listener) {
		ArgumentChecks.notNull(type, "type");
		return new ClientValueAdapter<>(type.type(), ArgumentChecks.notNull(listener, "listener"));
	}

	@Override
	public ClientValueListener<T> listener() {
		return this.listener;
	}

	@Override
	@SuppressWarnings("unchecked")
	public void onEvent(Arguments args, Ack ack) throws Exception {
		this.listener.onEvent((T) args.get(0, this.type), ack);
	}

}
