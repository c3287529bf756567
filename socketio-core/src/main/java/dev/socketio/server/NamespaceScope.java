package dev.socketio.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.internal.Varargs;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The sockets of one namespace: turns operations into calls of the adapter.
 */
final class NamespaceScope implements BroadcastScope {

	private final DefaultNamespace namespace;

	NamespaceScope(DefaultNamespace namespace) {
		this.namespace = namespace;
	}

	@Override
	public Mono<Void> emit(BroadcastOptions options, String event, @Nullable Object @Nullable [] args) {
		return adapter().broadcast(packet(event, args), options);
	}

	@Override
	public Mono<List<Arguments>> emitWithAck(BroadcastOptions options, String event,
			@Nullable Object @Nullable [] args) {
		return emitWithAck(options, event, args, ackBudget());
	}

	/** The limit of a broadcast that may reach other namespaces, too. */
	AckBudget ackBudget() {
		return new AckBudget(this.namespace.context().options().maxAckBytes());
	}

	Mono<List<Arguments>> emitWithAck(BroadcastOptions options, String event, @Nullable Object @Nullable [] args,
			AckBudget budget) {
		ServerOptions server = this.namespace.context().options();
		Duration timeout = Objects.requireNonNullElse(options.flags().timeout(), server.ackTimeout());
		BroadcastOptions limited = options.withFlags(options.flags().withTimeout(timeout));
		Packet packet = packet(event, args);
		ClusterBroadcastAcks acks = new ClusterBroadcastAcks(timeout, budget);
		budget.add(acks);
		try {
			broadcast(packet, limited, acks);
		}
		catch (RuntimeException | Error ex) {
			// the caller gets no result, so the answers need no memory, and no timer
			budget.fail(ex);
			throw ex;
		}
		return acks.result();
	}

	private void broadcast(Packet packet, BroadcastOptions options, ClusterBroadcastAcks acks) {
		adapter().broadcastWithAck(packet, options, acks::serverHasClients, acks::acknowledged);
		if (options.flags().local()) {
			acks.expectServers(1);
		}
		else {
			// an adapter that cannot count has logged the reason; the timeout ends the
			// wait
			adapter().serverCount().onErrorComplete().subscribe(acks::expectServers);
		}
	}

	@Override
	public Flux<RemoteSocket> fetchSockets(BroadcastOptions options) {
		return adapter().fetchSockets(options).map((description) -> new DescribedSocket(this.namespace, description));
	}

	@Override
	public Mono<Void> socketsJoin(BroadcastOptions options, String... rooms) {
		Set<String> names = set(rooms);
		this.namespace.roomLimits().checkNames(names);
		return adapter().addSockets(options, names);
	}

	@Override
	public Mono<Void> socketsLeave(BroadcastOptions options, String... rooms) {
		return adapter().delSockets(options, set(rooms));
	}

	@Override
	public Mono<Void> disconnectSockets(BroadcastOptions options, boolean close) {
		return adapter().disconnectSockets(options, close);
	}

	private Packet packet(String event, @Nullable Object @Nullable [] args) {
		return Packet.event(this.namespace.name(), ReservedEvents.check(event), Varargs.of(args));
	}

	private Adapter adapter() {
		return this.namespace.adapter();
	}

	private static Set<String> set(String... rooms) {
		return new LinkedHashSet<>(Arrays.asList(ArgumentChecks.noNulls(rooms, "rooms")));
	}

}
