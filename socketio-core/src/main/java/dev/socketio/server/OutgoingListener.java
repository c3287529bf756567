package dev.socketio.server;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Sees every event that is sent to a socket, by itself or by a broadcast. Called on the
 * event loop of the connection, so it must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OutgoingListener {

	/**
	 * See an event.
	 * @param event the event name
	 * @param args the arguments as the application passed them
	 */
	void onEvent(String event, List<@Nullable Object> args);

}
