package dev.socketio.server;

import org.jspecify.annotations.Nullable;

/**
 * Handles one event of a socket that has a single argument of a known type. Called on the
 * event loop of the connection, so it must not block. An exception is reported to the
 * error listeners of the socket and does not close the connection.
 *
 * @param <T> the type of the argument
 * @since 0.1.0
 * @see Socket#on(String, Class, ClientValueListener)
 */
@FunctionalInterface
public interface ClientValueListener<T> {

	/**
	 * Handle the event.
	 * @param value the first argument; {@code null} only if the client sent {@code null}
	 * or no argument
	 * @param ack answers the client
	 * @throws Exception if handling fails
	 */
	void onEvent(@Nullable T value, Ack ack) throws Exception;

}
