package dev.socketio.server;

/**
 * Handles the end of all sockets of a namespace. Called on the event loop of the
 * connection, after the listeners of the socket itself, so it must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NamespaceDisconnectListener {

	/**
	 * Handle the end of a socket.
	 * @param socket the socket
	 * @param reason why it ended
	 * @throws Exception if handling fails
	 */
	void onDisconnect(Socket socket, DisconnectReason reason) throws Exception;

}
