package dev.socketio.engine.session;

/**
 * A request body exceeds {@code max-http-buffer-size}.
 *
 * @since 0.1.0
 */
public class BodyTooLargeException extends RuntimeException {

	/**
	 * Create the exception.
	 */
	public BodyTooLargeException() {
		super("request body too large", null, false, false);
	}

}
