package dev.socketio.listener.support;

/**
 * A listener returned more elements than an acknowledgement may hold.
 */
class TooManyElementsException extends RuntimeException {

	TooManyElementsException(int max) {
		super("The result has more than " + max + " elements");
	}

}
