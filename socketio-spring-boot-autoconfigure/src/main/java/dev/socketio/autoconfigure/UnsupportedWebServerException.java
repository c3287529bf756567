package dev.socketio.autoconfigure;

/**
 * Thrown if the web server of the application does not support Socket.IO.
 */
class UnsupportedWebServerException extends RuntimeException {

	private final String factory;

	UnsupportedWebServerException(String factory) {
		super("Socket.IO needs Reactor Netty as the web server of the application, not that of " + factory);
		this.factory = factory;
	}

	String factory() {
		return this.factory;
	}

}
