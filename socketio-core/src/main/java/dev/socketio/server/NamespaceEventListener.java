package dev.socketio.server;

import dev.socketio.protocol.Arguments;

/**
 * Handles events of all sockets of a namespace that the middlewares of the socket have
 * let through. A listener of one event is called after those of the socket itself, a
 * listener of all events before them. Called on the event loop of the connection, so it
 * must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NamespaceEventListener {

	/**
	 * Handle an event.
	 * @param socket the socket that sent it
	 * @param event the event name
	 * @param args the arguments that the client sent
	 * @param ack answers the client
	 * @throws Exception if handling fails
	 */
	void onEvent(Socket socket, String event, Arguments args, Ack ack) throws Exception;

}
