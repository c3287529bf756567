package dev.socketio.internal;

/**
 * Code of the application has returned {@code null} instead of a publisher.
 *
 * @since 0.1.0
 */
public final class MissingResultException extends IllegalStateException {

	/**
	 * Create an exception.
	 * @param type the name of the class that has returned {@code null}
	 */
	public MissingResultException(String type) {
		super(type + " has returned null instead of a Mono");
	}

}
