package dev.socketio.server;

/**
 * Handles failures in the events of a socket. Called on the event loop of the connection,
 * so it must not block.
 *
 * @since 0.1.0
 * @see Socket#onError
 */
@FunctionalInterface
public interface ErrorListener {

	/**
	 * Handle a failure.
	 * @param error the failure
	 * @throws Exception if handling fails; the failure is logged
	 */
	void onError(Throwable error) throws Exception;

}
