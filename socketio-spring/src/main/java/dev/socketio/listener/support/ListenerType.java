package dev.socketio.listener.support;

/**
 * What a listener method is called for.
 */
enum ListenerType {

	EVENT("event"), CONNECT("connect"), DISCONNECTING("disconnecting"), DISCONNECT("disconnect"),
	EXCEPTION("exception");

	private final String label;

	ListenerType(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

	boolean isAfterConnection() {
		return this == DISCONNECTING || this == DISCONNECT;
	}

}
