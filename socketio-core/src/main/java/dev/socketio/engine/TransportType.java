package dev.socketio.engine;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Transports of the Engine.IO protocol.
 *
 * @since 0.1.0
 */
public enum TransportType {

	/** HTTP long-polling. */
	POLLING,

	/** WebSocket. */
	WEBSOCKET;

	private final String wireName = name().toLowerCase(Locale.ROOT);

	/**
	 * Return the name in query strings and handshakes.
	 * @return the lower-case name
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * Find a transport by its name.
	 * @param name what a client sent; case matters
	 * @return the transport, or {@code null} if there is none of that name
	 */
	public static @Nullable TransportType byWireName(@Nullable String name) {
		for (TransportType type : values()) {
			if (type.wireName.equals(name)) {
				return type;
			}
		}
		return null;
	}

}
