package dev.socketio.server;

/**
 * Handles the end of a socket. Called once, on the event loop of the connection, so it
 * must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DisconnectListener {

	/**
	 * Handle the end of the socket.
	 * @param reason why it ended
	 * @throws Exception if handling fails
	 */
	void onDisconnect(DisconnectReason reason) throws Exception;

}
