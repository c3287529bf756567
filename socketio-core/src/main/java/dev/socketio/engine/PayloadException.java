package dev.socketio.engine;

/**
 * What a client sent is not made of packets.
 */
final class PayloadException extends RuntimeException {

	PayloadException() {
		super("malformed payload", null, false, false);
	}

}
