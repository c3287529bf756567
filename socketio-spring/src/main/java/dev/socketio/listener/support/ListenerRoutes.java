package dev.socketio.listener.support;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.socketio.listener.ListenerType;
import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.ListenerRegistry;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a namespace, in the form in which its sockets use them.
 */
final class ListenerRoutes {

	/** Name or path template of the namespace. */
	private final String name;

	private final ListenerEnvironment environment;

	private final List<ListenerMethod> connect;

	private final List<ListenerMethod> disconnecting;

	private final List<ListenerMethod> disconnect;

	/** Listeners of events, by name. */
	private final Map<String, EventRoute> routes;

	/** Listeners of events that have no route. */
	private final @Nullable EventRoute fallback;

	/** State of the sockets that had something to do for a listener. */
	private final Map<Socket, SocketDispatch> dispatches = new ConcurrentHashMap<>();

	ListenerRoutes(String name, ListenerEnvironment environment, List<ListenerMethod> connect,
			List<ListenerMethod> disconnecting, List<ListenerMethod> disconnect, Map<String, EventRoute> routes,
			@Nullable EventRoute fallback) {
		this.name = name;
		this.environment = environment;
		this.connect = connect;
		this.disconnecting = disconnecting;
		this.disconnect = disconnect;
		this.routes = routes;
		this.fallback = fallback;
	}

	ListenerEnvironment environment() {
		return this.environment;
	}

	@Nullable ListenerObservation observe(ListenerMethod method, String event, Socket socket) {
		boolean chosen = method.type() == ListenerType.EVENT && !this.routes.containsKey(event);
		String declared = chosen ? ListenerNames.ANY_EVENT : event;
		return ListenerObservation.start(this.environment.observations(), this.name, declared, method, socket.id());
	}

	List<ListenerMethod> connect() {
		return this.connect;
	}

	List<ListenerMethod> disconnecting() {
		return this.disconnecting;
	}

	List<ListenerMethod> disconnect() {
		return this.disconnect;
	}

	void attachTo(ListenerRegistry<?> namespace) {
		if (!this.connect.isEmpty()) {
			namespace.onConnection(this::connected);
		}
		EventRoute others = this.fallback;
		if (others == null) {
			this.routes.forEach((name, route) -> namespace.on(name,
					(socket, event, arguments, ack) -> received(route, socket, event, arguments, ack)));
		}
		else {
			namespace.onAny((socket, event, arguments, ack) -> received(this.routes.getOrDefault(event, others), socket,
					event, arguments, ack));
		}
		if (!this.disconnecting.isEmpty()) {
			namespace.onDisconnecting(this::disconnecting);
		}
		namespace.onDisconnect(this::disconnected);
	}

	private void connected(Socket socket) {
		// a listener of the application may have disconnected it a moment ago
		if (socket.isConnected()) {
			dispatch(socket).connected();
		}
	}

	private void received(EventRoute route, Socket socket, String event, Arguments arguments, Ack ack) {
		if (socket.isConnected()) {
			route.dispatch(dispatch(socket), event, arguments, ack);
		}
	}

	private void disconnecting(Socket socket, DisconnectReason reason) {
		if (isAnnounced(socket)) {
			dispatch(socket).disconnecting(reason);
		}
	}

	/** A socket that connect listeners have not seen does not leave either. */
	private boolean isAnnounced(Socket socket) {
		return this.connect.isEmpty() || this.dispatches.containsKey(socket);
	}

	private SocketDispatch dispatch(Socket socket) {
		SocketDispatch dispatch = this.dispatches.get(socket);
		if (dispatch == null) {
			dispatch = new SocketDispatch(this, socket);
			this.dispatches.put(socket, dispatch);
		}
		return dispatch;
	}

	private void disconnected(Socket socket, DisconnectReason reason) {
		boolean announced = isAnnounced(socket);
		SocketDispatch dispatch = this.dispatches.remove(socket);
		if (dispatch == null && announced && !this.disconnect.isEmpty()) {
			dispatch = new SocketDispatch(this, socket);
		}
		if (dispatch != null) {
			dispatch.disconnected(reason);
		}
	}

}
