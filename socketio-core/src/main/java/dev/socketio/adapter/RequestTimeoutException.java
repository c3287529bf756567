package dev.socketio.adapter;

import java.time.Duration;
import java.util.List;

import dev.socketio.protocol.Arguments;

/**
 * Not all servers of the cluster have answered a request in time.
 *
 * @since 0.1.0
 */
public class RequestTimeoutException extends RuntimeException {

	private final transient List<Arguments> responses;

	/**
	 * Create the exception.
	 * @param message how many answers are missing
	 * @param responses what has come in
	 */
	public RequestTimeoutException(String message, List<Arguments> responses) {
		super(message, null, false, false);
		this.responses = List.copyOf(responses);
	}

	/**
	 * Nobody knows how many servers there are.
	 * @param timeout how long was waited
	 * @return the exception
	 */
	public static RequestTimeoutException ofServerCount(Duration timeout) {
		return new RequestTimeoutException("timeout reached: the number of servers is not known after "
				+ timeout.toMillis() + " ms; the connection to other servers is down or slow", List.of());
	}

	/**
	 * Return the answers that came in time.
	 * @return one entry for each server that answered an event, in the order of arrival;
	 * empty for other requests
	 */
	public List<Arguments> responses() {
		return this.responses;
	}

}
