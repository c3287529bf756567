package dev.socketio.listener.support;

import java.util.Set;

import dev.socketio.server.DisconnectReason;
import org.jspecify.annotations.Nullable;

/**
 * What an invocation knows besides the event.
 *
 * @param reason why the socket leaves
 * @param rooms the rooms it is leaving
 * @param failure what an exception handler is called for
 */
record Circumstances(@Nullable DisconnectReason reason, Set<String> rooms, @Nullable Throwable failure) {

	static final Circumstances NONE = new Circumstances(null, Set.of(), null);

	static Circumstances leaving(DisconnectReason reason, Set<String> rooms) {
		return new Circumstances(reason, rooms, null);
	}

	Circumstances withFailure(Throwable cause) {
		return new Circumstances(this.reason, this.rooms, cause);
	}

}
