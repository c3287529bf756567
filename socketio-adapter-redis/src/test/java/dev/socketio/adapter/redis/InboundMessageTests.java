package dev.socketio.adapter.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.internal.RedisMonitor;
import dev.socketio.protocol.codec.JsonTreeCodec;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Messages of other programs have the effect that they have on a Node.js server. Those
 * that end its process are ignored, and those that break its clients' connections are
 * delivered.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboundMessageTests {

	private static final Pattern SOCKET_ID = Pattern.compile("[A-Za-z0-9_-]{20}");

	private static final String MARKER = "[\"marker\"]";

	/**
	 * What Node.js does not understand, and survives.
	 */
	private static final Set<String> MALFORMED = Set.of("broadcast-nil-packet", "room-json-space",
			"request-unknown-type", "request-garbage", "request-json-garbage", "join-no-rooms", "join-rooms-string",
			"json-garbage", "garbage", "unknown-type", "type-string", "message-on-response-channel", "data-garbage",
			"pubsub-json", "pubsub-garbage", "pubsub-no-data", "poison-no-data");

	/** Types that Node.js does not know in this adapter, but others have. */
	private static final Set<String> TYPES_OF_OTHERS = Set.of("type-1", "type-2", "type-13");

	/** Names of rooms are strings here, so that the number is the same room. */
	private static final Map<String, String> NUMERIC_ROOMS = Map.of("numeric-room-as-string", "c2",
			"string-room-as-number", "c3");

	private static final Map<String, String> JOINED = Map.of("join-opts", "jj", "join-no-except", "jk", "legacy-join",
			"legacy");

	private final TestRedis redis = TestRedis.start();

	private final RedisClient client = TestServer.client(this.redis.port());

	private final RedisCommands<String, byte[]> commands = this.client
		.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))
		.sync();

	private final Logger logger = (Logger) LoggerFactory.getLogger(ClusterStatistics.class);

	@AfterAll
	void close() {
		this.client.shutdown(Duration.ZERO, TestServer.TIMEOUT);
		this.redis.close();
	}

	static Stream<Case> cases() {
		return Vectors.load("inbound-redis.json").path("cases").values().stream().map(Case::new);
	}

	@ParameterizedTest
	@MethodSource("cases")
	void hasTheEffectOfNode(Case inbound) throws IOException {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		this.logger.addAppender(log);
		this.logger.setLevel(Level.DEBUG);
		this.logger.setAdditive(false);
		try (TestServer server = TestServer.start(this.redis.port(), inbound.mode());
				RedisMonitor monitor = new RedisMonitor(this.redis.port())) {
			World world = new World(server, inbound);
			server.settle();
			inbound.node.path("publish").forEach((publication) -> publish(publication, world));
			if (inbound.isEntry()) {
				add(inbound.node.path("xadd"));
			}
			marker(inbound);
			world.awaitMarker();
			assertThat(world.events()).isEqualTo(inbound.events());
			assertThat(world.serverSide()).isEqualTo(inbound.serverSide());
			assertThat(world.disconnected()).isEqualTo(inbound.disconnected());
			assertJoined(inbound, world);
			assertIgnored(inbound, server, log.list);
			assertAnswers(inbound, server, monitor);
		}
		finally {
			this.logger.setLevel(null);
			this.logger.setAdditive(true);
			this.logger.detachAppender(log);
		}
	}

	private void publish(JsonNode publication, World world) {
		String channel = publication.path("channel").stringValue();
		byte[] payload = HexFormat.of().parseHex(publication.path("hex").stringValue());
		String uid = world.server.adapter().uid();
		if (world.inbound.id().equals("own-uid")) {
			String hex = HexFormat.of().formatHex(payload);
			byte[] own = uid.getBytes(StandardCharsets.UTF_8);
			assertThat(own).hasSize(16);
			payload = HexFormat.of().parseHex(hex.replaceFirst("^93a6.{12}", "93b0" + HexFormat.of().formatHex(own)));
			assertThat(MsgpackTreeCodec.read(payload).path(0).stringValue()).isEqualTo(uid);
		}
		if (world.inbound.id().equals("message-on-response-channel")) {
			channel = "socket.io#/#" + uid + "#";
		}
		if (publication.path("command").stringValue().equals("SPUBLISH")) {
			this.commands.spublish(channel, payload);
		}
		else {
			this.commands.publish(channel, payload);
		}
	}

	private void add(JsonNode entry) {
		Map<String, byte[]> fields = new LinkedHashMap<>();
		entry.properties()
			.forEach((field) -> fields.put(field.getKey(),
					field.getValue().stringValue().getBytes(StandardCharsets.UTF_8)));
		this.commands.xadd("socket.io", fields);
	}

	/** Goes the way of what is tested, so that nothing comes behind it. */
	private void marker(Case inbound) {
		String json = "{\"packet\":{\"type\":2,\"data\":[\"marker\"],\"nsp\":\"/\"},\"opts\":{}}";
		if (inbound.isEntry()) {
			add(JsonMapper.shared()
				.createObjectNode()
				.put("uid", "marker")
				.put("nsp", "/")
				.put("type", "3")
				.put("data", json));
			return;
		}
		String envelope = "{\"type\":3,\"uid\":\"marker\",\"nsp\":\"/\",\"data\":" + json + "}";
		String array = "[\"marker\"," + json.substring("{\"packet\":".length()).replace(",\"opts\":{}}", ",{}]");
		switch (inbound.mode()) {
			case CLASSIC ->
				this.commands.publish("socket.io#/#", MsgpackTreeCodec.write(JsonMapper.shared().readTree(array)));
			case STREAMS -> this.commands.publish("socket.io#/#",
					MsgpackTreeCodec.write(JsonTreeCodec.read(envelope.getBytes(StandardCharsets.UTF_8))));
			default -> this.commands.spublish("socket.io#/#", envelope.getBytes(StandardCharsets.UTF_8));
		}
	}

	private static void assertJoined(Case inbound, World world) {
		String room = JOINED.get(inbound.id());
		if (room != null) {
			assertThat(world.sockets.get("c1").rooms()).contains(room);
			assertThat(world.sockets.get("c2").rooms()).doesNotContain(room);
		}
		if (inbound.id().equals("legacy-leave")) {
			assertThat(world.sockets.get("c1").rooms()).doesNotContain("legacy");
		}
	}

	private static void assertIgnored(Case inbound, TestServer server, List<ILoggingEvent> log) {
		int expected = (inbound.isCrash() || MALFORMED.contains(inbound.id())) ? 1 : 0;
		if (!TYPES_OF_OTHERS.contains(inbound.id())) {
			assertThat(server.statistics().ignoredMessages()).isEqualTo(expected);
			assertThat(log).hasSize(expected).allMatch((event) -> event.getLevel() == Level.DEBUG);
		}
		assertThat(server.statistics().receivedMessages()).isPositive();
	}

	private static void assertAnswers(Case inbound, TestServer server, RedisMonitor monitor) {
		if (!inbound.node.has("responses")) {
			return;
		}
		JsonNode responses = inbound.node.path("responses");
		int published = inbound.node.path("publish").size();
		// what was published here, and the marker
		int own = published + (inbound.isEntry() ? 0 : 1);
		await().atMost(TestServer.TIMEOUT)
			.until(() -> monitor.commands("PUBLISH", "SPUBLISH").size() == own + responses.size());
		List<RedisMonitor.Command> answers = monitor.commands("PUBLISH", "SPUBLISH")
			.stream()
			.filter((command) -> responses.values()
				.stream()
				.anyMatch((response) -> response.path("channel").stringValue().equals(command.text(1))))
			.toList();
		assertThat(answers).hasSize(responses.size());
		String uid = server.adapter().uid();
		for (int i = 0; i < responses.size(); i++) {
			JsonNode response = responses.path(i);
			byte[] payload = answers.get(i).bytes(2);
			if (response.has("msgpack")) {
				assertThat(plain(MsgpackTreeCodec.read(payload).toString(), uid))
					.isEqualTo(plain(response.path("msgpack").toString(), uid));
			}
			else if (inbound.id().equals("all-rooms")) {
				assertThat(new String(payload, StandardCharsets.UTF_8)).startsWith("{\"requestId\":\"q2\",\"rooms\":[")
					.contains("\"r1\"", "\"123\"", "\"456\"");
			}
			else {
				String expected = response.path("json").stringValue().replaceFirst("\\.\\.\\.\\(.*\\)$", "");
				assertThat(plain(new String(payload, StandardCharsets.UTF_8), uid)).startsWith(plain(expected, uid));
			}
		}
	}

	private static String plain(String text, String uid) {
		return text.replace(uid, "<uid>").replaceAll("\"uid\":\"[0-9a-f]{16}\"", "\"uid\":\"<uid>\"");
	}

	/** The server of a case, and its clients. */
	private static final class World {

		private final TestServer server;

		private final Case inbound;

		private final Map<String, TestNamespace.TestSocket> sockets = new LinkedHashMap<>();

		World(TestServer server, Case inbound) {
			this.server = server;
			this.inbound = inbound;
			TestNamespace main = server.namespace("/");
			main.answer = List.of("ack-from-child");
			String id = inbound.socketId();
			boolean second = inbound.id().startsWith("sid-");
			this.sockets.put("c1", main.connectAs("c1", second ? "AAAAAAAAAAAAAAAAAAA1" : id, "r1"));
			this.sockets.put("c2", main.connectAs("c2", second ? id : "AAAAAAAAAAAAAAAAAAA2", "123"));
			if (inbound.mode() == Mode.CLASSIC) {
				this.sockets.put("c3", main.connectAs("c3", "AAAAAAAAAAAAAAAAAAA3", "456"));
			}
			this.sockets.put("n1", server.namespace("/chat").connectAs("n1", "AAAAAAAAAAAAAAAAAAA4"));
		}

		void awaitMarker() {
			await().atMost(TestServer.TIMEOUT)
				.pollInterval(Duration.ofMillis(5))
				.until(() -> this.sockets.get("c2").received.contains(MARKER));
		}

		Map<String, List<String>> events() {
			Map<String, List<String>> events = new LinkedHashMap<>();
			this.sockets.forEach((name, socket) -> {
				List<String> received = new ArrayList<>(socket.received);
				received.remove(MARKER);
				if (!received.isEmpty()) {
					events.put(name, received);
				}
			});
			return events;
		}

		List<String> serverSide() {
			return this.server.namespace("/").serverSide;
		}

		Map<String, List<Boolean>> disconnected() {
			Map<String, List<Boolean>> disconnected = new LinkedHashMap<>();
			this.sockets.forEach((name, socket) -> {
				if (!socket.disconnects.isEmpty()) {
					disconnected.put(name, socket.disconnects);
				}
			});
			return disconnected;
		}

	}

	/**
	 * A message, and what a Node.js server did.
	 *
	 * @param node the case
	 */
	record Case(JsonNode node) {

		String id() {
			return this.node.path("id").stringValue();
		}

		Mode mode() {
			return Mode.valueOf(this.node.path("kind").stringValue().toUpperCase(Locale.ROOT).replace('-', '_'));
		}

		boolean isEntry() {
			return this.node.has("xadd");
		}

		boolean isCrash() {
			return this.node.path("crashed").booleanValue(false);
		}

		/** The id of the socket that the message names, if any. */
		String socketId() {
			for (JsonNode publication : this.node.path("publish")) {
				String text = publication.path("channel").stringValue() + " " + new String(
						HexFormat.of().parseHex(publication.path("hex").stringValue()), StandardCharsets.ISO_8859_1);
				Matcher matcher = SOCKET_ID.matcher(text);
				if (matcher.find() && !id().equals("message-on-response-channel")) {
					return matcher.group();
				}
			}
			return "HCjYPmbqm9DEVlpCAAAA";
		}

		Map<String, List<String>> events() {
			Map<String, List<String>> events = new LinkedHashMap<>();
			if (isCrash()) {
				return events;
			}
			String text = id().equals("type-5-binary") ? "[\"bin\",\"AQ==\"]" : "[\"bin\",1]";
			for (JsonNode observed : this.node.path("observed")) {
				if (observed.has("event")) {
					events.computeIfAbsent(observed.path("client").stringValue(), (key) -> new ArrayList<>())
						.add(observed.path("event").toString());
				}
				else if (id().startsWith("type-5-")) {
					events.put(observed.path("client").stringValue(), List.of(text));
				}
			}
			String inNumericRoom = NUMERIC_ROOMS.get(id());
			if (inNumericRoom != null) {
				events.put(inNumericRoom, List.of(id().startsWith("numeric") ? "[\"hello\",8]" : "[\"hello\",10]"));
			}
			if (id().equals("after-poison")) {
				// no Node.js server gets it any more
				List.of("c1", "c2").forEach((client) -> events.put(client, List.of("[\"hello\",10]")));
			}
			return events;
		}

		List<String> serverSide() {
			return this.node.path("observed")
				.values()
				.stream()
				.filter((observed) -> observed.has("sse"))
				.map((observed) -> "[\"sse\"," + observed.path("sse").toString().substring(1))
				.map((text) -> text.replace("{\"$bin\":\"0102\"}", "\"AQI=\""))
				.toList();
		}

		Map<String, List<Boolean>> disconnected() {
			Map<String, List<Boolean>> disconnected = new LinkedHashMap<>();
			for (JsonNode observed : this.node.path("observed")) {
				if (observed.path("disconnect").asString("").equals("io server disconnect")) {
					disconnected.put(observed.path("client").stringValue(), List.of(id().equals("legacy-disconnect")));
				}
			}
			return disconnected;
		}

		@Override
		public String toString() {
			return this.node.path("kind").stringValue() + " " + Objects.requireNonNull(id());
		}

	}

}
