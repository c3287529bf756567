package dev.socketio.engine.session;

/**
 * The session of a request ended while its body was still coming in; the web layer has to
 * close the HTTP connection without a response.
 *
 * @since 0.1.0
 */
public class RequestAbortedException extends RuntimeException {

	RequestAbortedException() {
		super("session closed during the request", null, false, false);
	}

}
