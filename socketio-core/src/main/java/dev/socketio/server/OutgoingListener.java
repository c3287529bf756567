package dev.socketio.server;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Observes the events that are sent to a socket, alone or by a broadcast. Called on the
 * event loop of the connection, so it must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OutgoingListener {

	/**
	 * Observe an event.
	 * @param event the event name
	 * @param args the arguments as the application passed them
	 * @throws Exception if handling fails
	 */
	void onEvent(String event, List<@Nullable Object> args) throws Exception;

}
