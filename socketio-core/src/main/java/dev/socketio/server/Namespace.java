package dev.socketio.server;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.socketio.adapter.Adapter;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A namespace: sockets, rooms and rules of their own over the connections that all
 * namespaces share. Methods may be called from any thread.
 */
public interface Namespace extends BroadcastTarget {

	/**
	 * Return the name.
	 * @return the name, starting with a slash
	 */
	String name();

	/**
	 * Return the server.
	 * @return the server
	 */
	SocketIOServer server();

	/**
	 * Add a middleware that decides who may connect.
	 * @param middleware the middleware
	 * @return this namespace
	 */
	Namespace use(NamespaceMiddleware middleware);

	/**
	 * Be told of every socket that has connected. Called on the event loop of the
	 * connection, after the client's {@code CONNECT} was answered and before any of its
	 * events; must not block.
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace onConnection(Consumer<Socket> listener);

	/**
	 * Listen to an event of every socket in this namespace.
	 * @param event the event name
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace on(String event, NamespaceEventListener listener);

	/**
	 * Listen to all events of every socket in this namespace, after the middlewares of
	 * the socket and before the listeners of a single event.
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace onAny(NamespaceEventListener listener);

	/**
	 * Be told of every socket that is leaving, while it still is in its rooms.
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace onDisconnecting(NamespaceDisconnectListener listener);

	/**
	 * Be told of every socket that has left.
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace onDisconnect(NamespaceDisconnectListener listener);

	/**
	 * Return the connected sockets of this server.
	 * @return a live view by id, unmodifiable
	 */
	Map<String, Socket> sockets();

	/**
	 * Return the adapter, which keeps the rooms.
	 * @return the adapter
	 */
	Adapter adapter();

	/**
	 * Send an event to the other servers of the cluster.
	 * @param event the event name
	 * @param args the arguments
	 * @return completes when the event has left this process
	 * @throws IllegalArgumentException if the name is {@code connect}, {@code connection}
	 * or {@code new_namespace}
	 */
	Mono<Void> serverSideEmit(String event, @Nullable Object @Nullable ... args);

	/**
	 * Send an event to the other servers of the cluster and collect their answers.
	 * @param event the event name
	 * @param args the arguments
	 * @return one answer from each other server
	 * @throws IllegalArgumentException if the name is reserved
	 */
	Mono<List<Arguments>> serverSideEmitWithAck(String event, @Nullable Object @Nullable ... args);

	/**
	 * Handle an event that other servers send with {@link #serverSideEmit}.
	 * @param event the event name
	 * @param listener the listener
	 * @return this namespace
	 */
	Namespace onServerSide(String event, ServerSideListener listener);

}
