package dev.socketio.server;

import dev.socketio.protocol.Arguments;

/**
 * Handles an event that another server of the cluster has sent with
 * {@code serverSideEmit}. Must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ServerSideListener {

	/**
	 * Handle the event.
	 * @param args the arguments that the server sent
	 * @param ack answers the server, with one value or none
	 * @throws Exception if handling fails
	 */
	void onEvent(Arguments args, Ack ack) throws Exception;

}
