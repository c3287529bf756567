package dev.socketio.listener;

/**
 * Chooses the thread that calls a listener.
 *
 * @since 0.1.0
 */
public enum Execution {

	/** On a method, that of its class; on a class, {@link #AUTO}. */
	INHERIT,

	/**
	 * {@link #EVENT_LOOP} for methods that return a reactive type or a
	 * {@code CompletionStage}, {@link #BLOCKING} for all others, also if the class says
	 * otherwise.
	 */
	AUTO,

	/** A thread of the application's task executor. The method may block. */
	BLOCKING,

	/** The event loop of the connection. The method must not block. */
	EVENT_LOOP

}
