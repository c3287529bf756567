package dev.socketio.server;

import org.jspecify.annotations.Nullable;

/**
 * A middleware refuses to let a client into a namespace. The client receives message and
 * data in its {@code connect_error} event.
 *
 * @since 0.1.0
 */
public class ConnectRefusedException extends RuntimeException {

	private final transient @Nullable Object data;

	/**
	 * Refuse with a message.
	 * @param message what the client is told
	 */
	public ConnectRefusedException(String message) {
		this(message, null);
	}

	/**
	 * Refuse with a message and details.
	 * @param message what the client is told
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
