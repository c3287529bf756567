package dev.socketio.engine.session;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Whether a WebSocket handshake is to be completed.
 *
 * @param refusal the response if the handshake is refused, or {@code null} if it is
 * accepted
 * @param headers headers of the response to a handshake that is accepted
 * @param opener opens the WebSocket, or {@code null} if the handshake is refused
 * @since 0.1.0
 */
public record WebSocketDecision(@Nullable Refusal refusal, Map<String, List<String>> headers,
		@Nullable WebSocketOpener opener) {

	static WebSocketDecision refused(int status, String message) {
		return new WebSocketDecision(new Refusal(status, message), Map.of(), null);
	}

	static WebSocketDecision accepted(Map<String, List<String>> headers, WebSocketOpener opener) {
		return new WebSocketDecision(null, headers, opener);
	}

	/**
	 * The response to a handshake that is refused.
	 *
	 * @param status the HTTP status
	 * @param message the body
	 * @since 0.1.0
	 */
	public record Refusal(int status, String message) {

	}

}
