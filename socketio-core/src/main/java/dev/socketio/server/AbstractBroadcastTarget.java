package dev.socketio.server;

import java.time.Duration;
import java.util.List;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.emitter.BroadcastBuilder;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Base class of namespaces and operators: passes operations to the scope, with the
 * options that were chosen.
 */
abstract class AbstractBroadcastTarget extends BroadcastBuilder<BroadcastOperator> implements BroadcastTarget {

	abstract BroadcastScope scope();

	@Override
	protected BroadcastOptions options() {
		return BroadcastOptions.ALL;
	}

	@Override
	protected final BroadcastOperator with(BroadcastOptions options) {
		return new DefaultBroadcastOperator(scope(), options);
	}

	@Override
	public final BroadcastOperator local() {
		return with(options().flags().withLocal());
	}

	@Override
	public final BroadcastOperator timeout(Duration timeout) {
		return with(options().flags().withTimeout(ArgumentChecks.notNull(timeout, "timeout")));
	}

	@Override
	public final Mono<Void> emit(String event, @Nullable Object @Nullable ... args) {
		return scope().emit(options(), event, args);
	}

	@Override
	public final Mono<List<Arguments>> emitWithAck(String event, @Nullable Object @Nullable ... args) {
		return scope().emitWithAck(options(), event, args);
	}

	@Override
	public final Flux<RemoteSocket> fetchSockets() {
		return scope().fetchSockets(options());
	}

	@Override
	public final Mono<Void> socketsJoin(String... rooms) {
		return scope().socketsJoin(options(), rooms);
	}

	@Override
	public final Mono<Void> socketsLeave(String... rooms) {
		return scope().socketsLeave(options(), rooms);
	}

	@Override
	public final Mono<Void> disconnectSockets(boolean close) {
		return scope().disconnectSockets(options(), close);
	}

}
