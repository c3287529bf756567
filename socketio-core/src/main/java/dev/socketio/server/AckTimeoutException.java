package dev.socketio.server;

import java.util.List;

import dev.socketio.protocol.Arguments;

/**
 * Thrown if not every client has acknowledged an event in time.
 *
 * @since 0.1.0
 */
public class AckTimeoutException extends RuntimeException {

	private final transient List<Arguments> responses;

	/**
	 * Create the exception.
	 * @param responses the acknowledgements that arrived in time
	 */
	public AckTimeoutException(List<Arguments> responses) {
		super("operation has timed out");
		this.responses = List.copyOf(responses);
	}

	/**
	 * Return the acknowledgements that arrived in time.
	 * @return one entry for each client, in the order of arrival
	 */
	public List<Arguments> responses() {
		return this.responses;
	}

}
