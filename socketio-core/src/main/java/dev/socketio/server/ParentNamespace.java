package dev.socketio.server;

import java.util.Collection;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A dynamic namespace: the rules and listeners of all namespaces whose names match. They
 * apply to every child, however it came into being, also when they are added later.
 */
public interface ParentNamespace {

	/**
	 * Add a middleware that decides who may connect to a child.
	 * @param middleware the middleware
	 * @return this namespace
	 */
	ParentNamespace use(NamespaceMiddleware middleware);

	/**
	 * Be told of every socket that has connected to a child.
	 * @param listener the listener
	 * @return this namespace
	 */
	ParentNamespace onConnection(Consumer<Socket> listener);

	/**
	 * Listen to an event of every socket of a child.
	 * @param event the event name
	 * @param listener the listener
	 * @return this namespace
	 */
	ParentNamespace on(String event, NamespaceEventListener listener);

	/**
	 * Listen to all events of every socket of a child.
	 * @param listener the listener
	 * @return this namespace
	 */
	ParentNamespace onAny(NamespaceEventListener listener);

	/**
	 * Be told of every socket that is leaving a child.
	 * @param listener the listener
	 * @return this namespace
	 */
	ParentNamespace onDisconnecting(NamespaceDisconnectListener listener);

	/**
	 * Be told of every socket that has left a child.
	 * @param listener the listener
	 * @return this namespace
	 */
	ParentNamespace onDisconnect(NamespaceDisconnectListener listener);

	/**
	 * Return the children that exist now.
	 * @return a snapshot
	 */
	Collection<Namespace> children();

	/**
	 * Send an event to the sockets of all children.
	 * @param event the event name
	 * @param args the arguments
	 */
	default void emit(String event, @Nullable Object @Nullable ... args) {
		children().forEach((child) -> child.emit(event, args));
	}

	/**
	 * Send an event to some rooms of all children.
	 * @param event the event name
	 * @param rooms the rooms
	 * @param args the arguments
	 */
	default void emitTo(Collection<String> rooms, String event, @Nullable Object @Nullable ... args) {
		String[] names = rooms.toArray(new String[0]);
		children().forEach((child) -> child.to(names).emit(event, args));
	}

}
