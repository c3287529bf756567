package dev.socketio.listener;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * An error that a client receives when its event could not be handled, as the only
 * argument of the acknowledgement:
 * <code>{"error":{"status":400,"code":"...","message":"...","details":[]}}</code>.
 *
 * @param status a status code with the meaning it has in HTTP
 * @param code a short text for programs
 * @param message a text for people
 * @param details more about the problem, of any type the JSON mapper can write
 * @since 0.1.0
 */
public record SocketError(int status, String code, String message, List<?> details) {

	/**
	 * Create an error.
	 * @param status a status code with the meaning it has in HTTP
	 * @param code a short text for programs
	 * @param message a text for people
	 * @param details more about the problem
	 */
	public SocketError {
		Assert.isTrue(status >= 400 && status < 600, "'status' must be between 400 and 599");
		Assert.hasText(code, "'code' must not be empty");
		details = List.copyOf(details);
	}

	/**
	 * Create an error of the client, with the status 400.
	 * @param code a short text for programs
	 * @param message a text for people
	 * @return the error
	 */
	public static SocketError of(String code, String message) {
		return of(400, code, message);
	}

	/**
	 * Create an error.
	 * @param status a status code with the meaning it has in HTTP
	 * @param code a short text for programs
	 * @param message a text for people
	 * @return the error
	 */
	public static SocketError of(int status, String code, String message) {
		return new SocketError(status, code, message, List.of());
	}

	/**
	 * Return whether the client can do something about it.
	 * @return {@code true} for a status below 500
	 */
	public boolean isClientError() {
		return this.status < 500;
	}

	/**
	 * Return this error as it is sent.
	 * @return an object with the only property {@code error}
	 */
	public Map<String, Object> toEnvelope() {
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("status", this.status);
		error.put("code", this.code);
		error.put("message", this.message);
		error.put("details", this.details);
		return Map.of("error", error);
	}

}
