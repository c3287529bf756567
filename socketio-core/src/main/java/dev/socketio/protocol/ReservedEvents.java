package dev.socketio.protocol;

import java.util.Set;

import dev.socketio.internal.ArgumentChecks;

/**
 * Event names that neither side may send, because clients and servers emit them locally
 * for changes of their own state.
 *
 * @since 0.1.0
 */
public final class ReservedEvents {

	private static final Set<String> NAMES = Set.of("connect", "connect_error", "disconnect", "disconnecting",
			"newListener", "removeListener");

	private ReservedEvents() {
	}

	/**
	 * Return whether a name is reserved.
	 * @param event the event name
	 * @return {@code true} if it must not be sent
	 */
	public static boolean contains(String event) {
		return NAMES.contains(ArgumentChecks.notNull(event, "event"));
	}

	/**
	 * Reject a reserved name, with the message of the Node.js server.
	 * @param event the event name
	 * @return the name
	 * @throws IllegalArgumentException if the name is reserved or {@code null}
	 */
	public static String check(String event) {
		if (NAMES.contains(ArgumentChecks.notNull(event, "event"))) {
			throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
		}
		return event;
	}

}
