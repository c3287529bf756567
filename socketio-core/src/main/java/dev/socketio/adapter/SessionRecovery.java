package dev.socketio.adapter;

import java.util.List;

import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Connection state recovery: sessions of disconnected clients, and the packets that these
 * clients have missed. Optional: an adapter that overrides nothing recovers nothing, and
 * its clients start anew.
 *
 * @since 0.1.0
 */
public interface SessionRecovery {

	/**
	 * Keep the session of a disconnected client.
	 * @param session the session
	 */
	default void persistSession(Session session) {
	}

	/**
	 * Remove a kept session and return it. A session is returned at most once.
	 * @param pid its private id
	 * @return the session; empty if it is unknown or has expired
	 */
	default Mono<Session> takeSession(String pid) {
		return Mono.empty();
	}

	/**
	 * Find the packets that a client has missed.
	 * @param session its session
	 * @param offset the offset of the last packet that it has received
	 * @return the packets behind the offset that were addressed to one of the session's
	 * rooms, each with its own offset as last argument; empty if the offset is not known
	 * (any more), so that the session cannot be recovered
	 */
	default Mono<List<Packet>> missedPackets(Session session, String offset) {
		return Mono.empty();
	}

	/**
	 * Return the offset of a client that connects now. The client needs it if it has to
	 * come back before it has received anything.
	 * @return the offset, or {@code null} if this adapter has none
	 */
	default @Nullable String currentOffset() {
		return null;
	}

}
