package dev.socketio.server;

import dev.socketio.protocol.Arguments;

/**
 * Handles all events of a socket, before its middlewares. Called on the event loop of the
 * connection, so it must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CatchAllListener {

	/**
	 * Handle an event.
	 * @param event the event name
	 * @param args the arguments that the client sent
	 * @param ack answers the client
	 * @throws Exception if handling fails
	 */
	void onEvent(String event, Arguments args, Ack ack) throws Exception;

}
