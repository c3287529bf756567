package dev.socketio.listener.support;

/**
 * A listener is declared in a way that cannot work. Thrown while the application starts.
 *
 * @since 0.1.0
 */
public class InvalidListenerException extends RuntimeException {

	InvalidListenerException(String message) {
		super(message);
	}

	InvalidListenerException(String message, Throwable cause) {
		super(message, cause);
	}

}
