package dev.socketio.server;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a middleware to refuse a client. The client receives the message and the data
 * in its {@code connect_error} event.
 *
 * @since 0.1.0
 */
public class ConnectRefusedException extends RuntimeException {

	private final transient @Nullable Object data;

	/**
	 * Create an exception with a message.
	 * @param message the message for the client
	 */
	public ConnectRefusedException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception with a message and details.
	 * @param message the message for the client
	 * @param data details for the client, written as JSON; {@code null} for none
	 */
	public ConnectRefusedException(String message, @Nullable Object data) {
		super(message);
		this.data = data;
	}

	/**
	 * Return the details for the client.
	 * @return the details, or {@code null}
	 */
	public @Nullable Object data() {
		return this.data;
	}

}
