package dev.socketio.server;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.socketio.engine.session.EngineSession;
import org.jspecify.annotations.Nullable;

/**
 * A client in a namespace. Methods may be called from any thread. Listeners are called on
 * the event loop of the connection, one event after the other.
 */
public interface Socket extends SocketOperator {

	/**
	 * Return the public id, made by the server and different in every namespace.
	 * @return 20 URL-safe characters
	 */
	String id();

	/**
	 * Return the namespace.
	 * @return the namespace
	 */
	Namespace namespace();

	/**
	 * Return what is known of the client.
	 * @return the handshake
	 */
	Handshake handshake();

	/**
	 * Return the underlying connection, which the client may share between namespaces.
	 * @return the connection
	 */
	EngineSession connection();

	/**
	 * Return whether the client is in the namespace.
	 * @return {@code false} before all middlewares agreed and after the disconnection
	 */
	boolean isConnected();

	/**
	 * Return whether this socket continues an earlier one, with its id, rooms and data.
	 * @return {@code true} after a recovery
	 */
	boolean isRecovered();

	/**
	 * Return values that the application keeps with this socket. Other servers of the
	 * cluster see them through {@code fetchSockets}.
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
	 * Join rooms.
	 * @param rooms their names
	 */
	void join(String... rooms);

	/**
	 * Leave a room.
	 * @param room its name
	 */
	void leave(String room);

	/**
	 * Listen to an event.
	 * @param event the event name
	 * @param listener the listener
	 * @return this socket
	 */
	Socket on(String event, EventListener listener);

	/**
	 * Listen to the next occurrence of an event.
	 * @param event the event name
	 * @param listener the listener
	 * @return this socket
	 */
	Socket once(String event, EventListener listener);

	/**
	 * Remove a listener.
	 * @param event the event name
	 * @param listener the listener that was added
	 * @return this socket
	 */
	Socket off(String event, EventListener listener);

	/**
	 * Remove all listeners of an event.
	 * @param event the event name
	 * @return this socket
	 */
	Socket off(String event);

	/**
	 * Listen to an event whose only argument has the given type.
	 * @param <T> the type
	 * @param event the event name
	 * @param type the type; arguments that cannot be read as it count as a failed
	 * listener
	 * @param listener the listener; gets {@code null} only if the client sent
	 * {@code null} or nothing
	 * @return this socket
	 */
	default <T> Socket on(String event, Class<T> type, Consumer<T> listener) {
		return on(event, (args, ack) -> listener.accept(args.get(0, type)));
	}

	/**
	 * See every event before the listeners of its name.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onAny(CatchAllListener listener);

	/**
	 * See every event before all other listeners.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket prependAny(CatchAllListener listener);

	/**
	 * Remove a catch-all listener.
	 * @param listener the listener that was added
	 * @return this socket
	 */
	Socket offAny(CatchAllListener listener);

	/**
	 * See every event that is sent to this socket.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onAnyOutgoing(OutgoingListener listener);

	/**
	 * See every event that is sent to this socket before other such listeners.
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
	 * Be told that the socket is leaving, while it still is in its rooms.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onDisconnecting(DisconnectListener listener);

	/**
	 * Be told that the socket has left.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onDisconnect(DisconnectListener listener);

	/**
	 * Be told of failures: a listener or middleware that threw, a packet that could not
	 * be decoded. Listeners that throw are logged as errors if there is nobody to tell.
	 * @param listener the listener
	 * @return this socket
	 */
	Socket onError(Consumer<Throwable> listener);

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
