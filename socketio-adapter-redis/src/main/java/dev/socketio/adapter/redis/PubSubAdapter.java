package dev.socketio.adapter.redis;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterAdapter;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastAck;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastClientCount;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSocketsResponse;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmitResponse;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsLeave;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Publication;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.adapter.cluster.SocketDescriptionCodec;
import dev.socketio.adapter.cluster.TargetCodec;
import dev.socketio.adapter.redis.internal.RedisConnections;
import dev.socketio.adapter.redis.internal.SubscriptionKind;
import dev.socketio.adapter.redis.internal.Subscriptions;
import dev.socketio.internal.Results;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Speaks with servers that use {@code createAdapter} of {@code @socket.io/redis-adapter},
 * with the messages and channels of that package. Servers miss what others publish while
 * their connection is down.
 */
final class PubSubAdapter extends ClusterAdapter implements RedisAdapter {

	/** The sender of messages that do not tell theirs: emitters, and older servers. */
	private static final String UNKNOWN_SENDER = "";

	private final PubSubOptions options;

	/** The beginning of own broadcasts, which Redis sends back: they are not decoded. */
	private final byte[] ownBeginning = beginning(uid());

	private final RedisConnections redis;

	private final ClusterStatistics statistics;

	private final PubSubMessages messages;

	private final PubSubChannels channels;

	private final Subscriptions.Receiver broadcasts = this::onBroadcast;

	private final Subscriptions.Receiver requests = this::onRequest;

	private final Subscriptions.Receiver responses = this::onResponse;

	PubSubAdapter(LocalNamespace namespace, RedisConnections redis, PubSubOptions options, JsonMapper mapper) {
		super(namespace, ServerId.random(), options.requestTimeout(), redis.statistics());
		this.redis = redis;
		this.statistics = redis.statistics();
		this.options = options;
		this.messages = new PubSubMessages(mapper);
		this.channels = PubSubChannels.of(options.key(), namespace.name());
		Subscriptions subscriptions = redis.subscriptions();
		subscriptions.subscribe(SubscriptionKind.PATTERN, this.broadcasts,
				Subscriptions.pattern(this.channels.broadcast()));
		subscriptions.subscribe(SubscriptionKind.CHANNEL, this.responses, this.channels.response(),
				this.channels.response(uid()));
		// others count this server by the channel that comes last
		subscriptions.subscribe(SubscriptionKind.CHANNEL, this.requests, this.channels.request());
	}

	private static byte[] beginning(String uid) {
		byte[] message = MsgpackTreeCodec.write(JsonNodeFactory.instance.arrayNode().add(uid).add(0).add(0));
		return Arrays.copyOf(message, message.length - 2);
	}

	@Override
	public String describe() {
		return "redis adapter (pubsub, " + this.options.key() + ")";
	}

	@Override
	public String prefix() {
		return this.options.key();
	}

	// what is sent

	@Override
	protected Publication publish(ClusterMessage message) {
		return Publication.withoutOffset((message instanceof Broadcast broadcast && broadcast.requestId() == null)
				? send(this.channels.broadcast(broadcast.options()),
						this.messages.broadcast(uid(), broadcast.packet().withNamespace(namespace().name()),
								broadcast.options()))
				: send(this.channels.request(), this.messages.request(uid(), namespace().name(), message)));
	}

	@Override
	protected Mono<Void> respond(String requester, ClusterMessage message) {
		// Node.js sends answers to events to all servers, whatever the options say
		boolean isShared = message instanceof ServerSideEmitResponse;
		return respond(isShared ? UNKNOWN_SENDER : requester, this.messages.response(message));
	}

	private Mono<Void> respond(String requester, byte[] message) {
		boolean isSpecific = this.options.publishOnSpecificResponseChannel() && !requester.equals(UNKNOWN_SENDER);
		return send(isSpecific ? this.channels.response(requester) : this.channels.response(), message);
	}

	private Mono<Void> send(String channel, byte[] message) {
		return this.redis.send(uid(), (commands) -> commands.publish(channel, message));
	}

	@Override
	public Mono<Set<String>> allRooms() {
		Mono<List<RoomNames>> others = requests().request(RoomNames.class, requestTimeout(),
				(id) -> send(this.channels.request(), this.messages.allRoomsRequest(uid(), id)));
		return Results.of(others.map((answers) -> {
			Set<String> all = new LinkedHashSet<>(rooms());
			answers.forEach((answer) -> all.addAll(answer.names()));
			return all;
		}));
	}

	@Override
	public Mono<Integer> serverCount() {
		return this.redis.serverCount(SubscriptionKind.CHANNEL, this.channels.request());
	}

	// what is received

	private void onBroadcast(String channel, byte[] payload) {
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
		String name = namespace.isMissingNode() ? "/" : namespace.asString("");
		String sender = message.get(0).asString(UNKNOWN_SENDER);
		if (!uid().equals(sender) && namespace().name().equals(name)) {
			ClusterMessageCodec codec = this.messages.codec();
			receive(sender, new Broadcast(codec.readPacket(packet, name), TargetCodec.read(message.get(2)), null),
					null);
		}
	}

	private void onRequest(String channel, byte[] payload) {
		JsonNode request = WireFormat.readMap(payload);
		String sender = PubSubMessages.sender(request, UNKNOWN_SENDER);
		if (uid().equals(sender)) {
			return;
		}
		if (PubSubMessages.isOfVersion2(request)) {
			this.statistics.ignored(channel, "request of Socket.IO 2");
			return;
		}
		ClusterMessage message = this.messages.readRequest(request, namespace().name());
		if (message != null) {
			receive(sender, message, null);
		}
		else if (!receiveOldRequest(sender, request)) {
			this.statistics.ignored(channel, "unknown type of request");
		}
	}

	/**
	 * Take a request that only servers with older adapters send, apart from that for all
	 * rooms.
	 */
	private boolean receiveOldRequest(String sender, JsonNode request) {
		switch (PubSubMessages.type(request)) {
			case PubSubMessages.SOCKETS -> {
				Set<String> rooms = TargetCodec.readTargetRooms(request.path("rooms"));
				respond(sender, this.messages.socketIds(PubSubMessages.requestId(request), sockets(rooms)));
			}
			case PubSubMessages.ALL_ROOMS ->
				respond(sender, this.messages.rooms(PubSubMessages.requestId(request), rooms()));
			case PubSubMessages.REMOTE_JOIN, PubSubMessages.REMOTE_LEAVE, PubSubMessages.REMOTE_DISCONNECT ->
				receiveForSocket(sender, request);
			default -> {
				return false;
			}
		}
		return true;
	}

	/** The request names one socket, and the server that has it answers. */
	private void receiveForSocket(String sender, JsonNode request) {
		String id = request.path("sid").asString("");
		if (namespace().socket(id) == null) {
			return;
		}
		BroadcastOptions socket = BroadcastOptions.ALL.withRooms(id);
		receive(sender, switch (PubSubMessages.type(request)) {
			case PubSubMessages.REMOTE_JOIN -> new SocketsJoin(socket, Set.of(PubSubMessages.room(request)));
			case PubSubMessages.REMOTE_LEAVE -> new SocketsLeave(socket, Set.of(PubSubMessages.room(request)));
			default -> new DisconnectSockets(socket, PubSubMessages.close(request));
		}, null);
		respond(sender, this.messages.done(PubSubMessages.requestId(request)));
	}

	private void onResponse(String channel, byte[] payload) {
		JsonNode message = WireFormat.readMap(payload);
		String id = PubSubMessages.requestId(message);
		switch (PubSubMessages.type(message)) {
			case PubSubMessages.BROADCAST_CLIENT_COUNT ->
				receiveResponse(null, new BroadcastClientCount(id, Math.max(0, message.path("clientCount").asInt(0))));
			case PubSubMessages.BROADCAST_ACK ->
				receiveResponse(null, new BroadcastAck(id, ClusterMessageCodec.readAnswer(message.path("packet"))));
			default -> receiveAnswer(id, message);
		}
	}

	/** These answers have no type, or one that cannot be relied on. */
	private void receiveAnswer(String id, JsonNode message) {
		if (requests().expects(id, Arguments.class)) {
			receiveResponse(null, new ServerSideEmitResponse(id, ClusterMessageCodec.readAnswer(message.path("data"))));
		}
		else if (requests().expects(id, FetchSocketsResponse.class) && message.path("sockets").isArray()) {
			receiveResponse(null, new FetchSocketsResponse(id, SocketDescriptionCodec.read(message.path("sockets"))));
		}
		else if (requests().expects(id, RoomNames.class) && message.path("rooms").isArray()) {
			requests().answer(id, null, new RoomNames(TargetCodec.readRooms(message.path("rooms"))));
		}
	}

	@Override
	public Mono<Void> close() {
		Subscriptions subscriptions = this.redis.subscriptions();
		return Closing.all(super::close,
				() -> subscriptions.unsubscribe(SubscriptionKind.PATTERN, this.broadcasts,
						Subscriptions.pattern(this.channels.broadcast())),
				() -> subscriptions.unsubscribe(SubscriptionKind.CHANNEL, this.requests, this.channels.request()),
				() -> subscriptions.unsubscribe(SubscriptionKind.CHANNEL, this.responses, this.channels.response(),
						this.channels.response(uid())));
	}

	/**
	 * The rooms of one server.
	 *
	 * @param names their names
	 */
	private record RoomNames(Set<String> names) {

	}

}
