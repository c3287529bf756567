package dev.socketio.engine.session;

/**
 * Why a session ended. The texts are those of the Node.js server.
 *
 * @since 0.1.0
 */
public enum CloseReason {

	/** The client closed its transport, or it was lost. */
	TRANSPORT_CLOSE("transport close"),

	/** The client broke a rule of the transport or a limit. */
	TRANSPORT_ERROR("transport error"),

	/** The client sent an invalid packet. */
	PARSE_ERROR("parse error"),

	/** The client did not answer a ping in time. */
	PING_TIMEOUT("ping timeout"),

	/** The server closed the session. */
	FORCED_CLOSE("forced close");

	private final String text;

	CloseReason(String text) {
		this.text = text;
	}

	/**
	 * Return the reason as Node.js names it.
	 * @return the text
	 */
	public String text() {
		return this.text;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
