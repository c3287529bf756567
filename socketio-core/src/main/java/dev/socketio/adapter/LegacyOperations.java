package dev.socketio.adapter;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Operations under the names that the Redis adapter of Node.js had for them before
 * Socket.IO 4. They are here for applications that are ported; the same is done by
 * {@link ClusterOperations} and, for applications, by the methods of a namespace.
 * <p>
 * Adapters need not implement any of them: custom requests are optional, and the others
 * are expressed by cluster operations. A custom request needs a message of its own on the
 * bus, which of all adapters for Node.js only the one for Redis publish/subscribe has.
 * The other ones refuse it, because an empty answer would look like a cluster without
 * servers.
 *
 * @since 0.1.0
 */
public interface LegacyOperations extends ClusterOperations {

	/**
	 * Return the ids of the sockets in the given rooms, on all servers.
	 * @param rooms the names of the rooms; none for all sockets
	 * @return the ids
	 */
	default Mono<Set<String>> clients(Set<String> rooms) {
		return fetchSockets(BroadcastOptions.ALL.withRooms(rooms.toArray(new String[0]))).map(SocketDescription::id)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Return the rooms of a socket on any server.
	 * @param id the id of the socket
	 * @return the rooms; an empty set if there is no such socket
	 */
	default Mono<Set<String>> clientRooms(String id) {
		return fetchSockets(BroadcastOptions.ALL.withRooms(id)).filter((socket) -> socket.id().equals(id))
			.next()
			.map(SocketDescription::rooms)
			.defaultIfEmpty(Set.of());
	}

	/**
	 * Return the rooms that have a member on any server.
	 * @return the rooms
	 */
	default Mono<Set<String>> allRooms() {
		return fetchSockets(BroadcastOptions.ALL).flatMapIterable(SocketDescription::rooms)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Make a socket of any server join a room.
	 * @param id the id of the socket
	 * @param room the name of the room
	 * @return completes when the operation has left this process
	 */
	default Mono<Void> remoteJoin(String id, String room) {
		return addSockets(BroadcastOptions.ALL.withRooms(id), Set.of(room));
	}

	/**
	 * Make a socket of any server leave a room.
	 * @param id the id of the socket
	 * @param room the name of the room
	 * @return completes when the operation has left this process
	 */
	default Mono<Void> remoteLeave(String id, String room) {
		return delSockets(BroadcastOptions.ALL.withRooms(id), Set.of(room));
	}

	/**
	 * Make a socket of any server leave the namespace.
	 * @param id the id of the socket
	 * @param close whether to close its connection too
	 * @return completes when the operation has left this process
	 */
	default Mono<Void> remoteDisconnect(String id, boolean close) {
		return disconnectSockets(BroadcastOptions.ALL.withRooms(id), close);
	}

	/**
	 * Set the function that answers custom requests of all servers on this one.
	 * @param hook takes the data of a request and returns the answer; must not block
	 * @throws UnsupportedOperationException if this adapter has no custom requests
	 */
	default void customHook(Function<Arguments, @Nullable Object> hook) {
		throw new UnsupportedOperationException("This adapter has no custom requests");
	}

	/**
	 * Send a custom request to all servers, this one included.
	 * @param data the data of the request
	 * @return one answer of each server; fails with an
	 * {@link UnsupportedOperationException} if this adapter has no custom requests
	 */
	default Mono<List<Arguments>> customRequest(@Nullable Object data) {
		return Mono.error(() -> new UnsupportedOperationException("This adapter has no custom requests"));
	}

}
