package dev.socketio.autoconfigure;

import dev.socketio.server.SocketIOServer;

/**
 * Customizes the server before it accepts clients, for example with middlewares and with
 * listeners that are not annotated methods.
 */
@FunctionalInterface
public interface SocketIOServerCustomizer {

	/**
	 * Customize the server.
	 * @param server the server
	 */
	void customize(SocketIOServer server);

}
