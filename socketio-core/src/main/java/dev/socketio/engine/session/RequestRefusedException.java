package dev.socketio.engine.session;

import dev.socketio.engine.EngineError;

/**
 * A request is not served.
 */
final class RequestRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final EngineError error;

	private final String text;

	RequestRefusedException(EngineError error, String text) {
		super(text, null, false, false);
		this.error = error;
		this.text = text;
	}

	/** The response to an HTTP request. */
	EngineResponse response() {
		return EngineResponse.error(this.error, this.text);
	}

	/** The response to a WebSocket handshake. */
	WebSocketDecision decision() {
		return WebSocketDecision.refused(400, this.text);
	}

}
