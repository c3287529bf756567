package dev.socketio.server;

/**
 * The client went away before it acknowledged an event.
 *
 * @since 0.1.0
 */
public class SocketDisconnectedException extends RuntimeException {

	/**
	 * Create the exception.
	 */
	public SocketDisconnectedException() {
		super("socket has been disconnected");
	}

}
