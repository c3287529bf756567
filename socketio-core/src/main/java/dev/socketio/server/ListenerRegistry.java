package dev.socketio.server;

import dev.socketio.protocol.TypeRef;

/**
 * Takes the middlewares and listeners of a namespace, or of all children of a dynamic
 * one. Listeners are called in the order in which they were added, those of a dynamic
 * namespace before those of the child. Methods may be called from any thread.
 *
 * @param <N> the type of the namespace
 * @since 0.1.0
 */
public interface ListenerRegistry<N> {

	/**
	 * Add a middleware that decides which sockets may connect.
	 * @param middleware the middleware
	 * @return this namespace
	 */
	N use(NamespaceMiddleware middleware);

	/**
	 * Add a listener for sockets that have connected. It is called after the client's
	 * {@code CONNECT} was answered and before the first event of the client.
	 * @param listener the listener
	 * @return this namespace
	 */
	N onConnection(ConnectionListener listener);

	/**
	 * Add a listener for an event of all sockets.
	 * @param event the event name
	 * @param listener the listener
	 * @return this namespace
	 */
	N on(String event, NamespaceEventListener listener);

	/**
	 * Add a listener for an event of all sockets that has a single argument.
	 * @param <T> the type of the argument
	 * @param event the event name
	 * @param type the type. If an argument cannot be read as this type, the listener is
	 * not called and counts as failed.
	 * @param listener the listener
	 * @return this namespace
	 */
	default <T> N on(String event, Class<T> type, NamespaceValueListener<T> listener) {
		return on(event, NamespaceValueAdapter.of(type, listener));
	}

	/**
	 * Add a listener for an event of all sockets that has a single argument.
	 * @param <T> the type of the argument
	 * @param event the event name
	 * @param type the type, with generics. If an argument cannot be read as this type,
	 * the listener is not called and counts as failed.
	 * @param listener the listener
	 * @return this namespace
	 */
	default <T> N on(String event, TypeRef<T> type, NamespaceValueListener<T> listener) {
		return on(event, NamespaceValueAdapter.of(type, listener));
	}

	/**
	 * Add a listener that is called for the next event of this name, from whichever
	 * socket, and removed.
	 * @param event the event name
	 * @param listener the listener
	 * @return this namespace
	 */
	N once(String event, NamespaceEventListener listener);

	/**
	 * Add a listener that is called for the next event of this name, from whichever
	 * socket, and removed. The event has a single argument.
	 * @param <T> the type of the argument
	 * @param event the event name
	 * @param type the type. If the argument cannot be read as this type, the listener is
	 * removed without a call and counts as failed.
	 * @param listener the listener
	 * @return this namespace
	 */
	default <T> N once(String event, Class<T> type, NamespaceValueListener<T> listener) {
		return once(event, NamespaceValueAdapter.of(type, listener));
	}

	/**
	 * Add a listener that is called for the next event of this name, from whichever
	 * socket, and removed. The event has a single argument.
	 * @param <T> the type of the argument
	 * @param event the event name
	 * @param type the type, with generics. If the argument cannot be read as this type,
	 * the listener is removed without a call and counts as failed.
	 * @param listener the listener
	 * @return this namespace
	 */
	default <T> N once(String event, TypeRef<T> type, NamespaceValueListener<T> listener) {
		return once(event, NamespaceValueAdapter.of(type, listener));
	}

	/**
	 * Remove a listener of an event.
	 * @param event the event name
	 * @param listener the listener that was added
	 * @return this namespace
	 */
	N off(String event, NamespaceEventListener listener);

	/**
	 * Remove a listener of an event that has a single argument.
	 * @param event the event name
	 * @param listener the listener that was added
	 * @return this namespace
	 */
	N off(String event, NamespaceValueListener<?> listener);

	/**
	 * Remove all listeners of an event.
	 * @param event the event name
	 * @return this namespace
	 */
	N off(String event);

	/**
	 * Add a listener for all events of all sockets. It is called after the middlewares of
	 * the socket and before the listeners of a single event.
	 * @param listener the listener
	 * @return this namespace
	 */
	N onAny(NamespaceEventListener listener);

	/**
	 * Remove a listener of all events.
	 * @param listener the listener that was added
	 * @return this namespace
	 */
	N offAny(NamespaceEventListener listener);

	/**
	 * Add a listener for sockets that are about to leave, while they are still in their
	 * rooms.
	 * @param listener the listener
	 * @return this namespace
	 */
	N onDisconnecting(NamespaceDisconnectListener listener);

	/**
	 * Add a listener for sockets that have left.
	 * @param listener the listener
	 * @return this namespace
	 */
	N onDisconnect(NamespaceDisconnectListener listener);

}
