package dev.socketio.server;

import dev.socketio.protocol.Arguments;

/**
 * Handles events of all sockets of a namespace. Called on the event loop of the
 * connection, after the listeners of the socket itself, so it must not block.
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
