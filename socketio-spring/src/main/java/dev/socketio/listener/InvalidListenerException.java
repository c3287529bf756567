package dev.socketio.listener;

/**
 * A listener is declared in a way that cannot work. Thrown while the application starts.
 *
 * @since 0.1.0
 */
public class InvalidListenerException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param message says which listener it is, and what to change
	 */
	public InvalidListenerException(String message) {
		super(message);
	}

	/**
	 * Create the exception.
	 * @param message says which listener it is, and what to change
	 * @param cause the failure that shows it
	 */
	public InvalidListenerException(String message, Throwable cause) {
		super(message, cause);
	}

}
