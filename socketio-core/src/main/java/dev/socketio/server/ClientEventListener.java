package dev.socketio.server;

import dev.socketio.protocol.Arguments;

/**
 * Handles one event of a socket. Called on the event loop of the connection, so it must
 * not block. An exception is reported to the error listeners of the socket and does not
 * close the connection.
 *
 * @since 0.1.0
 * @see Socket#on(String, ClientEventListener)
 */
@FunctionalInterface
public interface ClientEventListener {

	/**
	 * Handle the event.
	 * @param args the arguments that the client sent
	 * @param ack answers the client
	 * @throws Exception if handling fails
	 */
	void onEvent(Arguments args, Ack ack) throws Exception;

}
