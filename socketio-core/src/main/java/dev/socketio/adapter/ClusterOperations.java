package dev.socketio.adapter;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Operations on the sockets of all servers of the cluster, and events that servers send
 * to each other. The method names are those of Node.js.
 *
 * @since 0.1.0
 */
public interface ClusterOperations {

	/**
	 * Describe the addressed sockets.
	 * @param options the targets
	 * @return the sockets of all servers
	 */
	Flux<SocketDescription> fetchSockets(BroadcastOptions options);

	/**
	 * Make the addressed sockets join rooms.
	 * @param options the targets
	 * @param rooms the names of the rooms
	 * @return completes when the operation has left this process
	 */
	Mono<Void> addSockets(BroadcastOptions options, Set<String> rooms);

	/**
	 * Make the addressed sockets leave rooms.
	 * @param options the targets
	 * @param rooms the names of the rooms
	 * @return completes when the operation has left this process
	 */
	Mono<Void> delSockets(BroadcastOptions options, Set<String> rooms);

	/**
	 * Make the addressed sockets leave the namespace.
	 * @param options the targets
	 * @param close whether to close their connections too
	 * @return completes when the operation has left this process
	 */
	Mono<Void> disconnectSockets(BroadcastOptions options, boolean close);

	/**
	 * Send an event to the other servers.
	 * @param event the name of the event
	 * @param args its arguments
	 * @return completes when the event has left this process
	 */
	Mono<Void> serverSideEmit(String event, List<? extends @Nullable Object> args);

	/**
	 * Send an event to the other servers and collect their answers.
	 * @param event the name of the event
	 * @param args its arguments
	 * @return one answer of each other server; fails with a
	 * {@link RequestTimeoutException} if one does not answer within the request timeout
	 * of the adapter
	 */
	default Mono<List<Arguments>> serverSideEmitWithAck(String event, List<? extends @Nullable Object> args) {
		return serverSideEmitWithAck(event, args, null);
	}

	/**
	 * Send an event to the other servers and collect their answers.
	 * @param event the name of the event
	 * @param args its arguments
	 * @param timeout how long to wait, {@code null} for the request timeout of the
	 * adapter
	 * @return one answer of each other server; fails with a
	 * {@link RequestTimeoutException} if one does not answer in time
	 */
	Mono<List<Arguments>> serverSideEmitWithAck(String event, List<? extends @Nullable Object> args,
			@Nullable Duration timeout);

	/**
	 * Return the number of servers in the cluster, this one included.
	 * @return the number, at least 1
	 */
	Mono<Integer> serverCount();

}
