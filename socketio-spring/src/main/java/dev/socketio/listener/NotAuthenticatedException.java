package dev.socketio.listener;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * A listener requires a principal that the client does not have. Unless an exception
 * handler decides otherwise, the client receives an error with the status 401.
 *
 * @since 0.1.0
 */
@ResponseStatus(code = HttpStatus.UNAUTHORIZED, reason = "Authentication is required")
public class NotAuthenticatedException extends RuntimeException {

	/**
	 * Create the exception.
	 */
	public NotAuthenticatedException() {
		super("The client is not authenticated");
	}

	/**
	 * Create the exception for a client whose principal cannot be used.
	 * @param cause the reason
	 */
	public NotAuthenticatedException(Throwable cause) {
		super("The client is not authenticated as the listener requires", cause);
	}

}
