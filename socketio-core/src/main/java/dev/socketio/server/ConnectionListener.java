package dev.socketio.server;

/**
 * Handles sockets that have connected to a namespace. Called on the event loop of the
 * connection, so it must not block.
 *
 * @since 0.1.0
 * @see ListenerRegistry#onConnection
 */
@FunctionalInterface
public interface ConnectionListener {

	/**
	 * Handle a socket.
	 * @param socket the socket
	 * @throws Exception if handling fails; the socket stays connected
	 */
	void onConnection(Socket socket) throws Exception;

}
