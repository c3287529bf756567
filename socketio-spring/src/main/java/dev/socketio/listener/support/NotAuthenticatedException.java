package dev.socketio.listener.support;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/**
 * A listener asks for the principal of a client that has none.
 */
@ResponseStatus(code = HttpStatus.UNAUTHORIZED, reason = "Authentication is required")
class NotAuthenticatedException extends RuntimeException {

	NotAuthenticatedException() {
		super("The client is not authenticated");
	}

}
