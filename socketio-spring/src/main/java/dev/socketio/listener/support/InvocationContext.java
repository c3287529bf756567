package dev.socketio.listener.support;

import java.util.Set;

import dev.socketio.server.DisconnectReason;
import org.jspecify.annotations.Nullable;

/**
 * The occasion of an invocation, besides the event.
 *
 * @param reason the reason why the socket leaves
 * @param rooms the rooms it is leaving
 * @param failure the failure that an exception handler is called for
 */
record InvocationContext(@Nullable DisconnectReason reason, Set<String> rooms, @Nullable Throwable failure) {

	static final InvocationContext NONE = new InvocationContext(null, Set.of(), null);

	static InvocationContext leaving(DisconnectReason reason, Set<String> rooms) {
		return new InvocationContext(reason, rooms, null);
	}

	InvocationContext withFailure(Throwable cause) {
		return new InvocationContext(this.reason, this.rooms, cause);
	}

}
