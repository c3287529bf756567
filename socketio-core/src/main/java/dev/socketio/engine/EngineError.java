package dev.socketio.engine;

/**
 * Errors with which a request can be refused, by their code on the wire.
 *
 * @since 0.1.0
 */
public enum EngineError {

	/** The transport does not exist or is not enabled. */
	UNKNOWN_TRANSPORT("Transport unknown"),

	/** There is no session of that id. */
	UNKNOWN_SID("Session ID unknown"),

	/** A handshake has to be a {@code GET}. */
	BAD_HANDSHAKE_METHOD("Bad handshake method"),

	/** The request does not fit the session. */
	BAD_REQUEST("Bad request"),

	/** A {@link HandshakeFilter} refused the client. */
	FORBIDDEN("Forbidden"),

	/** The protocol revision is not supported. */
	UNSUPPORTED_PROTOCOL_VERSION("Unsupported protocol version");

	private final String message;

	EngineError(String message) {
		this.message = message;
	}

	/**
	 * Return the number that clients see.
	 * @return the code
	 */
	public int code() {
		return ordinal();
	}

	/**
	 * Return the message that clients see.
	 * @return the message
	 */
	public String message() {
		return this.message;
	}

}
