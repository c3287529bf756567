package dev.socketio.adapter;

import reactor.core.publisher.Mono;

/**
 * The rooms of a namespace, and the way of its packets to the clients of all servers.
 * Methods may be called from any thread and never block. Operations happen when they are
 * called; returned publishers only report the result.
 * <p>
 * The methods are declared by concern. {@link LocalRooms}, {@link Broadcaster} and
 * {@link ClusterOperations} have to be implemented; {@link SessionRecovery} and
 * {@link LegacyOperations} have defaults. Most adapters implement none of this
 * themselves: they extend {@link dev.socketio.adapter.cluster.ClusterAdapter}, or only
 * connect a {@link dev.socketio.adapter.cluster.channel.MessageBus}.
 *
 * @since 0.1.0
 */
public interface Adapter extends LocalRooms, Broadcaster, ClusterOperations, SessionRecovery, LegacyOperations {

	/**
	 * Describe this adapter for logs, with the settings that all servers of a cluster
	 * must share.
	 * @return for example {@code redis adapter (streams, socket.io)}; the simple name of
	 * the class by default
	 */
	default String describe() {
		return getClass().getSimpleName();
	}

	/**
	 * Release the resources of this adapter. The namespace is not used any more.
	 * @return completes when the resources are released
	 */
	default Mono<Void> close() {
		return Mono.empty();
	}

}
