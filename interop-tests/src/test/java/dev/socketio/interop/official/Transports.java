package dev.socketio.interop.official;

/**
 * The transports a client may use, in its order of preference.
 */
enum Transports {

	POLLING("polling"), WEBSOCKET("websocket"), UPGRADE("polling", "websocket");

	private final String[] names;

	Transports(String... names) {
		this.names = names;
	}

	String[] names() {
		return this.names.clone();
	}

}
