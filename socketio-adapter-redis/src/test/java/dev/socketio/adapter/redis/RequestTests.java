package dev.socketio.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.RequestTimeoutException;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server gets the answers it waits for, each once, and waits within its timeout.
 */
class RequestTests {

	private static final Duration TIMEOUT = TestServer.TIMEOUT;

	private static final BroadcastOptions ALL = BroadcastOptions.ALL;

	private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	private final TestRedis redis = TestRedis.start();

	private final RedisClient client = TestServer.client(this.redis.port());

	private final RedisAsyncCommands<String, byte[]> commands = this.client.connect(CODEC).async();

	private @Nullable TestServer server;

	@AfterEach
	void close() {
		if (this.server != null) {
			this.server.close();
		}
		this.client.shutdown(Duration.ZERO, TIMEOUT);
		this.redis.close();
	}

	private RedisAdapter start(Mode mode) {
		return start(mode, Mode.REQUEST_TIMEOUT);
	}

	private RedisAdapter start(Mode mode, Duration requestTimeout) {
		TestServer created = TestServer.start(this.redis.port(), mode, requestTimeout);
		this.server = created;
		RedisAdapter adapter = created.adapter();
		created.settle();
		return adapter;
	}

	/** A server of another make, that does with requests what the test says. */
	private void peer(Mode mode, BiConsumer<JsonNode, Peer> behaviour) {
		StatefulRedisPubSubConnection<String, byte[]> connection = this.client.connectPubSub(CODEC);
		connection.addListener(new RedisPubSubAdapter<>() {

			@Override
			public void message(String channel, byte[] payload) {
				handle(payload);
			}

			@Override
			public void smessage(String channel, byte[] payload) {
				handle(payload);
			}

			private void handle(byte[] payload) {
				JsonNode request = WireFormat.readMap(payload);
				if (!request.path("uid").asString("").startsWith("peer")) {
					behaviour.accept(request, new Peer(mode, request));
				}
			}

		});
		if (mode.isSharded()) {
			connection.sync().ssubscribe("socket.io#/#");
		}
		else {
			connection.sync().subscribe(mode.isClassic() ? "socket.io-request#/#" : "socket.io#/#");
		}
	}

	private static int fetchResponse(Mode mode) {
		return mode.isClassic() ? PubSubMessages.REMOTE_FETCH : 8;
	}

	private static int eventResponse(Mode mode) {
		return mode.isClassic() ? PubSubMessages.SERVER_SIDE_EMIT : 10;
	}

	private static int count(Mode mode) {
		return mode.isClassic() ? PubSubMessages.BROADCAST_CLIENT_COUNT : 11;
	}

	private static int ack(Mode mode) {
		return mode.isClassic() ? PubSubMessages.BROADCAST_ACK : 12;
	}

	private static String value(Mode mode, String json) {
		return "\"" + (mode.isClassic() ? "data" : "packet") + "\":" + json;
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "STREAMS" })
	void acceptsAnswersOfOtherServers(Mode mode) {
		RedisAdapter adapter = start(mode);
		peer(mode, (request, peer) -> {
			if (peer.type() == (mode.isClassic() ? PubSubMessages.REMOTE_FETCH : 7)) {
				peer.answer(fetchResponse(mode), "\"sockets\":[{\"id\":\"j\",\"handshake\":{\"auth\":{}},"
						+ "\"rooms\":[\"x\",5],\"data\":{\"a\":1}},{\"id\":\"minimal\"}]");
			}
			else {
				peer.answer(eventResponse(mode), value(mode, "\"from a peer\""));
			}
		});
		List<SocketDescription> sockets = adapter.fetchSockets(ALL).collectList().block(TIMEOUT);
		assertThat(sockets).hasSize(2);
		assertThat(sockets.get(0).rooms()).containsExactly("x", "5");
		assertThat(sockets.get(0).data()).isEqualTo(Map.of("a", 1));
		assertThat(sockets.get(1).id()).isEqualTo("minimal");
		List<Arguments> answers = adapter.serverSideEmitWithAck("ask", List.of("x")).block(TIMEOUT);
		assertThat(answers).singleElement()
			.satisfies((answer) -> assertThat(answer.get(0, String.class)).isEqualTo("from a peer"));
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "STREAMS" })
	void failsWhenAnswersAreMissing(Mode mode) {
		RedisAdapter adapter = start(mode, Mode.SHORT_REQUEST_TIMEOUT);
		peer(mode, (request, peer) -> {
		});
		String none = "timeout reached: only 0 responses received out of 1";
		List<String> errors = Flux
			.mergeSequential(error(adapter.fetchSockets(ALL).then()), error(adapter.allRooms().then()),
					error(adapter.serverSideEmitWithAck("ask", List.of()).then()))
			.collectList()
			.block(TIMEOUT);
		assertThat(errors).containsExactly(none, none, none);
	}

	private static Mono<String> error(Mono<Void> result) {
		return result.thenReturn("none").onErrorResume((error) -> Mono.just(String.valueOf(error.getMessage())));
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "STREAMS" })
	void includesAnswersInTimeoutError(Mode mode) {
		RedisAdapter adapter = start(mode, Mode.SHORT_REQUEST_TIMEOUT);
		peer(mode, (request, peer) -> peer.answer(eventResponse(mode), value(mode, "7")));
		peer(mode, (request, peer) -> {
		});
		StepVerifier.create(adapter.serverSideEmitWithAck("ask", List.of())).expectErrorSatisfies((error) -> {
			assertThat(error).isInstanceOf(RequestTimeoutException.class)
				.hasMessage("timeout reached: only 1 responses received out of 2");
			assertThat(((RequestTimeoutException) error).responses()).singleElement()
				.satisfies((answer) -> assertThat(answer.get(0, Integer.class)).isEqualTo(7));
		}).verify(TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource(names = { "SHARDED_DYNAMIC", "STREAMS" })
	void countsOneAnswerPerServer(Mode mode) {
		RedisAdapter adapter = start(mode);
		peer(mode, (request, peer) -> {
			peer.answer("peer1", eventResponse(mode), value(mode, "1"));
			peer.answer("peer1", eventResponse(mode), value(mode, "2"));
		});
		peer(mode, (request, peer) -> peer.answer("peer2", eventResponse(mode), value(mode, "3")));
		List<Arguments> answers = adapter.serverSideEmitWithAck("ask", List.of()).block(TIMEOUT);
		assertThat(answers.stream().map((answer) -> answer.get(0, Integer.class))).containsExactlyInAnyOrder(1, 3);
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "STREAMS" })
	void ignoresLateAndUnknownAnswers(Mode mode) {
		RedisAdapter adapter = start(mode, Mode.SHORT_REQUEST_TIMEOUT);
		List<Peer> late = new CopyOnWriteArrayList<>();
		peer(mode, (request, peer) -> late.add(peer));
		StepVerifier.create(adapter.serverSideEmitWithAck("ask", List.of()))
			.expectError(RequestTimeoutException.class)
			.verify(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> late.size() == 1);
		late.get(0).answer(eventResponse(mode), value(mode, "1"));
		late.get(0).answer(fetchResponse(mode), "\"sockets\":[]");
		late.get(0).answer(count(mode), "\"clientCount\":1");
		late.get(0).answer(ack(mode), "\"packet\":1");
		Mono<List<Arguments>> second = adapter.serverSideEmitWithAck("again", List.of());
		await().atMost(TIMEOUT).until(() -> late.size() == 2);
		late.get(1).answer(eventResponse(mode), value(mode, "2"));
		assertThat(second.block(TIMEOUT)).singleElement()
			.satisfies((answer) -> assertThat(answer.get(0, Integer.class)).isEqualTo(2));
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "STREAMS" })
	void acceptsAcknowledgementsBeforeTheCount(Mode mode) {
		RedisAdapter adapter = start(mode);
		peer(mode, (request, peer) -> {
			if (peer.type() != (mode.isClassic() ? PubSubMessages.BROADCAST : 3)) {
				peer.answer(eventResponse(mode), value(mode, "0"));
				return;
			}
			peer.answer(ack(mode), "\"packet\":[\"a\",\"b\"]");
			peer.answer(count(mode), "\"clientCount\":1");
			if (!mode.isClassic()) {
				peer.answer(count(mode), "\"clientCount\":1");
			}
		});
		List<Integer> counts = new CopyOnWriteArrayList<>();
		List<String> acks = new CopyOnWriteArrayList<>();
		adapter.broadcastWithAck(Packet.event("/", "ask"), ALL.withFlags(BroadcastFlags.NONE.withTimeout(TIMEOUT)),
				counts::add, (answer) -> acks.add(answer.get(0, JsonNode.class).toString()));
		await().atMost(TIMEOUT).until(() -> counts.size() == 2 && acks.size() == 1);
		// this answer comes behind the others
		adapter.serverSideEmitWithAck("marker", List.of()).block(TIMEOUT);
		assertThat(counts).containsExactlyInAnyOrder(0, 1);
		assertThat(acks).containsExactly("[\"a\",\"b\"]");
	}

	@Test
	void acceptsClassicAnswersOnBothChannelsAndInBothFormats() {
		RedisAdapter adapter = start(Mode.CLASSIC);
		peer(Mode.CLASSIC, (request, peer) -> {
			String json = "{\"requestId\":\"" + peer.requestId() + "\",\"sockets\":[{\"id\":\"s\"}]}";
			this.commands.publish("socket.io-response#/#" + adapter.uid() + "#",
					MsgpackTreeCodec.write(JsonMapper.shared().readTree(json)));
		});
		assertThat(adapter.fetchSockets(ALL).map(SocketDescription::id).collectList().block(TIMEOUT))
			.containsExactly("s");
	}

	@Test
	void answersOlderServers() {
		TestNamespace namespace = startWith("CINUVWCnEUrzebqpAAAB");
		List<String> answers = observeAnswers();
		Vectors.complete("redis-classic-legacy-6.1.json")
			.filter((message) -> message.channel().equals("socket.io-request#/#"))
			.forEach((message) -> this.commands.publish(message.channel(), message.payload()));
		await().atMost(TIMEOUT).until(() -> answers.size() == 6);
		List<String> expected = Vectors.complete("redis-classic-legacy-6.1.json")
			.filter((message) -> message.channel().equals("socket.io-response#/#"))
			.map((message) -> new String(message.payload(), StandardCharsets.UTF_8))
			.toList();
		assertThat(answers.get(0)).isEqualTo(expected.get(0));
		assertThat(answers.get(1)).startsWith("{\"requestId\":\"BtWQTS\",\"rooms\":[")
			.contains("\"r1\"", "\"r2\"", "\"CINUVWCnEUrzebqpAAAB\"");
		assertThat(answers.get(2)).startsWith(expected.get(2).substring(0, 60));
		assertThat(answers.subList(3, 6)).isEqualTo(expected.subList(3, 6));
		assertThat(namespace.localSockets()).isEmpty();
	}

	/**
	 * Without rooms all sockets are addressed, with rooms that have no name no socket.
	 */
	@Test
	void answersOlderServersWithoutRooms() {
		startWith("socket");
		List<String> answers = observeAnswers();
		for (String rooms : List.of("", ",\"rooms\":null", ",\"rooms\":[null]")) {
			this.commands.publish("socket.io-request#/#",
					("{\"type\":0,\"uid\":\"x\",\"requestId\":\"r\"" + rooms + "}").getBytes(StandardCharsets.UTF_8));
		}
		await().atMost(TIMEOUT).until(() -> answers.size() == 3);
		assertThat(answers).containsExactly("{\"requestId\":\"r\",\"sockets\":[\"socket\"]}",
				"{\"requestId\":\"r\",\"sockets\":[\"socket\"]}", "{\"requestId\":\"r\",\"sockets\":[]}");
	}

	private List<String> observeAnswers() {
		List<String> answers = new CopyOnWriteArrayList<>();
		StatefulRedisPubSubConnection<String, byte[]> observer = this.client.connectPubSub(CODEC);
		observer.addListener(new RedisPubSubAdapter<>() {

			@Override
			public void message(String channel, byte[] payload) {
				answers.add(new String(payload, StandardCharsets.UTF_8));
			}

		});
		observer.sync().subscribe("socket.io-response#/#");
		return answers;
	}

	private TestNamespace startWith(String id) {
		start(Mode.CLASSIC);
		TestServer created = Objects.requireNonNull(this.server);
		created.namespace("/").connect(id, "r1", "r2", "rj");
		return created.namespace("/");
	}

	/** They have other numbers: their "leave" would disconnect. */
	@Test
	void ignoresRequestsOfSocketIO2() {
		TestNamespace namespace = startWith("1Su5jL79WnBR1DZNAAAB");
		Vectors.complete("redis-classic-legacy-5.4.json")
			.filter((message) -> message.channel().equals("socket.io-request#/#"))
			.forEach((message) -> this.commands.publish(message.channel(), message.payload()));
		this.commands.publish("socket.io-request#/#",
				"{\"type\":6,\"uid\":\"x\",\"data\":[\"marker\"]}".getBytes(StandardCharsets.UTF_8));
		await().atMost(TIMEOUT).until(() -> !namespace.serverSide.isEmpty());
		assertThat(namespace.localSockets()).hasSize(1);
		assertThat(namespace.adapter().socketRooms("1Su5jL79WnBR1DZNAAAB"))
			.isEqualTo(Set.of("1Su5jL79WnBR1DZNAAAB", "r1", "r2", "rj"));
	}

	/** Answers one request. */
	private final class Peer {

		private final Mode mode;

		private final JsonNode request;

		Peer(Mode mode, JsonNode request) {
			this.mode = mode;
			this.request = request;
		}

		private String requestId() {
			return (this.mode.isClassic() ? this.request : this.request.path("data")).path("requestId").stringValue();
		}

		/** As the adapters of Node.js do. */
		void answer(int type, String content) {
			answer("peer1", type, content);
		}

		void answer(String uid, int type, String content) {
			String requester = this.request.path("uid").stringValue();
			if (this.mode.isClassic()) {
				String json = "{\"requestId\":\"" + requestId() + "\",\"type\":" + type + "," + content + "}";
				RequestTests.this.commands.publish("socket.io-response#/#", json.getBytes(StandardCharsets.UTF_8));
				return;
			}
			String channel = "socket.io#/#" + requester + "#";
			String json = "{\"type\":" + type + ",\"data\":{\"requestId\":\"" + requestId() + "\"," + content
					+ "},\"uid\":\"" + uid + "\",\"nsp\":\"/\"}";
			if (this.mode.isSharded()) {
				RequestTests.this.commands.spublish(channel, json.getBytes(StandardCharsets.UTF_8));
			}
			else {
				RequestTests.this.commands.publish(channel, MsgpackTreeCodec.write(JsonMapper.shared().readTree(json)));
			}
		}

		int type() {
			return this.request.path("type").intValue();
		}

	}

}
