package dev.socketio.engine;

/**
 * The session of a request ended while its body was still coming in; the web layer has to
 * close the HTTP connection without an answer.
 *
 * @since 0.1.0
 */
public class RequestAbortedException extends RuntimeException {

	RequestAbortedException() {
		super("session closed during the request", null, false, false);
	}

}
