package dev.socketio.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Arguments;

/**
 * The middlewares and listeners of one namespace. The children of a dynamic namespace
 * share those of their parent.
 */
final class NamespaceListeners {

	private final List<NamespaceMiddleware> middlewares = new CopyOnWriteArrayList<>();

	private final List<ConnectionListener> connection = new CopyOnWriteArrayList<>();

	private final EventListeners<NamespaceEventListener> events = new EventListeners<>();

	private final List<NamespaceEventListener> any = new CopyOnWriteArrayList<>();

	private final List<NamespaceDisconnectListener> disconnecting = new CopyOnWriteArrayList<>();

	private final List<NamespaceDisconnectListener> disconnect = new CopyOnWriteArrayList<>();

	List<NamespaceMiddleware> middlewares() {
		return this.middlewares;
	}

	List<ConnectionListener> connection() {
		return this.connection;
	}

	EventListeners<NamespaceEventListener> events() {
		return this.events;
	}

	void once(String event, NamespaceEventListener listener) {
		this.events.add(event, new Once(event, listener));
	}

	List<NamespaceEventListener> any() {
		return this.any;
	}

	List<NamespaceDisconnectListener> disconnecting() {
		return this.disconnecting;
	}

	List<NamespaceDisconnectListener> disconnect() {
		return this.disconnect;
	}

	// calls, on the owner of the connection

	void connected(DefaultSocket socket) {
		for (ConnectionListener listener : this.connection) {
			ApplicationCode.run(() -> listener.onConnection(socket),
					(error) -> socket.input().listenerFailed("connection", error));
		}
	}

	void dispatchAny(DefaultSocket socket, String event, Arguments args, Ack ack) {
		dispatch(this.any, socket, event, args, ack);
	}

	void dispatch(DefaultSocket socket, String event, Arguments args, Ack ack) {
		dispatch(this.events.of(event), socket, event, args, ack);
	}

	private static void dispatch(List<NamespaceEventListener> to, DefaultSocket socket, String event, Arguments args,
			Ack ack) {
		for (NamespaceEventListener listener : to) {
			ApplicationCode.run(() -> listener.onEvent(socket, event, args, ack),
					(error) -> socket.input().listenerFailed(event, error));
		}
	}

	void disconnecting(DefaultSocket socket, DisconnectReason reason) {
		notify("disconnecting", this.disconnecting, socket, reason);
	}

	void disconnected(DefaultSocket socket, DisconnectReason reason) {
		notify("disconnect", this.disconnect, socket, reason);
	}

	private static void notify(String event, List<NamespaceDisconnectListener> to, DefaultSocket socket,
			DisconnectReason reason) {
		for (NamespaceDisconnectListener listener : to) {
			ApplicationCode.run(() -> listener.onDisconnect(socket, reason),
					(error) -> socket.input().listenerFailed(event, error));
		}
	}

	/** Removes itself before it is called, by the first of several threads. */
	private final class Once implements NamespaceEventListener, EventListeners.Wrapper {

		private final String event;

		private final NamespaceEventListener listener;

		Once(String event, NamespaceEventListener listener) {
			this.event = event;
			this.listener = listener;
		}

		@Override
		public NamespaceEventListener listener() {
			return this.listener;
		}

		@Override
		public void onEvent(Socket socket, String name, Arguments args, Ack ack) throws Exception {
			if (NamespaceListeners.this.events.remove(this.event, this)) {
				this.listener.onEvent(socket, name, args, ack);
			}
		}

	}

}
