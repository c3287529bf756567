package dev.socketio.adapter.mongo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.RequestTimeoutException;
import dev.socketio.adapter.Session;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestMongo;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two servers, A and B, that share a collection.
 */
class MongoAdapterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final MongoOptions OPTIONS = MongoOptions.builder()
		.addCreatedAtField(true)
		.requestTimeout(Duration.ofSeconds(15))
		.build();

	private final TestMongo mongo = TestMongo.start();

	private final MongoClient client = MongoClients.create(this.mongo.uri());

	private final List<MongoConnection> connections = new ArrayList<>();

	private final MongoConnection connectionB = connection(OPTIONS);

	private final MongoAdapterFactory factoryA = factory(OPTIONS);

	private final MongoAdapterFactory factoryB = MongoAdapterFactory.open(this.connectionB);

	private final TestNamespace a = namespace(this.factoryA, "/", false);

	private final TestNamespace b = namespace(this.factoryB, "/", false);

	@BeforeEach
	void waitForEachOther() {
		awaitCluster(2, this.a, this.b);
	}

	@AfterEach
	void close() {
		this.connections.forEach(MongoConnection::close);
		this.client.close();
		this.mongo.close();
	}

	private MongoConnection connection(MongoOptions options) {
		MongoConnection connection = MongoConnection.open(this.client, "test",
				options.mutate().collection("events").build(), JsonMapper.shared());
		this.connections.add(connection);
		return connection;
	}

	private MongoAdapterFactory factory(MongoOptions options) {
		return MongoAdapterFactory.open(connection(options));
	}

	private static TestNamespace namespace(MongoAdapterFactory factory, String name, boolean recovery) {
		TestNamespace namespace = new TestNamespace(name, recovery);
		return namespace.join(factory.create(namespace));
	}

	private static void awaitCluster(int count, TestNamespace... namespaces) {
		for (TestNamespace namespace : namespaces) {
			await().atMost(TIMEOUT)
				.until(() -> Integer.valueOf(count).equals(namespace.adapter().serverCount().block()));
		}
	}

	private static Packet event(String name, @Nullable Object... args) {
		return Packet.event("/", name, args);
	}

	private static BroadcastOptions to(String... rooms) {
		return BroadcastOptions.ALL.withRooms(rooms);
	}

	@Test
	void emitsReachEachClientOnce() {
		TestNamespace.TestSocket a1 = this.a.connect("a1", "r1");
		TestNamespace.TestSocket b1 = this.b.connect("b1", "r1", "r2");
		TestNamespace.TestSocket b2 = this.b.connect("b2");
		Adapter adapter = this.a.adapter();
		StepVerifier.create(adapter.broadcast(event("all", 1, new byte[] { 1, 2 }), BroadcastOptions.ALL))
			.expectComplete()
			.verify(TIMEOUT);
		adapter.broadcast(event("union"), to("r1", "r2"));
		adapter.broadcast(event("except"), BroadcastOptions.ALL.withExcept("r1"));
		adapter.broadcast(event("local"), BroadcastOptions.ALL.withFlags(BroadcastFlags.NONE.withLocal()));
		adapter.broadcast(event("last"), BroadcastOptions.ALL);
		await().atMost(TIMEOUT).until(() -> b1.received.contains("[\"last\"]") && b2.received.contains("[\"last\"]"));
		assertThat(a1.received).containsExactly("[\"all\",1,\"AQI=\"]", "[\"union\"]", "[\"local\"]", "[\"last\"]");
		assertThat(b1.received).containsExactly("[\"all\",1,\"AQI=\"]", "[\"union\"]", "[\"last\"]");
		assertThat(b2.received).containsExactly("[\"all\",1,\"AQI=\"]", "[\"except\"]", "[\"last\"]");
	}

	@Test
	void eventsKeepTheirOrder() {
		TestNamespace.TestSocket b1 = this.b.connect("b1");
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			this.a.adapter().broadcast(event("n", i), BroadcastOptions.ALL);
			expected.add("[\"n\"," + i + "]");
		}
		await().atMost(TIMEOUT).until(() -> b1.received.size() >= expected.size());
		assertThat(b1.received).isEqualTo(expected);
	}

	@Test
	void flagsTravel() {
		this.b.connect("b1");
		this.a.adapter()
			.broadcast(event("e"),
					BroadcastOptions.ALL.withFlags(BroadcastFlags.NONE.withVolatile().withCompress(false)));
		await().atMost(TIMEOUT).until(() -> !this.b.flags.isEmpty());
		assertThat(this.b.flags.get(0).isVolatile()).isTrue();
		assertThat(this.b.flags.get(0).compress()).isFalse();
	}

	@Test
	void acksOfAllServersArrive() {
		this.a.connect("a1");
		this.b.connect("b1");
		this.b.connect("b2").acks = false;
		List<Integer> counts = new CopyOnWriteArrayList<>();
		List<String> acks = new CopyOnWriteArrayList<>();
		this.a.adapter()
			.broadcastWithAck(event("ask"), BroadcastOptions.ALL.withFlags(BroadcastFlags.NONE.withTimeout(TIMEOUT)),
					counts::add, (ack) -> acks.add(ack.get(0, String.class)));
		await().atMost(TIMEOUT).until(() -> acks.size() == 2 && counts.size() == 2);
		assertThat(counts).containsExactlyInAnyOrder(1, 2);
		assertThat(acks).containsExactlyInAnyOrder("ack of a1", "ack of b1");
	}

	@Test
	void socketsOfAllServersAreFound() {
		this.a.connect("a1", "r1");
		TestNamespace.TestSocket b1 = this.b.connect("b1", "r1");
		b1.data.put("bytes", new byte[] { 7 });
		this.b.connect("b2");
		List<SocketDescription> found = this.a.adapter().fetchSockets(to("r1")).collectList().block(TIMEOUT);
		assertThat(found).extracting(SocketDescription::id).containsExactly("a1", "b1");
		assertThat(found.get(1).rooms()).containsExactlyInAnyOrder("b1", "r1");
		assertThat((byte[]) ((Map<?, ?>) found.get(1).data()).get("bytes")).containsExactly(7);
		assertThat(this.a.adapter().allRooms().block(TIMEOUT)).containsExactlyInAnyOrder("a1", "r1", "b1", "b2");
	}

	@Test
	void remoteSocketsJoinLeaveAndDisconnect() {
		TestNamespace.TestSocket a1 = this.a.connect("a1");
		TestNamespace.TestSocket b1 = this.b.connect("b1", "r1");
		TestNamespace.TestSocket b2 = this.b.connect("b2");
		this.a.adapter().addSockets(to("r1"), Set.of("x", "y"));
		await().atMost(TIMEOUT).until(() -> b1.rooms().containsAll(Set.of("x", "y")));
		this.a.adapter().delSockets(BroadcastOptions.ALL, Set.of("x"));
		await().atMost(TIMEOUT).until(() -> !b1.rooms().contains("x"));
		assertThat(b2.rooms()).containsExactly("b2");
		this.a.adapter().disconnectSockets(to("b2"), true);
		await().atMost(TIMEOUT).until(() -> b2.disconnects.equals(List.of(true)));
		assertThat(a1.disconnects).isEmpty();
		assertThat(b1.disconnects).isEmpty();
	}

	@Test
	void serversEmitToEachOther() {
		StepVerifier.create(this.a.adapter().serverSideEmit("sse", List.of(1, "é"))).expectComplete().verify(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> this.b.serverSide.equals(List.of("[\"sse\",1,\"é\"]")));
		assertThat(this.a.serverSide).isEmpty();
		assertThat(ask()).extracting((arguments) -> arguments.get(0, String.class)).containsExactly("pong");
		this.b.answer = List.of();
		assertThat(ask()).extracting((arguments) -> arguments.get(0, String.class)).containsExactly((String) null);
	}

	private List<Arguments> ask() {
		return this.a.adapter().serverSideEmitWithAck("ask", List.of()).blockOptional(TIMEOUT).orElseThrow();
	}

	@Test
	void customRequestsReachAllServers() {
		this.a.adapter().customHook((data) -> "A:" + data.get(0, String.class));
		this.b.adapter().customHook((data) -> "B:" + data.get(0, String.class));
		assertThat(this.a.adapter().customRequest("q").block(TIMEOUT))
			.extracting((arguments) -> arguments.get(0, String.class))
			.containsExactlyInAnyOrder("A:q", "B:q");
	}

	@Test
	void missingAnswersEndInAnErrorWithTheOthers() {
		TestNamespace silent = namespace(factory(OPTIONS), "/", false);
		silent.answers = false;
		TestNamespace asking = namespace(factory(OPTIONS.mutate().requestTimeout(Duration.ofSeconds(5)).build()), "/",
				false);
		awaitCluster(4, this.a, this.b, silent, asking);
		StepVerifier.create(asking.adapter().serverSideEmitWithAck("ask", List.of()))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(RequestTimeoutException.class,
					(timeout) -> assertThat(timeout.responses()).hasSize(2)))
			.verify(TIMEOUT);
	}

	@Test
	void namespacesShareOneChangeStream() {
		TestNamespace chatA = namespace(this.factoryA, "/chat", false);
		TestNamespace chatB = namespace(this.factoryB, "/chat", false);
		awaitCluster(2, chatA, chatB);
		TestNamespace.TestSocket main = this.b.connect("b1");
		TestNamespace.TestSocket chat = chatB.connect("c1");
		chatA.adapter().broadcast(event("to chat"), BroadcastOptions.ALL);
		this.a.adapter().broadcast(event("to main"), BroadcastOptions.ALL);
		await().atMost(TIMEOUT).until(() -> !main.received.isEmpty() && !chat.received.isEmpty());
		assertThat(main.received).containsExactly("[\"to main\"]");
		assertThat(chat.received).containsExactly("[\"to chat\"]");
		StepVerifier.create(chatB.adapter().close()).expectComplete().verify(TIMEOUT);
		chatA.adapter().broadcast(event("too late"), BroadcastOptions.ALL);
		this.a.adapter().broadcast(event("marker"), BroadcastOptions.ALL);
		await().atMost(TIMEOUT).until(() -> main.received.contains("[\"marker\"]"));
		assertThat(chat.received).hasSize(1);
	}

	@Test
	void silentServersAreForgottenAndNotWaitedFor() {
		MongoOptions quick = OPTIONS.mutate()
			.heartbeatInterval(Duration.ofMillis(200))
			.heartbeatTimeout(Duration.ofMillis(1000))
			.build();
		TestNamespace c = namespace(factory(quick), "/quick", false);
		MongoConnection connectionD = connection(quick);
		TestNamespace d = namespace(MongoAdapterFactory.open(connectionD), "/quick", false);
		awaitCluster(2, c, d);
		connectionD.close();
		Mono<List<Arguments>> answers = c.adapter().serverSideEmitWithAck("ask", List.of());
		StepVerifier.create(answers).expectNext(List.of()).expectComplete().verify(TIMEOUT);
		awaitCluster(1, c);
	}

	@Test
	void heartbeatsKeepQuietServers() {
		MongoOptions quick = OPTIONS.mutate()
			.heartbeatInterval(Duration.ofMillis(200))
			.heartbeatTimeout(Duration.ofSeconds(5))
			.build();
		TestNamespace c = namespace(factory(quick), "/quick", false);
		TestNamespace d = namespace(factory(quick), "/quick", false);
		awaitCluster(2, c, d);
		await().during(Duration.ofSeconds(7))
			.atMost(Duration.ofSeconds(11))
			.until(() -> Integer.valueOf(2).equals(c.adapter().serverCount().block()));
	}

	@Test
	void emittersReachAllServers() {
		TestNamespace.TestSocket a1 = this.a.connect("a1", "r1");
		TestNamespace.TestSocket b1 = this.b.connect("b1", "r1");
		SocketIOEmitter emitter = MongoEmitter.create(connection(OPTIONS));
		StepVerifier.create(emitter.to("r1").emit("hello", Map.of("n", 1))).expectComplete().verify(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> a1.received.size() == 1 && b1.received.size() == 1);
		assertThat(b1.received).containsExactly("[\"hello\",{\"n\":1}]");
		emitter.serverSideEmit("sse", 1);
		await().atMost(TIMEOUT).until(() -> this.a.serverSide.size() == 1 && this.b.serverSide.size() == 1);
		emitter.in("r1").socketsJoin("x");
		await().atMost(TIMEOUT).until(() -> a1.rooms().contains("x") && b1.rooms().contains("x"));
		emitter.disconnectSockets(false);
		await().atMost(TIMEOUT).until(() -> a1.disconnects.size() == 1 && b1.disconnects.size() == 1);
		assertThat(this.a.adapter().serverCount().block()).isEqualTo(2);
	}

	@Test
	void malformedDocumentsAreIgnored() {
		TestNamespace.TestSocket b1 = this.b.connect("b1");
		long before = this.connectionB.statistics().ignoredMessages();
		insert("{type: 3, uid: 'x', nsp: '/'}");
		insert("{type: 3, uid: 'x', nsp: '/', data: {packet: {type: 2, data: ['e']}}}");
		insert("{type: 3, uid: 'x', nsp: '/', data: {packet: 1, opts: 2}}");
		insert("{type: '3', uid: 'x', nsp: '/'}");
		insert("{type: 99, uid: 'x', nsp: '/'}");
		insert("{type: 8, uid: 'x', nsp: '/', data: {requestId: 1}}");
		insert("{nsp: '/'}");
		insert("{}");
		insert("{type: 3, uid: 'x', nsp: '/other'}");
		this.a.adapter().broadcast(event("after"), BroadcastOptions.ALL);
		await().atMost(TIMEOUT).until(() -> b1.received.contains("[\"after\"]"));
		assertThat(b1.received).hasSize(1);
		assertThat(this.connectionB.statistics().ignoredMessages() - before).isEqualTo(7);
	}

	private void insert(String json) {
		Mono.from(this.client.getDatabase("test").getCollection("events").insertOne(Document.parse(json)))
			.block(TIMEOUT);
	}

	@Test
	void sessionsAreRecoveredOnAnotherServer() {
		TestNamespace recA = namespace(this.factoryA, "/rec", true);
		TestNamespace recB = namespace(this.factoryB, "/rec", true);
		awaitCluster(2, recA, recB);
		TestNamespace.TestSocket first = recA.connect("s1", "r1");
		String offset = seen(recA, first);
		recA.adapter().persistSession(new Session("s1", "p1", Set.of("s1", "r1"), Map.of("user", 1), null));
		recA.adapter().broadcast(event("missed", new byte[] { 7 }), to("r1"));
		recB.adapter().broadcast(event("missed too"), BroadcastOptions.ALL);
		recB.adapter().broadcast(event("other room"), to("r2"));
		recB.adapter().broadcast(event("excepted"), BroadcastOptions.ALL.withExcept("r1"));
		recA.adapter().broadcast(event("volatile"), BroadcastOptions.ALL.withFlags(BroadcastFlags.NONE.withVolatile()));
		StepVerifier.create(recB.adapter().broadcast(event("private"), to("s1"))).expectComplete().verify(TIMEOUT);
		StepVerifier.create(recA.adapter().broadcast(event("end"), to("s1"))).expectComplete().verify(TIMEOUT);
		Session session = recB.adapter().takeSession("p1").block(TIMEOUT);
		assertThat(session).isEqualTo(new Session("s1", "p1", Set.of("s1", "r1"), Map.of("user", 1), null));
		assertThat(recA.adapter().takeSession("p1").blockOptional(TIMEOUT)).isEmpty();
		List<Packet> missed = recB.adapter().missedPackets(session, offset).block(TIMEOUT);
		assertThat(missed).extracting(Packet::event)
			.containsExactlyInAnyOrder("missed", "missed too", "private", "end");
		assertThat((byte[]) missed.stream()
			.filter((packet) -> packet.event().equals("missed"))
			.findAny()
			.orElseThrow()
			.data()
			.get(1)).containsExactly(7);
		assertThat(recB.adapter().missedPackets(session, "000000000000000000000000").blockOptional(TIMEOUT)).isEmpty();
		assertThat(recB.adapter().missedPackets(session, "nonsense").blockOptional(TIMEOUT)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "true, 125, false", "true, 60, true", "false, 125, false", "false, 60, true" })
	void expiredSessionsAreNotHandedOut(boolean expiring, int ageSeconds, boolean found) {
		TestNamespace rec = namespace(factory(OPTIONS.mutate().addCreatedAtField(expiring).build()), "/rec", true);
		Date stored = Date.from(Instant.now().minusSeconds(ageSeconds));
		Document session = new Document("_id", new ObjectId(stored)).append("type", MongoDocuments.SESSION)
			.append("uid", "other")
			.append("nsp", "/rec")
			.append("data",
					new Document("sid", "s1").append("pid", "p1")
						.append("rooms", List.of("s1"))
						.append("data", new Document()));
		Mono.from(this.client.getDatabase("test").getCollection("events").insertOne(session)).block(TIMEOUT);
		assertThat(rec.adapter().takeSession("p1").blockOptional(TIMEOUT).isPresent()).isEqualTo(found);
		assertThat(rec.adapter().takeSession("p1").blockOptional(TIMEOUT)).isEmpty();
	}

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("test"), new IOException("test"), new AssertionError("test"),
				new NoClassDefFoundError("test"), new StackOverflowError("test"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failuresOfTheApplicationDoNotStopTheNextMessages(Throwable failure) {
		TestNamespace.TestSocket socket = this.b.connect("b1");
		this.b.failure = failure;
		this.a.adapter().serverSideEmit("fails", List.of());
		this.a.adapter().broadcast(event("fails"), BroadcastOptions.ALL);
		// the handler of the thread is told of some
		await().dontCatchUncaughtExceptions()
			.atMost(TIMEOUT)
			.until(() -> this.b.flags.size() == 1 && this.b.serverSide.size() == 1);
		this.b.failure = null;
		this.a.adapter().broadcast(event("next"), BroadcastOptions.ALL);
		await().dontCatchUncaughtExceptions().atMost(TIMEOUT).until(() -> socket.received.contains("[\"next\"]"));
		assertThat(this.a.adapter().serverSideEmitWithAck("ask", List.of()).block(TIMEOUT)).hasSize(1);
	}

	/** A place that a removed session leaves is not taken by a later event. */
	@Test
	void missedEventsKeepTheirOrderWhenSessionsAreRemoved() {
		TestNamespace rec = namespace(this.factoryA, "/rec", true);
		TestNamespace.TestSocket socket = rec.connect("s1");
		for (String pid : List.of("p1", "p2", "p3")) {
			rec.adapter().persistSession(new Session(pid, pid, Set.of(pid), Map.of(), null));
		}
		String offset = seen(rec, socket);
		Session session = rec.adapter().takeSession("p1").blockOptional(TIMEOUT).orElseThrow();
		for (int i = 0; i < 4; i++) {
			StepVerifier.create(rec.adapter().broadcast(event("missed " + i), BroadcastOptions.ALL))
				.expectComplete()
				.verify(TIMEOUT);
			rec.adapter().takeSession("p" + (i + 2)).block(TIMEOUT);
		}
		assertThat(rec.adapter().missedPackets(session, offset).block(TIMEOUT)).extracting(Packet::event)
			.containsExactly("missed 0", "missed 1", "missed 2", "missed 3");
	}

	/** Nothing is removed from capped collections. */
	@Test
	void sessionsThatCannotBeRemovedAreHandedOutOnce() {
		TestNamespace recA = namespace(factory(MongoOptions.DEFAULT), "/rec", true);
		TestNamespace recB = namespace(factory(MongoOptions.DEFAULT), "/rec", true);
		awaitCluster(2, recA, recB);
		for (int i = 0; i < 20; i++) {
			String pid = "p" + i;
			recA.adapter().persistSession(new Session("s" + i, pid, Set.of("r1"), Map.of(), null));
			StepVerifier.create(recA.adapter().broadcast(event("stored before"), BroadcastOptions.ALL))
				.expectComplete()
				.verify(TIMEOUT);
			StepVerifier
				.create(Flux.merge(recA.adapter().takeSession(pid), recB.adapter().takeSession(pid),
						recA.adapter().takeSession(pid)))
				.assertNext((session) -> assertThat(session.pid()).isEqualTo(pid))
				.expectComplete()
				.verify(TIMEOUT);
			assertThat(recB.adapter().takeSession(pid).blockOptional(TIMEOUT)).isEmpty();
		}
	}

	@Test
	void clientsGetTheSameOffsetFromAllServers() {
		TestNamespace recA = namespace(this.factoryA, "/rec", true);
		TestNamespace recB = namespace(this.factoryB, "/rec", true);
		awaitCluster(2, recA, recB);
		TestNamespace.TestSocket a1 = recA.connect("a1");
		TestNamespace.TestSocket b1 = recB.connect("b1");
		String offset = seen(recA, a1);
		await().atMost(TIMEOUT).until(() -> b1.received.size() == a1.received.size());
		assertThat(last(b1)).isEqualTo(last(a1));
		assertThat(offset).matches("[0-9a-f]{24}");
	}

	/**
	 * Return the offset of an event that has one: when MongoDB takes longer than a
	 * second, clients of the same server get theirs without.
	 */
	private static String seen(TestNamespace namespace, TestNamespace.TestSocket socket) {
		do {
			int before = socket.received.size();
			namespace.adapter().broadcast(event("seen"), BroadcastOptions.ALL);
			await().atMost(TIMEOUT).until(() -> socket.received.size() > before);
		}
		while (last(socket).equals("[\"seen\"]"));
		return offset(last(socket));
	}

	private static String last(TestNamespace.TestSocket socket) {
		return socket.received.get(socket.received.size() - 1);
	}

	private static String offset(String event) {
		return JsonMapper.shared()
			.readTree(event)
			.values()
			.stream()
			.reduce((first, second) -> second)
			.orElseThrow()
			.asString();
	}

}
