package dev.socketio.server;

import java.util.List;

import dev.socketio.protocol.Arguments;

/**
 * Not every client acknowledged in time.
 *
 * @since 0.1.0
 */
public class AckTimeoutException extends RuntimeException {

	private final transient List<Arguments> responses;

	/**
	 * Create the exception.
	 * @param responses what came in until then
	 */
	public AckTimeoutException(List<Arguments> responses) {
		super("operation has timed out");
		this.responses = List.copyOf(responses);
	}

	/**
	 * Return the acknowledgements that came in time.
	 * @return one entry for each client, in the order of arrival
	 */
	public List<Arguments> responses() {
		return this.responses;
	}

}
