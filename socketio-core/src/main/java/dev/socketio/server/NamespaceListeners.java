package dev.socketio.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The rules and listeners of one namespace. The children of a dynamic namespace share
 * those of their parent.
 */
final class NamespaceListeners {

	private final List<NamespaceMiddleware> middlewares = new CopyOnWriteArrayList<>();

	private final List<Consumer<Socket>> connection = new CopyOnWriteArrayList<>();

	private final Map<String, List<NamespaceEventListener>> events = new ConcurrentHashMap<>();

	private final List<NamespaceEventListener> any = new CopyOnWriteArrayList<>();

	private final List<NamespaceDisconnectListener> disconnecting = new CopyOnWriteArrayList<>();

	private final List<NamespaceDisconnectListener> disconnect = new CopyOnWriteArrayList<>();

	private final Map<String, List<ServerSideListener>> serverSide = new ConcurrentHashMap<>();

	List<NamespaceMiddleware> middlewares() {
		return this.middlewares;
	}

	List<Consumer<Socket>> connection() {
		return this.connection;
	}

	void on(String event, NamespaceEventListener listener) {
		this.events.computeIfAbsent(event, (key) -> new CopyOnWriteArrayList<>()).add(listener);
	}

	List<NamespaceEventListener> of(String event) {
		List<NamespaceEventListener> list = this.events.get(event);
		return (list != null) ? list : List.of();
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

	void onServerSide(String event, ServerSideListener listener) {
		this.serverSide.computeIfAbsent(event, (key) -> new CopyOnWriteArrayList<>()).add(listener);
	}

	List<ServerSideListener> serverSide(String event) {
		List<ServerSideListener> list = this.serverSide.get(event);
		return (list != null) ? list : List.of();
	}

}
