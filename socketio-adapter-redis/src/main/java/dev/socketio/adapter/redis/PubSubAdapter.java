package dev.socketio.adapter.redis;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.connection.RedisConnections;
import dev.socketio.adapter.redis.connection.SubscriptionKind;
import dev.socketio.adapter.redis.connection.Subscriptions;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.internal.Results;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Speaks with servers that use {@code createAdapter} of {@code @socket.io/redis-adapter}.
 * What is published happens on this server at once; other servers miss what is published
 * while their connection is down.
 */
final class PubSubAdapter extends InMemoryAdapter implements RedisAdapter {

	private static final SecureRandom RANDOM = new SecureRandom();

	/** Bytes of an id, which has 6 characters in Node.js but may have any number. */
	private static final int ID_BYTES = 12;

	private final PubSubOptions options;

	private final String uid = newId();

	/** What own broadcasts begin with: Redis sends them back, and none need decoding. */
	private final byte[] ownBeginning = beginning(this.uid);

	private final RedisConnections redis;

	private final ClusterStatistics statistics;

	private final PubSubMessages messages;

	private final PubSubChannels channels;

	private final PubSubRequests requests;

	private final Subscriptions.Receiver broadcasts = this::receiveBroadcast;

	private final PubSubQuestions questions = new PubSubQuestions(this);

	PubSubAdapter(LocalNamespace namespace, RedisConnections redis, PubSubOptions options, JsonMapper mapper) {
		super(namespace, null);
		this.redis = redis;
		this.statistics = redis.statistics();
		this.options = options;
		this.messages = new PubSubMessages(mapper);
		this.channels = PubSubChannels.of(options.key(), namespace.name());
		this.requests = new PubSubRequests(this);
		Subscriptions subscriptions = redis.subscriptions();
		subscriptions.subscribe(SubscriptionKind.PATTERN, this.broadcasts,
				Subscriptions.pattern(this.channels.broadcast()));
		subscriptions.subscribe(SubscriptionKind.CHANNEL, this.questions, this.channels.response(),
				this.channels.response(this.uid));
		// others count this server by the channel that comes last
		subscriptions.subscribe(SubscriptionKind.CHANNEL, this.requests, this.channels.request());
	}

	static String newId() {
		byte[] bytes = new byte[ID_BYTES];
		RANDOM.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	private static byte[] beginning(String uid) {
		byte[] message = MsgpackTreeCodec.write(JsonNodeFactory.instance.arrayNode().add(uid).add(0).add(0));
		return Arrays.copyOf(message, message.length - 2);
	}

	@Override
	public String uid() {
		return this.uid;
	}

	@Override
	public String describe() {
		return "redis adapter (pubsub, " + this.options.key() + ")";
	}

	@Override
	public String prefix() {
		return this.options.key();
	}

	@Override
	public Duration requestsTimeout() {
		return this.options.requestsTimeout();
	}

	@Override
	public Flux<Throwable> errors() {
		return this.statistics.errors();
	}

	LocalNamespace local() {
		return namespace();
	}

	PubSubMessages messages() {
		return this.messages;
	}

	ClusterStatistics statistics() {
		return this.statistics;
	}

	// broadcasts

	@Override
	public Mono<Void> broadcast(Packet packet, BroadcastOptions target) {
		Mono<Void> sent = Mono.empty();
		if (!target.flags().local()) {
			byte[] message = this.messages.broadcast(this.uid, packet.withNamespace(namespace().name()), target);
			sent = publish(this.channels.broadcast(target), message);
		}
		super.broadcast(packet, target);
		return sent;
	}

	@Override
	public void broadcastWithAck(Packet packet, BroadcastOptions target, IntConsumer clientCount,
			Consumer<Arguments> ack) {
		BroadcastFlags flags = target.flags();
		if (!flags.local()) {
			Duration timeout = Objects.requireNonNullElse(flags.timeout(), requestsTimeout());
			this.questions.broadcast(packet.withNamespace(namespace().name()),
					target.withFlags(flags.withTimeout(timeout)), timeout, clientCount, ack);
		}
		super.broadcastWithAck(packet, target, clientCount, ack);
	}

	private void receiveBroadcast(String channel, byte[] payload) {
		int length = this.ownBeginning.length;
		if (payload.length > length && Arrays.equals(payload, 0, length, this.ownBeginning, 0, length)) {
			return;
		}
		String room = this.channels.room(channel);
		if (!room.isEmpty() && sockets(Set.of(room)).isEmpty()) {
			return;
		}
		JsonNode message = MsgpackTreeCodec.read(payload);
		if (!message.isArray() || message.size() < 3) {
			throw new PacketFormatException("no broadcast");
		}
		JsonNode packet = message.get(1);
		JsonNode namespace = packet.path("nsp");
		boolean isOwn = message.get(0).isString() && message.get(0).stringValue().equals(this.uid);
		String name = namespace.isMissingNode() ? "/" : namespace.asString("");
		if (!isOwn && namespace().name().equals(name)) {
			super.broadcast(this.messages.trees().readPacket(packet, name),
					this.messages.trees().readOptions(message.get(2)));
		}
	}

	// operations on sockets, here at once

	@Override
	public Mono<Void> addSockets(BroadcastOptions target, Set<String> rooms) {
		ArgumentChecks.noNulls(rooms, "rooms");
		Mono<Void> sent = target.flags().local() ? Mono.empty()
				: request(this.messages.joinOrLeave(this.uid, PubSubMessages.REMOTE_JOIN, target, rooms));
		super.addSockets(target, rooms);
		return sent;
	}

	@Override
	public Mono<Void> delSockets(BroadcastOptions target, Set<String> rooms) {
		ArgumentChecks.noNulls(rooms, "rooms");
		Mono<Void> sent = target.flags().local() ? Mono.empty()
				: request(this.messages.joinOrLeave(this.uid, PubSubMessages.REMOTE_LEAVE, target, rooms));
		super.delSockets(target, rooms);
		return sent;
	}

	@Override
	public Mono<Void> disconnectSockets(BroadcastOptions target, boolean close) {
		Mono<Void> sent = target.flags().local() ? Mono.empty()
				: request(this.messages.disconnect(this.uid, target, close));
		super.disconnectSockets(target, close);
		return sent;
	}

	void addHere(BroadcastOptions target, Set<String> rooms) {
		super.addSockets(target, rooms);
	}

	void deleteHere(BroadcastOptions target, Set<String> rooms) {
		super.delSockets(target, rooms);
	}

	void disconnectHere(BroadcastOptions target, boolean close) {
		super.disconnectSockets(target, close);
	}

	List<SocketDescription> describeHere(BroadcastOptions target) {
		return targets(target).stream().map(LocalSocket::describe).toList();
	}

	void broadcastHere(Packet packet, BroadcastOptions target, IntConsumer clientCount, Consumer<Arguments> ack) {
		super.broadcastWithAck(packet, target, clientCount, ack);
	}

	Arguments answerHere(@Nullable Object data) {
		return answer(data);
	}

	// requests

	@Override
	public Flux<SocketDescription> fetchSockets(BroadcastOptions target) {
		Flux<SocketDescription> here = Flux.defer(() -> super.fetchSockets(target));
		if (target.flags().local()) {
			return here;
		}
		Flux<SocketDescription> there = this.questions.sockets(target)
			.flatMapIterable((lists) -> lists)
			.flatMapIterable((list) -> list);
		return Results.of(Flux.concat(here, there));
	}

	@Override
	public Mono<Set<String>> allRooms() {
		return Results.of(this.questions.rooms().map((sets) -> {
			Set<String> all = new LinkedHashSet<>(rooms());
			sets.forEach(all::addAll);
			return all;
		}));
	}

	@Override
	public Mono<Void> serverSideEmit(String event, List<? extends @Nullable Object> args) {
		return request(this.messages.serverSideEmit(this.uid, null, event(event, args)));
	}

	@Override
	public Mono<List<Arguments>> serverSideEmitWithAck(String event, List<? extends @Nullable Object> args) {
		List<@Nullable Object> data = event(event, args);
		Mono<List<Arguments>> result = this.questions.event(data).cache();
		result.subscribe((answers) -> {
		}, this.statistics::error);
		return Results.of(result);
	}

	@Override
	public Mono<List<Arguments>> customRequest(@Nullable Object data) {
		Mono<List<Arguments>> own = super.customRequest(data);
		Mono<List<Arguments>> others = serverSideEmitWithAck(PubSubRequests.CUSTOM_REQUEST,
				Collections.singletonList(data));
		return Mono.zip(own, others, (here, there) -> {
			List<Arguments> all = new ArrayList<>(here);
			all.addAll(there);
			return all;
		});
	}

	private static List<@Nullable Object> event(String event, List<? extends @Nullable Object> args) {
		ArgumentChecks.notNull(event, "event");
		List<@Nullable Object> data = new ArrayList<>(args.size() + 1);
		data.add(event);
		data.addAll(args);
		return data;
	}

	boolean isOwnRequest(String requestId) {
		return this.questions.contain(requestId);
	}

	// transport

	@Override
	public Mono<Integer> serverCount() {
		return this.redis.serverCount(SubscriptionKind.CHANNEL, this.channels.request());
	}

	Mono<Void> request(byte[] message) {
		return publish(this.channels.request(), message);
	}

	private Mono<Void> publish(String channel, byte[] message) {
		return this.redis.send(this.uid, (commands) -> commands.publish(channel, message));
	}

	/** Answer where the server that asked listens. */
	void respond(@Nullable String requester, byte[] message) {
		publish((this.options.publishOnSpecificResponseChannel() && requester != null)
				? this.channels.response(requester) : this.channels.response(), message);
	}

	@Override
	public Mono<Void> close() {
		IllegalStateException closed = new IllegalStateException(
				"The adapter of namespace " + namespace().name() + " is closed");
		this.questions.failAll(closed);
		return Closing.all(() -> this.redis.subscriptions()
			.unsubscribe(SubscriptionKind.PATTERN, this.broadcasts, Subscriptions.pattern(this.channels.broadcast())),
				() -> this.redis.subscriptions()
					.unsubscribe(SubscriptionKind.CHANNEL, this.requests, this.channels.request()),
				() -> this.redis.subscriptions()
					.unsubscribe(SubscriptionKind.CHANNEL, this.questions, this.channels.response(),
							this.channels.response(this.uid)));
	}

}
