package dev.socketio.autoconfigure;

import dev.socketio.server.SocketIOServer;

/**
 * Prepares the server before it accepts clients: the place for middlewares, and for
 * listeners that are not annotated methods.
 */
@FunctionalInterface
public interface SocketIOServerCustomizer {

	/**
	 * Prepare the server.
	 * @param server the server
	 */
	void customize(SocketIOServer server);

}
