package dev.socketio.engine;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Whether a WebSocket handshake is to be completed.
 *
 * @param refusal why it is refused, or {@code null} if it is accepted
 * @param headers headers for the response
 * @param opener takes the open connection; {@code null} if it is refused
 * @since 0.1.0
 */
public record WebSocketDecision(@Nullable Refusal refusal, Map<String, List<String>> headers,
		@Nullable Function<WebSocketConnection, WebSocketInbound> opener) {

	static WebSocketDecision refused(int status, String message) {
		return new WebSocketDecision(new Refusal(status, message), Map.of(), null);
	}

	static WebSocketDecision accepted(Map<String, List<String>> headers,
			Function<WebSocketConnection, WebSocketInbound> opener) {
		return new WebSocketDecision(null, headers, opener);
	}

	/**
	 * How to answer instead of upgrading.
	 *
	 * @param status the HTTP status
	 * @param message the body
	 * @since 0.1.0
	 */
	public record Refusal(int status, String message) {

	}

}
