package dev.socketio.adapter;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Owns the rooms of a namespace and carries what is sent to them, on this server and to
 * the others of the cluster. Methods may be called from any thread and never block.
 * Operations happen when they are called; returned publishers only tell of the result.
 *
 * @since 0.1.0
 */
public interface Adapter {

	/**
	 * Describe this adapter for people who read logs, with what all servers of a cluster
	 * must have in common.
	 * @return for example {@code redis adapter (streams, socket.io)}; the name of the
	 * class by default
	 */
	default String describe() {
		return getClass().getSimpleName();
	}

	/**
	 * Let a socket join rooms.
	 * @param id the socket
	 * @param rooms the rooms
	 * @throws IllegalArgumentException if an argument or a room is {@code null}; nothing
	 * has changed then
	 */
	void addAll(String id, Collection<String> rooms);

	/**
	 * Let a socket leave a room.
	 * @param id the socket
	 * @param room the room
	 */
	void del(String id, String room);

	/**
	 * Let a socket leave all its rooms.
	 * @param id the socket
	 */
	void delAll(String id);

	/**
	 * Return the sockets of this server that are in at least one of some rooms.
	 * @param rooms the rooms; none for all sockets
	 * @return their ids
	 */
	Set<String> sockets(Set<String> rooms);

	/**
	 * Return the rooms of a socket of this server.
	 * @param id the socket
	 * @return a snapshot, empty if the socket is unknown
	 */
	Set<String> socketRooms(String id);

	/**
	 * Return the rooms that have a member on this server.
	 * @return a snapshot
	 */
	Set<String> rooms();

	/**
	 * Send a packet.
	 * @param packet the packet
	 * @param options whom to address
	 * @return completes when the packet has left this process
	 */
	Mono<Void> broadcast(Packet packet, BroadcastOptions options);

	/**
	 * Send an event and pass on the acknowledgements.
	 * @param packet the packet
	 * @param options whom to address; the flags hold a timeout
	 * @param clientCount called once for each server, with the number of its clients
	 * @param ack called once for each answer
	 */
	void broadcastWithAck(Packet packet, BroadcastOptions options, IntConsumer clientCount, Consumer<Arguments> ack);

	/**
	 * Describe the addressed sockets.
	 * @param options whom to address
	 * @return the sockets of all servers
	 */
	Flux<SocketDescription> fetchSockets(BroadcastOptions options);

	/**
	 * Make the addressed sockets join rooms.
	 * @param options whom to address
	 * @param rooms the rooms
	 * @return completes when the operation has left this process
	 */
	Mono<Void> addSockets(BroadcastOptions options, Set<String> rooms);

	/**
	 * Make the addressed sockets leave rooms.
	 * @param options whom to address
	 * @param rooms the rooms
	 * @return completes when the operation has left this process
	 */
	Mono<Void> delSockets(BroadcastOptions options, Set<String> rooms);

	/**
	 * Make the addressed sockets leave the namespace.
	 * @param options whom to address
	 * @param close whether to close their connections too
	 * @return completes when the operation has left this process
	 */
	Mono<Void> disconnectSockets(BroadcastOptions options, boolean close);

	/**
	 * Send an event to the other servers.
	 * @param event the event name
	 * @param args its arguments
	 * @return completes when the event has left this process
	 */
	Mono<Void> serverSideEmit(String event, List<? extends @Nullable Object> args);

	/**
	 * Send an event to the other servers and collect their answers.
	 * @param event the event name
	 * @param args its arguments
	 * @return one answer from each other server
	 */
	Mono<List<Arguments>> serverSideEmitWithAck(String event, List<? extends @Nullable Object> args);

	/**
	 * Return the number of servers in the cluster, this one included.
	 * @return the number, at least 1
	 */
	Mono<Integer> serverCount();

	/**
	 * Add a listener of room events.
	 * @param listener the listener
	 */
	void addRoomListener(RoomListener listener);

	/**
	 * Return the ids of the sockets in some rooms, on all servers.
	 * @param rooms the rooms; none for all sockets
	 * @return the ids
	 */
	default Mono<Set<String>> clients(Set<String> rooms) {
		return fetchSockets(BroadcastOptions.ALL.withRooms(rooms.toArray(new String[0]))).map(SocketDescription::id)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Return the rooms of a socket on any server.
	 * @param id the socket
	 * @return the rooms; empty if there is no such socket
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
	 * Let a socket of any server join a room.
	 * @param id the socket
	 * @param room the room
	 * @return completes when the operation has left this process
	 */
	default Mono<Void> remoteJoin(String id, String room) {
		return addSockets(BroadcastOptions.ALL.withRooms(id), Set.of(room));
	}

	/**
	 * Let a socket of any server leave a room.
	 * @param id the socket
	 * @param room the room
	 * @return completes when the operation has left this process
	 */
	default Mono<Void> remoteLeave(String id, String room) {
		return delSockets(BroadcastOptions.ALL.withRooms(id), Set.of(room));
	}

	/**
	 * Let a socket of any server leave the namespace.
	 * @param id the socket
	 * @param close whether to close its connection too
	 * @return completes when the operation has left this process
	 */
	default Mono<Void> remoteDisconnect(String id, boolean close) {
		return disconnectSockets(BroadcastOptions.ALL.withRooms(id), close);
	}

	/**
	 * Set what answers the custom requests of all servers.
	 * @param hook takes the data of a request and returns the answer; must not block
	 */
	void customHook(Function<Arguments, @Nullable Object> hook);

	/**
	 * Ask the custom hook of all servers, this one included.
	 * @param data the data of the request
	 * @return one answer from each server
	 */
	Mono<List<Arguments>> customRequest(@Nullable Object data);

	/**
	 * Keep what a disconnected client needs to come back. Does nothing if this adapter
	 * cannot.
	 * @param session the session
	 */
	default void persistSession(Session session) {
	}

	/**
	 * Hand out a session that was kept, at most once.
	 * @param pid its private id
	 * @return the session, or nothing if it is unknown or too old
	 */
	default Mono<Session> takeSession(String pid) {
		return Mono.empty();
	}

	/**
	 * Find what a client has missed.
	 * @param session its session
	 * @param offset the offset of the last packet it has received
	 * @return the packets behind the offset that were addressed to one of the session's
	 * rooms, each with its own offset as last argument; nothing if the offset is not
	 * known (any more), so that the session cannot be recovered
	 */
	default Mono<List<Packet>> missedPackets(Session session, String offset) {
		return Mono.empty();
	}

	/**
	 * Return the offset of a client that connects now, for the case that it has to come
	 * back before it has received anything.
	 * @return the offset, or {@code null} if this adapter has none
	 */
	default @Nullable String currentOffset() {
		return null;
	}

	/**
	 * Release what this adapter holds. The namespace is not used any more.
	 * @return completes when it is done
	 */
	default Mono<Void> close() {
		return Mono.empty();
	}

}
