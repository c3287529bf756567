package dev.socketio.adapter.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSockets;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsLeave;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.EnvelopeFormat;
import dev.socketio.adapter.cluster.TargetCodec;
import dev.socketio.adapter.redis.internal.RedisMonitor;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.protocol.codec.JsonTreeCodec;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Calls of adapters and emitters send the same commands to Redis as the same calls do in
 * Node.js, apart from the random ids.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedVectorTests {

	private static final Map<String, Mode> MODES = Map.of("redis-classic.json", Mode.CLASSIC,
			"redis-classic-specific-response.json", Mode.CLASSIC_SPECIFIC, "redis-sharded-dynamic.json",
			Mode.SHARDED_DYNAMIC, "redis-sharded-static.json", Mode.SHARDED_STATIC,
			"redis-sharded-dynamic-private.json", Mode.SHARDED_DYNAMIC_PRIVATE, "redis-streams.json", Mode.STREAMS,
			"redis-streams-multi.json", Mode.STREAMS_MULTI, "redis-streams-sharded-pubsub.json", Mode.STREAMS_SHARDED,
			"redis-streams-plaintext.json", Mode.STREAMS_PLAINTEXT);

	/** A name of a room that is a number, dates: compared with what is read. */
	private static final Set<String> OTHER_VALUES = Set.of("broadcast-numeric-room", "types-dates", "types-doubles",
			"sse-date-undefined");

	private final TestRedis redis = TestRedis.start();

	private final RedisMonitor monitor = monitor(this.redis.port());

	private final RedisClient client = TestServer.client(this.redis.port());

	private final Map<Mode, TestServer> servers = new EnumMap<>(Mode.class);

	private final Map<Mode, TestServer> others = new EnumMap<>(Mode.class);

	private final ClusterMessageCodec codec = new ClusterMessageCodec(JsonMapper.shared());

	private static RedisMonitor monitor(int port) {
		try {
			return new RedisMonitor(port);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@AfterAll
	void close() throws IOException {
		this.servers.values().forEach(TestServer::close);
		this.others.values().forEach(TestServer::close);
		this.client.shutdown(Duration.ZERO, TestServer.TIMEOUT);
		this.monitor.close();
		this.redis.close();
	}

	/** What server A says first of all; the rest are answers, and later requests. */
	static Stream<Vectors.Message> requests() {
		return Vectors.complete(MODES.keySet().stream().sorted().toArray(String[]::new))
			.filter((message) -> message.index() == 0 && message.node().path("from").stringValue().startsWith("A"));
	}

	static Stream<Vectors.Message> emitters() {
		return Vectors.complete("emitter-redis.json", "emitter-redis-streams.json");
	}

	@ParameterizedTest
	@MethodSource("requests")
	void publishesCallsOfServers(Vectors.Message message) {
		Mode mode = Objects.requireNonNull(MODES.get(message.file()));
		Request request = request(mode, message);
		RedisAdapter adapter = server(mode, request.namespace());
		call(adapter, request);
		RedisMonitor.Command command = published((candidate) -> !isAnswer(mode, candidate, adapter.uid()));
		compare(message, command, adapter.uid(), request);
	}

	/** Only one mode at a time: they have names of channels in common. */
	private RedisAdapter server(Mode mode, String namespace) {
		if (!this.servers.containsKey(mode)) {
			List.of(this.servers, this.others).forEach((map) -> {
				map.values().forEach(TestServer::close);
				map.clear();
			});
			this.servers.put(mode, TestServer.start(this.redis.port(), mode));
			this.others.put(mode, TestServer.start(this.redis.port(), mode));
		}
		TestServer other = Objects.requireNonNull(this.others.get(mode));
		TestServer server = Objects.requireNonNull(this.servers.get(mode));
		other.adapter(namespace);
		RedisAdapter adapter = server.adapter(namespace);
		forgetEarlierCalls();
		return adapter;
	}

	/** Answers to earlier calls have been published as well. */
	private void forgetEarlierCalls() {
		List.of(this.servers, this.others).forEach((map) -> map.values().forEach((server) -> {
			server.settle();
			server.connections().join(server.connections().commands().ping());
		}));
		this.monitor.clear();
	}

	private static boolean isAnswer(Mode mode, RedisMonitor.Command command, String uid) {
		return command.text(1).contains(mode.isClassic() ? "-response#" : "#" + uid + "#");
	}

	private RedisMonitor.Command published(Predicate<RedisMonitor.Command> condition) {
		await().atMost(TestServer.TIMEOUT)
			.pollInterval(Duration.ofMillis(2))
			.until(() -> this.monitor.commands("PUBLISH", "SPUBLISH", "XADD").stream().anyMatch(condition));
		return this.monitor.commands("PUBLISH", "SPUBLISH", "XADD")
			.stream()
			.filter(condition)
			.findFirst()
			.orElseThrow();
	}

	private Request request(Mode mode, Vectors.Message message) {
		if (message.command().equals("XADD")) {
			Map<String, byte[]> fields = message.fields();
			return new Request(Objects.requireNonNull(StreamEntries.text(fields, "uid")),
					Objects.requireNonNull(StreamEntries.text(fields, "nsp")),
					new StreamEntries(this.codec, false).read(fields), null);
		}
		return mode.isClassic() ? classic(message) : envelope(EnvelopeFormat.read(message.payload()));
	}

	private Request envelope(Envelope envelope) {
		String namespace = Objects.requireNonNull(envelope.namespace());
		return new Request(envelope.sender(), namespace, this.codec.message(envelope, namespace),
				optional(envelope.data().path("requestId")));
	}

	private Request classic(Vectors.Message message) {
		String namespace = message.channel().replaceFirst("^[^#]*#(/[^#]*)#.*$", "$1");
		if (!message.channel().contains("-request#")) {
			JsonNode tree = MsgpackTreeCodec.read(message.payload());
			return new Request(tree.path(0).stringValue(), namespace,
					new Broadcast(this.codec.readPacket(tree.path(1), namespace), TargetCodec.read(tree.path(2)), null),
					null);
		}
		JsonNode tree = WireFormat.readMap(message.payload());
		String id = optional(tree.path("requestId"));
		return new Request(Objects.requireNonNullElse(optional(tree.path("uid")), "emitter"), namespace,
				classic(tree, namespace, id), id);
	}

	private @Nullable ClusterMessage classic(JsonNode tree, String namespace, @Nullable String id) {
		BroadcastOptions target = tree.has("opts") ? TargetCodec.read(tree.path("opts")) : BroadcastOptions.ALL;
		return switch (tree.path("type").intValue()) {
			case PubSubMessages.REMOTE_JOIN -> new SocketsJoin(target, TargetCodec.readRooms(tree.path("rooms")));
			case PubSubMessages.REMOTE_LEAVE -> new SocketsLeave(target, TargetCodec.readRooms(tree.path("rooms")));
			case PubSubMessages.REMOTE_DISCONNECT -> new DisconnectSockets(target, tree.path("close").booleanValue());
			case PubSubMessages.REMOTE_FETCH -> new FetchSockets(target, Objects.requireNonNull(id));
			case PubSubMessages.SERVER_SIDE_EMIT -> new ServerSideEmit(this.codec.readEvent(tree.path("data")), id);
			case PubSubMessages.BROADCAST ->
				new Broadcast(this.codec.readPacket(tree.path("packet"), namespace), target, id);
			default -> null;
		};
	}

	private static @Nullable String optional(JsonNode node) {
		return node.isString() ? node.stringValue() : null;
	}

	private static void call(Adapter adapter, Request request) {
		ClusterMessage message = request.message();
		if (message instanceof Broadcast broadcast && broadcast.requestId() != null) {
			adapter.broadcastWithAck(broadcast.packet(), broadcast.options(), (count) -> {
			}, (ack) -> {
			});
		}
		else if (message instanceof Broadcast broadcast) {
			adapter.broadcast(broadcast.packet(), broadcast.options());
		}
		else if (message instanceof SocketsJoin join) {
			adapter.addSockets(join.options(), join.rooms());
		}
		else if (message instanceof SocketsLeave leave) {
			adapter.delSockets(leave.options(), leave.rooms());
		}
		else if (message instanceof DisconnectSockets disconnect) {
			adapter.disconnectSockets(disconnect.options(), disconnect.close());
		}
		else if (message instanceof FetchSockets fetch) {
			adapter.fetchSockets(fetch.options()).collectList().block(TestServer.TIMEOUT);
		}
		else if (message instanceof ServerSideEmit emit) {
			String name = (String) Objects.requireNonNull(emit.packet().get(0));
			List<@Nullable Object> args = emit.packet().subList(1, emit.packet().size());
			if (emit.requestId() != null) {
				adapter.serverSideEmitWithAck(name, args);
			}
			else {
				adapter.serverSideEmit(name, args);
			}
		}
		else {
			adapter.allRooms().block(TestServer.TIMEOUT);
		}
	}

	private static void compare(Vectors.Message message, RedisMonitor.Command command, String uid, Request request) {
		assertThat(command.name()).isEqualTo(message.command());
		assertThat(command.text(1)).isEqualTo(message.channel());
		if (message.command().equals("XADD")) {
			compareEntry(message, command, uid, request);
			return;
		}
		byte[] payload = command.bytes(2);
		boolean json = EnvelopeFormat.isJson(payload);
		assertThat(json).isEqualTo(EnvelopeFormat.isJson(message.payload()));
		JsonNode tree = json ? JsonTreeCodec.read(payload) : MsgpackTreeCodec.read(payload);
		String id = Objects.requireNonNullElse(optional(tree.path("requestId")),
				Objects.requireNonNullElse(optional(tree.path("data").path("requestId")), "none"));
		String text = tree.toString()
			.replace(uid, request.uid())
			.replace(id, Objects.requireNonNullElse(request.requestId(), "none"));
		if (OTHER_VALUES.contains(message.id())) {
			JsonNode original = json ? JsonTreeCodec.read(message.payload()) : MsgpackTreeCodec.read(message.payload());
			assertThat(text.replace("\"123\"", "123")).isEqualTo(original.toString().replace("1.0E+21", "1.0E21"));
		}
		else if (json) {
			assertThat(text).isEqualTo(new String(message.payload(), StandardCharsets.UTF_8));
		}
		else {
			assertThat(text).isEqualTo(MsgpackTreeCodec.read(message.payload()).toString());
		}
	}

	private static void compareEntry(Vectors.Message message, RedisMonitor.Command command, String uid,
			Request request) {
		assertThat(List.of(command.text(2), command.text(3), command.text(4), command.text(5)))
			.isEqualTo(List.of("MAXLEN", "~", "10000", "*"));
		int index = 6;
		assertThat(command.size()).isEqualTo(index + 2 * message.fields().size());
		for (Map.Entry<String, byte[]> field : message.fields().entrySet()) {
			assertThat(command.text(index++)).isEqualTo(field.getKey());
			String value = command.text(index++).replace(uid, request.uid());
			String original = new String(field.getValue(), StandardCharsets.UTF_8);
			if (message.id().equals("of-no-slash")) {
				// that emitter forgets it, so that no server receives its messages
				value = value.replace("/chat", "chat");
			}
			if (OTHER_VALUES.contains(message.id()) && original.startsWith("{")) {
				assertThat(JsonTreeCodec.read(value.replace("\"123\"", "123").getBytes(StandardCharsets.UTF_8)))
					.isEqualTo(JsonTreeCodec.read(original.getBytes(StandardCharsets.UTF_8)));
			}
			else {
				assertThat(value).isEqualTo(original);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("emitters")
	void publishesCallsOfEmitters(Vectors.Message message) {
		boolean streams = message.file().contains("streams");
		Request request = request(streams ? Mode.STREAMS : Mode.CLASSIC, message);
		RedisConnection connection = RedisConnection.open(this.client,
				streams ? StreamsOptions.DEFAULT : PubSubOptions.DEFAULT, JsonMapper.shared());
		try {
			SocketIOEmitter emitter = RedisEmitter.create(connection);
			forgetEarlierCalls();
			emit(emitter.of(request.namespace()), Objects.requireNonNull(request.message()));
			RedisMonitor.Command command = published((candidate) -> true);
			if (OTHER_VALUES.contains(message.id()) || message.command().equals("XADD")) {
				compare(message, command, "emitter", request);
			}
			else {
				assertThat(command.name()).isEqualTo(message.command());
				assertThat(command.text(1)).isEqualTo(message.channel());
				assertThat(HexFormat.of().formatHex(command.bytes(2)))
					.isEqualTo(message.node().path("hex").stringValue());
			}
		}
		finally {
			connection.close();
		}
	}

	private static void emit(SocketIOEmitter emitter, ClusterMessage message) {
		if (message instanceof Broadcast broadcast) {
			List<@Nullable Object> data = broadcast.packet().data();
			flagged(addressed(emitter, broadcast.options()), broadcast.options().flags())
				.emit((String) Objects.requireNonNull(data.get(0)), data.subList(1, data.size()).toArray());
		}
		else if (message instanceof SocketsJoin join) {
			addressed(emitter, join.options()).socketsJoin(join.rooms().toArray(String[]::new));
		}
		else if (message instanceof SocketsLeave leave) {
			addressed(emitter, leave.options()).socketsLeave(leave.rooms().toArray(String[]::new));
		}
		else if (message instanceof DisconnectSockets disconnect) {
			addressed(emitter, disconnect.options()).disconnectSockets(disconnect.close());
		}
		else if (message instanceof ServerSideEmit emit) {
			List<@Nullable Object> data = emit.packet();
			emitter.serverSideEmit((String) Objects.requireNonNull(data.get(0)),
					data.subList(1, data.size()).toArray());
		}
	}

	private static SocketIOEmitter addressed(SocketIOEmitter emitter, BroadcastOptions options) {
		return emitter.to(options.rooms().toArray(String[]::new)).except(options.except().toArray(String[]::new));
	}

	private static SocketIOEmitter flagged(SocketIOEmitter emitter, BroadcastFlags flags) {
		SocketIOEmitter flagged = flags.isVolatile() ? emitter.asVolatile() : emitter;
		return (flags.compress() != null) ? flagged.compress(flags.compress()) : flagged;
	}

	/**
	 * A call.
	 *
	 * @param uid who made it
	 * @param namespace for which namespace
	 * @param message what it says, {@code null} if it asks for all rooms
	 * @param requestId the random id
	 */
	private record Request(String uid, String namespace, @Nullable ClusterMessage message, @Nullable String requestId) {

	}

}
