package dev.socketio.server;

/**
 * Why a socket is no longer connected. The texts are those of the Node.js server.
 *
 * @since 0.1.0
 */
public enum DisconnectReason {

	/** The client left the namespace. */
	CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),

	/** The server made the socket leave the namespace. */
	SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),

	/** The connection was closed or lost. */
	TRANSPORT_CLOSE("transport close"),

	/** The connection broke a rule of the transport or one of its limits. */
	TRANSPORT_ERROR("transport error"),

	/** The client did not answer a ping in time. */
	PING_TIMEOUT("ping timeout"),

	/** The client sent an invalid Engine.IO packet. */
	PARSE_ERROR("parse error"),

	/** The client sent an invalid Socket.IO packet. */
	FORCED_CLOSE("forced close"),

	/** The server closed the connection of a client that had broken a rule. */
	FORCED_SERVER_CLOSE("forced server close"),

	/** The server is going down. */
	SERVER_SHUTTING_DOWN("server shutting down");

	private final String text;

	DisconnectReason(String text) {
		this.text = text;
	}

	/**
	 * Return the reason as Node.js names it.
	 * @return the text
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return whether the session of a client may be recovered after this reason.
	 * @return {@code false} if one side left the namespace on purpose, or if the client
	 * does not speak the protocol
	 */
	public boolean isRecoverable() {
		return this != CLIENT_NAMESPACE_DISCONNECT && this != SERVER_NAMESPACE_DISCONNECT && this != PARSE_ERROR;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
