package dev.socketio.sample;

/**
 * The chat refuses something, for a reason that may be shown to the user.
 */
class ChatException extends RuntimeException {

	ChatException(String message) {
		super(message);
	}

}
