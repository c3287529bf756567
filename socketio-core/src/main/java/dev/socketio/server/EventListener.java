package dev.socketio.server;

import dev.socketio.protocol.Arguments;

/**
 * Handles one event of a socket. Called on the event loop of the connection, so it must
 * not block. An exception is reported to the socket's error listeners and does not close
 * the connection.
 */
@FunctionalInterface
public interface EventListener {

	/**
	 * Handle the event.
	 * @param args what the client sent
	 * @param ack answers the client
	 * @throws Exception if handling fails
	 */
	void onEvent(Arguments args, Ack ack) throws Exception;

}
