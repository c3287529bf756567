package dev.socketio.engine.session;

/**
 * The data of a client does not consist of packets.
 */
final class PayloadException extends RuntimeException {

	PayloadException() {
		super("malformed payload", null, false, false);
	}

}
