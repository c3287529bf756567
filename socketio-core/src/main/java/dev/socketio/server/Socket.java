package dev.socketio.server;

import java.util.Map;
import java.util.Set;

import dev.socketio.protocol.TypeRef;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A client in a namespace. Methods may be called from any thread. Listeners are called on
 * the event loop of the connection, one event after the other.
 *
 * @since 0.1.0
 */
public interface Socket extends SocketOperator {

	/**
	 * Return the public id. The server generates another one for every namespace.
	 * @return 20 URL-safe characters
	 */
	String id();

	/**
	 * Return the namespace.
	 * @return the namespace
	 */
	Namespace namespace();

	/**
	 * Return the handshake of the client.
	 * @return the handshake
	 */
	Handshake handshake();

	/**
	 * Return the underlying connection, which the sockets of a client in several
	 * namespaces share.
	 * @return the connection
	 */
	SocketConnection connection();

	/**
	 * Return whether the client is in the namespace.
	 * @return {@code false} until all middlewares have agreed and after the disconnection
	 */
	boolean isConnected();

	/**
	 * Return whether this socket continues an earlier one, with its id, rooms and data.
	 * @return {@code true} after a recovery
	 */
	boolean isRecovered();

	/**
	 * Return the data that the application keeps with this socket. Other servers of the
	 * cluster see it through {@code fetchSockets}.
	 * @return a map that is safe for use by several threads
	 */
	Map<String, @Nullable Object> data();

	/**
	 * Return the variables of a dynamic namespace's path pattern.
	 * @return the variables, unmodifiable, empty for other namespaces
	 */
	Map<String, String> namespaceVariables();

	/**
	 * Return the rooms of this socket, its own id among them.
	 * @return a snapshot; empty after the disconnection
	 */
	Set<String> rooms();

	/**
	 * Join rooms. Does nothing if the socket has left the namespace.
	 * @param rooms their names
	 * @return completes when the socket is in the rooms
	 * @throws IllegalArgumentException if a name is {@code null} or too long
	 * @throws IllegalStateException if the socket would be in too many rooms
	 */
	Mono<Void> join(String... rooms);

	/**
	 * Leave rooms. Does nothing for rooms that the socket is not in.
	 * @param rooms their names
	 * @return completes when the socket has left the rooms
	 * @throws IllegalArgumentException if a name is {@code null}
	 */
	Mono<Void> leave(String... rooms);

	/**
	 * Add a listener for an event.
	 * @param event the event name
	 * @param listener the listener
	 * @return this socket
	 */
	Socket on(String event, ClientEventListener listener);

	/**
	 * Add a listener for an event that has a single argument.
	 * @param <T> the type of the argument
	 * @param event the event name
	 * @param type the type. If an argument cannot be read as this type, the listener is
	 * not called and counts as failed.
	 * @param listener the listener
	 * @return this socket
	 */
	default <T> Socket on(String event, Class<T> type, ClientValueListener<T> listener) {
		return on(event, ClientValueAdapter.of(type, listener));
	}

	/**
	 * Add a listener for an event that has a single argument.
	 * @param <T> the type of the argument
	 * @param event the event name
	 * @param type the type, with generics. If an argument cannot be read as this type,
	 * the listener is not called and counts as failed.
	 * @param listener the listener
	 * @return this socket
	 */
	default <T> Socket on(String event, TypeRef<T> type, ClientValueListener<T> listener) {
		return on(event, ClientValueAdapter.of(type, listener));
	}

	/**
	 * Add a listener that is called for the next event of this name and removed.
	 * @param event the event name
	 * @param listener the listener
	 * @return this socket
	 */
	Socket once(String event, ClientEventListener listener);

	/**
	 * Add a listener that is called for the next event of this name and removed. The
	 * event has a single argument.
	 * @param <T> the type of the argument
	 * @param event the event name
	 * @param type the type. If the argument cannot be read as this type, the listener is
	 * removed without a call and counts as failed.
	 * @param listener the listener
	 * @return this socket
	 */
	default <T> Socket once(String event, Class<T> type, ClientValueListener<T> listener) {
		return once(event, ClientValueAdapter.of(type, listener));
	}

	/**
	 * Add a listener that is called for the next event of this name and removed. The
	 * event has a single argument.
	 * @param <T> the type of the argument
	 * @param event the event name
	 * @param type the type, with generics. If the argument cannot be read as this type,
	 * the listener is removed without a call and counts as failed.
	 * @param listener the listener
	 * @return this socket
	 */
	default <T> Socket once(String event, TypeRef<T> type, ClientValueListener<T> listener) {
		return once(event, ClientValueAdapter.of(type, listener));
	}

	/**
	 * Remove a listener of an event.
	 * @param event the event name
	 * @param listener the listener that was added
	 * @return this socket
	 */
	Socket off(String event, ClientEventListener listener);

	/**
	 * Remove a listener of an event that has a single argument.
	 * @param event the event name
	 * @param listener the listener that was added
	 * @return this socket
	 */
	Socket off(String event, ClientValueListener<?> listener);

	/**
	 * Remove all listeners of an event.
	 * @param event the event name
	 * @return this socket
	 */
	Socket off(String event);

	/**
	 * Add a listener for all events. It is called before the middlewares of the socket,
	 * also for events that one of them drops, and before the listeners of a single event.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onAny(CatchAllListener listener);

	/**
	 * Add a listener for all events that is called before the others.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket prependAny(CatchAllListener listener);

	/**
	 * Remove a listener of all events.
	 * @param listener the listener that was added
	 * @return this socket
	 */
	Socket offAny(CatchAllListener listener);

	/**
	 * Add a listener for all events that are sent to this socket.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onAnyOutgoing(OutgoingListener listener);

	/**
	 * Add a listener for all events that are sent to this socket, before the other ones.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket prependAnyOutgoing(OutgoingListener listener);

	/**
	 * Remove a listener of outgoing events.
	 * @param listener the listener that was added
	 * @return this socket
	 */
	Socket offAnyOutgoing(OutgoingListener listener);

	/**
	 * Add a middleware for the events of this socket.
	 * @param middleware the middleware
	 * @return this socket
	 */
	Socket use(SocketMiddleware middleware);

	/**
	 * Add a listener that is called when the socket is about to leave, while it is still
	 * in its rooms.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onDisconnecting(DisconnectListener listener);

	/**
	 * Add a listener that is called when the socket has left.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onDisconnect(DisconnectListener listener);

	/**
	 * Add a listener for failures: a listener or middleware that threw, a packet that
	 * could not be decoded. Without such a listener, failures of listeners are logged as
	 * errors.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onError(ErrorListener listener);

	/**
	 * Broadcast to rooms, without this socket.
	 * @param rooms the rooms
	 * @return an operator
	 */
	BroadcastOperator to(String... rooms);

	/**
	 * Broadcast to rooms, without this socket.
	 * @param rooms the rooms
	 * @return an operator
	 */
	default BroadcastOperator in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Broadcast to the namespace, without some rooms and without this socket.
	 * @param rooms the rooms
	 * @return an operator
	 */
	BroadcastOperator except(String... rooms);

	/**
	 * Broadcast to the namespace, without this socket.
	 * @return an operator
	 */
	BroadcastOperator broadcast();

	/**
	 * Leave the namespace; the connection stays open for the other ones.
	 */
	default void disconnect() {
		disconnect(false);
	}

	/**
	 * Leave the namespace.
	 * @param close whether to leave all namespaces and close the connection
	 */
	void disconnect(boolean close);

}
