package dev.socketio.emitter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsLeave;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.internal.Varargs;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Emits to the servers of a cluster without being one of them. It subscribes to nothing
 * and answers no requests.
 *
 * @since 0.1.0
 */
public final class ClusterEmitter extends BroadcastBuilder<SocketIOEmitter> implements SocketIOEmitter {

	private static final Set<String> SERVER_SIDE_RESERVED = Set.of("connect", "connection", "new_namespace");

	private final Channel channel;

	private final String namespace;

	private final BroadcastOptions options;

	/**
	 * Create an emitter for the main namespace.
	 * @param channel carries the messages
	 */
	public ClusterEmitter(Channel channel) {
		this(channel, "/", BroadcastOptions.ALL);
	}

	private ClusterEmitter(Channel channel, String namespace, BroadcastOptions options) {
		this.channel = channel;
		this.namespace = namespace;
		this.options = options;
	}

	@Override
	public SocketIOEmitter of(String name) {
		ArgumentChecks.notNull(name, "namespace");
		return new ClusterEmitter(this.channel, name.startsWith("/") ? name : "/" + name, BroadcastOptions.ALL);
	}

	@Override
	protected BroadcastOptions options() {
		return this.options;
	}

	@Override
	protected SocketIOEmitter with(BroadcastOptions changed) {
		return new ClusterEmitter(this.channel, this.namespace, changed);
	}

	@Override
	public Mono<Void> emit(String event, @Nullable Object @Nullable ... args) {
		ArgumentChecks.notNull(event, "event");
		Packet packet = Packet.event(this.namespace, ReservedEvents.check(event), Varargs.of(args));
		return publish(new Broadcast(packet, this.options, null));
	}

	@Override
	public Mono<Void> socketsJoin(String... rooms) {
		return publish(new SocketsJoin(this.options, set(rooms)));
	}

	@Override
	public Mono<Void> socketsLeave(String... rooms) {
		return publish(new SocketsLeave(this.options, set(rooms)));
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return publish(new DisconnectSockets(this.options, close));
	}

	@Override
	public Mono<Void> serverSideEmit(String event, @Nullable Object @Nullable ... args) {
		ArgumentChecks.notNull(event, "event");
		if (SERVER_SIDE_RESERVED.contains(event)) {
			throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
		}
		List<@Nullable Object> packet = new ArrayList<>();
		packet.add(event);
		Collections.addAll(packet, Varargs.of(args));
		return publish(new ServerSideEmit(packet, null));
	}

	private Mono<Void> publish(ClusterMessage message) {
		return this.channel.publish(this.namespace, message);
	}

	private static Set<String> set(String... rooms) {
		return new LinkedHashSet<>(Arrays.asList(ArgumentChecks.noNulls(rooms, "rooms")));
	}

	/**
	 * Carries messages to all servers of a cluster.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	public interface Channel {

		/**
		 * Publish a message. It leaves when this is called.
		 * @param namespace the namespace it is for
		 * @param message the message
		 * @return completes when the message has left this process
		 */
		Mono<Void> publish(String namespace, ClusterMessage message);

	}

}
