package dev.socketio.server;

import java.util.List;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Operations on the sockets of one namespace, or of several. {@link BroadcastTarget} has
 * their contracts.
 */
interface BroadcastScope {

	Mono<Void> emit(BroadcastOptions options, String event, @Nullable Object @Nullable [] args);

	Mono<List<Arguments>> emitWithAck(BroadcastOptions options, String event, @Nullable Object @Nullable [] args);

	Flux<RemoteSocket> fetchSockets(BroadcastOptions options);

	Mono<Void> socketsJoin(BroadcastOptions options, String... rooms);

	Mono<Void> socketsLeave(BroadcastOptions options, String... rooms);

	Mono<Void> disconnectSockets(BroadcastOptions options, boolean close);

}
