package dev.socketio.server;

import org.jspecify.annotations.Nullable;

/**
 * Handles events of all sockets of a namespace that have a single argument of a known
 * type. Called on the event loop of the connection, after the listeners of the socket
 * itself, so it must not block.
 *
 * @param <T> the type of the argument
 * @since 0.1.0
 * @see ListenerRegistry#on(String, Class, NamespaceValueListener)
 */
@FunctionalInterface
public interface NamespaceValueListener<T> {

	/**
	 * Handle the event.
	 * @param socket the socket that sent it
	 * @param value the first argument; {@code null} only if the client sent {@code null}
	 * or no argument
	 * @param ack answers the client
	 * @throws Exception if handling fails
	 */
	void onEvent(Socket socket, @Nullable T value, Ack ack) throws Exception;

}
