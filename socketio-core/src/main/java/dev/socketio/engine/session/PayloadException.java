package dev.socketio.engine.session;

/**
 * What a client sent is not made of packets.
 */
final class PayloadException extends RuntimeException {

	PayloadException() {
		super("malformed payload", null, false, false);
	}

}
