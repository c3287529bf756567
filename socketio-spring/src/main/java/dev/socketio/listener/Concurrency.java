package dev.socketio.listener;

/**
 * Relation between a listener and the other events of the same socket.
 *
 * @since 0.1.0
 */
public enum Concurrency {

	/**
	 * On a method, that of its class; on a class, that of the application, which is
	 * {@link #SERIAL} unless it is configured otherwise.
	 */
	INHERIT,

	/** The next event starts when the previous one has been handled. */
	SERIAL,

	/**
	 * The event starts when it arrives, whatever else is being handled, as it does in
	 * Node.js. Only connect listeners are waited for.
	 */
	CONCURRENT

}
