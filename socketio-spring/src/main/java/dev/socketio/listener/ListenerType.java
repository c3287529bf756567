package dev.socketio.listener;

/**
 * The occasion that a listener method is called for.
 *
 * @since 0.1.0
 */
public enum ListenerType {

	/** An event of a client. */
	EVENT("event"),

	/** A socket that has entered a namespace. */
	CONNECT("connect"),

	/** A socket that is about to leave a namespace. */
	DISCONNECTING("disconnecting"),

	/** A socket that has left a namespace. */
	DISCONNECT("disconnect"),

	/** A failure of another listener. */
	EXCEPTION("exception");

	private final String label;

	ListenerType(String label) {
		this.label = label;
	}

	/**
	 * Return the name of the type in messages.
	 * @return the name in lower case
	 */
	public String label() {
		return this.label;
	}

	/**
	 * Return whether the listener is called for a socket that leaves.
	 * @return {@code true} for disconnecting and disconnect listeners
	 */
	public boolean isAfterConnection() {
		return this == DISCONNECTING || this == DISCONNECT;
	}

}
