package dev.socketio.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The sockets of all children of a dynamic namespace that exist at the time of an
 * operation.
 */
final class ChildrenScope implements BroadcastScope {

	private final Supplier<Collection<DefaultNamespace>> children;

	ChildrenScope(Supplier<Collection<DefaultNamespace>> children) {
		this.children = children;
	}

	@Override
	public Mono<Void> emit(BroadcastOptions options, String event, @Nullable Object @Nullable [] args) {
		ReservedEvents.check(event);
		return Mono.when(forEach((child) -> child.emit(options, event, args)));
	}

	@Override
	public Mono<List<Arguments>> emitWithAck(BroadcastOptions options, String event,
			@Nullable Object @Nullable [] args) {
		ReservedEvents.check(event);
		List<Mono<List<Arguments>>> results = new ArrayList<>();
		AckBudget budget = null;
		for (DefaultNamespace child : this.children.get()) {
			if (budget == null) {
				budget = child.scope().ackBudget();
			}
			results.add(child.scope().emitWithAck(options, event, args, budget));
		}
		return Mono.defer(() -> collect(results));
	}

	/** After a timeout, pass on the answers of all children. */
	private static Mono<List<Arguments>> collect(List<Mono<List<Arguments>>> results) {
		AtomicBoolean incomplete = new AtomicBoolean();
		return Flux.fromIterable(results)
			.flatMap((result) -> result.onErrorResume(AckTimeoutException.class, (timeout) -> {
				incomplete.set(true);
				return Mono.just(timeout.responses());
			}), Math.max(1, results.size()))
			.flatMapIterable((answers) -> answers)
			.collectList()
			.flatMap((answers) -> incomplete.get() ? Mono.error(new AckTimeoutException(answers)) : Mono.just(answers));
	}

	@Override
	public Flux<RemoteSocket> fetchSockets(BroadcastOptions options) {
		return Flux.merge(forEach((child) -> child.fetchSockets(options)));
	}

	@Override
	public Mono<Void> socketsJoin(BroadcastOptions options, String... rooms) {
		ArgumentChecks.noNulls(rooms, "rooms");
		return Mono.when(forEach((child) -> child.socketsJoin(options, rooms)));
	}

	@Override
	public Mono<Void> socketsLeave(BroadcastOptions options, String... rooms) {
		ArgumentChecks.noNulls(rooms, "rooms");
		return Mono.when(forEach((child) -> child.socketsLeave(options, rooms)));
	}

	@Override
	public Mono<Void> disconnectSockets(BroadcastOptions options, boolean close) {
		return Mono.when(forEach((child) -> child.disconnectSockets(options, close)));
	}

	private <T> List<T> forEach(Function<BroadcastScope, T> operation) {
		List<T> results = new ArrayList<>();
		for (DefaultNamespace child : this.children.get()) {
			results.add(operation.apply(child.scope()));
		}
		return results;
	}

}
