package dev.socketio.autoconfigure;

import dev.socketio.server.SocketIOServer;

/**
 * Customizes the server before it accepts clients, for example with middlewares and with
 * listeners that are not annotated methods.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SocketIOServerCustomizer {

	/**
	 * Customize the server.
	 * @param server the server
	 */
	void customize(SocketIOServer server);

}
