package dev.socketio.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Turns the calls of a fluent chain into calls of the adapter.
 *
 * @param namespace the namespace
 * @param options whom to address, and how
 */
record DefaultBroadcastOperator(DefaultNamespace namespace, BroadcastOptions options) implements BroadcastOperator {

	@Override
	public BroadcastOperator to(String... rooms) {
		return with(this.options.withRooms(rooms));
	}

	@Override
	public BroadcastOperator except(String... rooms) {
		return with(this.options.withExcept(rooms));
	}

	@Override
	public BroadcastOperator local() {
		return with(this.options.flags().withLocal());
	}

	@Override
	public BroadcastOperator asVolatile() {
		return with(this.options.flags().withVolatile());
	}

	@Override
	public BroadcastOperator compress(boolean compress) {
		return with(this.options.flags().withCompress(compress));
	}

	@Override
	public BroadcastOperator timeout(Duration timeout) {
		return with(this.options.flags().withTimeout(timeout));
	}

	@Override
	public void emit(String event, @Nullable Object... args) {
		publish(event, args);
	}

	/** Emit, and tell when the event has left this process. */
	Mono<Void> publish(String event, @Nullable Object... args) {
		return adapter().broadcast(packet(event, args), this.options);
	}

	@Override
	public Mono<List<Arguments>> emitWithAck(String event, @Nullable Object... args) {
		Duration timeout = this.options.flags().timeout();
		if (timeout == null) {
			throw new IllegalStateException("Set a timeout() before emitWithAck(): a client may never answer");
		}
		Packet packet = packet(event, args);
		BroadcastAcks acks = new BroadcastAcks(timeout, this.namespace.server().options().maxAckBytes());
		adapter().broadcastWithAck(packet, this.options, acks::serverHasClients, acks::acknowledged);
		if (this.options.flags().local()) {
			acks.expectServers(1);
		}
		else {
			// an adapter that cannot tell has told why; then the timeout ends the waiting
			adapter().serverCount().onErrorComplete().subscribe(acks::expectServers);
		}
		return acks.result();
	}

	@Override
	public Flux<RemoteSocket> fetchSockets() {
		return adapter().fetchSockets(this.options)
			.map((description) -> new DescribedSocket(this.namespace, description));
	}

	@Override
	public Mono<Void> socketsJoin(String... rooms) {
		Set<String> names = set(rooms);
		this.namespace.roomLimits().checkNames(names);
		return adapter().addSockets(this.options, names);
	}

	@Override
	public Mono<Void> socketsLeave(String... rooms) {
		return adapter().delSockets(this.options, set(rooms));
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return adapter().disconnectSockets(this.options, close);
	}

	private Packet packet(String event, @Nullable Object... args) {
		return Packet.event(this.namespace.name(), ReservedEvents.check(event), args);
	}

	private Adapter adapter() {
		return this.namespace.adapter();
	}

	private BroadcastOperator with(BroadcastFlags flags) {
		return with(this.options.withFlags(flags));
	}

	private BroadcastOperator with(BroadcastOptions changed) {
		return new DefaultBroadcastOperator(this.namespace, changed);
	}

	private static Set<String> set(String... rooms) {
		return new LinkedHashSet<>(Arrays.asList(ArgumentChecks.noNulls(rooms, "rooms")));
	}

}
