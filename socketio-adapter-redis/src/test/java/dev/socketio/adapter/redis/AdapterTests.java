package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Servers that share a Redis are one server for those who use them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdapterTests {

	private static final Duration TIMEOUT = TestServer.TIMEOUT;

	private static final BroadcastOptions ALL = BroadcastOptions.ALL;

	private final TestRedis redis = TestRedis.start();

	private final List<TestServer> servers = new ArrayList<>();

	@AfterEach
	void closeServers() {
		this.servers.forEach(TestServer::close);
		this.servers.clear();
	}

	@AfterAll
	void closeRedis() {
		this.redis.close();
	}

	private void start(Mode mode, int count) {
		for (int i = 0; i < count; i++) {
			TestServer server = TestServer.start(this.redis.port(), mode);
			server.adapter();
			this.servers.add(server);
		}
		settle();
	}

	private void settle() {
		this.servers.forEach(TestServer::settle);
	}

	private RedisAdapter adapter(int server) {
		return this.servers.get(server).adapter();
	}

	private TestNamespace namespace(int server) {
		return this.servers.get(server).namespace("/");
	}

	private void emit(int server, BroadcastOptions options, Object... args) {
		adapter(server).broadcast(Packet.event("/", "e", args), options).block(TIMEOUT);
	}

	/** All messages that were sent before have arrived when this one has. */
	private void awaitMarkers() {
		for (int i = 0; i < this.servers.size(); i++) {
			String marker = "[\"m" + ThreadLocalRandom.current().nextLong() + "\"]";
			String event = marker.substring(2, marker.length() - 2);
			// streams have two ways
			adapter(i).serverSideEmit(event, List.of());
			adapter(i).broadcast(Packet.event("/", event), ALL);
			for (int j = 0; j < this.servers.size(); j++) {
				TestNamespace other = namespace(j);
				boolean own = i == j;
				await().atMost(TIMEOUT)
					.pollInterval(Duration.ofMillis(5))
					.until(() -> (own || other.serverSide.contains(marker)) && other.localSockets()
						.stream()
						.allMatch((socket) -> ((TestNamespace.TestSocket) socket).received.contains(marker)));
			}
		}
	}

	private static List<String> events(TestNamespace.TestSocket socket) {
		return socket.received.stream().filter((text) -> text.startsWith("[\"e\"")).toList();
	}

	private static List<String> names(List<TestNamespace.TestSocket> sockets, String event) {
		List<String> names = new ArrayList<>();
		for (TestNamespace.TestSocket socket : sockets) {
			events(socket).stream().filter(event::equals).forEach((received) -> names.add(socket.id()));
		}
		return names;
	}

	@ParameterizedTest
	@EnumSource
	void deliversBroadcastsOnceToEachTarget(Mode mode) {
		start(mode, 3);
		List<TestNamespace.TestSocket> sockets = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			sockets.add(namespace(i).connect("both" + i, "r1", "r2"));
			sockets.add(namespace(i).connect("one" + i, "r1"));
			sockets.add(namespace(i).connect("none" + i));
		}
		sockets.add(namespace(2).connect("abcdefghij0123456789", "a#b"));
		settle();
		emit(0, ALL, "all");
		emit(1, ALL.withRooms("r1"), "r1");
		emit(2, ALL.withRooms("r1", "r2"), "union");
		emit(0, ALL.withRooms("r1").withExcept("r2"), "except");
		emit(1, ALL.withRooms("abcdefghij0123456789"), "sid");
		emit(0, ALL.withRooms("a#b"), "hash");
		emit(0, ALL.withRooms("nobody"), "nobody");
		emit(0, ALL.withFlags(BroadcastFlags.NONE.withLocal()), "local");
		emit(0, ALL.withExcept("one0", "one1", "r2"), "ids");
		emit(1, ALL, new byte[] { 1, 2 });
		awaitMarkers();
		assertThat(names(sockets, "[\"e\",\"all\"]")).hasSize(10).doesNotHaveDuplicates();
		assertThat(names(sockets, "[\"e\",\"r1\"]")).containsExactlyInAnyOrder("both0", "both1", "both2", "one0",
				"one1", "one2");
		assertThat(names(sockets, "[\"e\",\"union\"]")).containsExactlyInAnyOrder("both0", "both1", "both2", "one0",
				"one1", "one2");
		assertThat(names(sockets, "[\"e\",\"except\"]")).containsExactlyInAnyOrder("one0", "one1", "one2");
		assertThat(names(sockets, "[\"e\",\"sid\"]")).containsExactly("abcdefghij0123456789");
		assertThat(names(sockets, "[\"e\",\"hash\"]")).containsExactly("abcdefghij0123456789");
		assertThat(names(sockets, "[\"e\",\"nobody\"]")).isEmpty();
		assertThat(names(sockets, "[\"e\",\"local\"]")).containsExactly("both0", "one0", "none0");
		assertThat(names(sockets, "[\"e\",\"ids\"]")).containsExactlyInAnyOrder("none0", "none1", "one2", "none2",
				"abcdefghij0123456789");
		if (mode != Mode.STREAMS_PLAINTEXT) {
			assertThat(names(sockets, "[\"e\",\"AQI=\"]")).hasSize(10).doesNotHaveDuplicates();
		}
	}

	@ParameterizedTest
	@EnumSource
	void deliversOnceDuringJoinsAndLeaves(Mode mode) throws InterruptedException {
		start(mode, 2);
		List<TestNamespace.TestSocket> stable = List.of(namespace(0).connect("s0", "r1", "r2"),
				namespace(1).connect("s1", "r1", "r2"));
		List<TestNamespace.TestSocket> moving = List.of(namespace(0).connect("m0"), namespace(1).connect("m1"));
		settle();
		AtomicBoolean done = new AtomicBoolean();
		Thread mover = new Thread(() -> {
			while (!done.get()) {
				for (int i = 0; i < 2; i++) {
					adapter(i).addAll("m" + i, List.of("r1", "r2", "own" + i));
					adapter(i).del("m" + i, "r1");
					adapter(i).del("m" + i, "r2");
					adapter(i).del("m" + i, "own" + i);
				}
			}
		});
		mover.start();
		for (int i = 0; i < 200; i++) {
			emit(i % 2, (i % 3 == 0) ? ALL.withRooms("r1") : ALL.withRooms("r1", "r2"), i);
		}
		done.set(true);
		mover.join();
		awaitMarkers();
		List<String> all = IntStream.range(0, 200).mapToObj((i) -> "[\"e\"," + i + "]").toList();
		stable.forEach((socket) -> assertThat(events(socket)).containsExactlyInAnyOrderElementsOf(all));
		moving.forEach((socket) -> assertThat(events(socket)).doesNotHaveDuplicates());
	}

	@ParameterizedTest
	@EnumSource
	void appliesOperationsToSocketsOfAllServers(Mode mode) {
		start(mode, 3);
		List<TestNamespace.TestSocket> sockets = List.of(namespace(0).connect("a", "r1"),
				namespace(1).connect("b", "r1"), namespace(2).connect("c"));
		sockets.get(1).data.put("n", 1);
		settle();
		adapter(0).addSockets(ALL.withRooms("r1"), Set.of("j1", "j2")).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> sockets.get(1).rooms().contains("j2"));
		awaitMarkers();
		assertThat(sockets.get(0).rooms()).contains("j1", "j2");
		assertThat(sockets.get(2).rooms()).containsExactly("c");
		settle();
		List<SocketDescription> found = adapter(2).fetchSockets(ALL.withRooms("j1").withExcept("a"))
			.collectList()
			.block(TIMEOUT);
		assertThat(found).singleElement().satisfies((socket) -> {
			assertThat(socket.id()).isEqualTo("b");
			assertThat(socket.rooms()).containsExactlyInAnyOrder("b", "r1", "j1", "j2");
			assertThat((Map<?, ?>) socket.data()).isEqualTo(Map.of("n", 1));
			assertThat(socket.handshake()).containsEntry("address", "127.0.0.1");
		});
		assertThat(adapter(2).fetchSockets(ALL.withFlags(BroadcastFlags.NONE.withLocal()))
			.map(SocketDescription::id)
			.collectList()
			.block(TIMEOUT)).containsExactly("c");
		adapter(2).delSockets(ALL.withRooms("j1"), Set.of("j1")).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> sockets.stream().noneMatch((socket) -> socket.rooms().contains("j1")));
		adapter(1).disconnectSockets(ALL.withRooms("r1"), true).block(TIMEOUT);
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(sockets.get(0).disconnects).containsExactly(true));
		assertThat(sockets.get(1).disconnects).containsExactly(true);
		assertThat(sockets.get(2).disconnects).isEmpty();
		assertThat(adapter(0).fetchSockets(ALL).map(SocketDescription::id).collectList().block(TIMEOUT))
			.containsExactly("c");
	}

	@ParameterizedTest
	@EnumSource
	void appliesOlderMethodsToSocketsOfAllServers(Mode mode) {
		start(mode, 2);
		TestNamespace.TestSocket socket = namespace(1).connect("b", "r1");
		namespace(0).connect("a");
		settle();
		RedisAdapter adapter = adapter(0);
		assertThat(adapter.clients(Set.of()).block(TIMEOUT)).containsExactlyInAnyOrder("a", "b");
		assertThat(adapter.clients(Set.of("r1")).block(TIMEOUT)).containsExactly("b");
		assertThat(adapter.clientRooms("b").block(TIMEOUT)).containsExactlyInAnyOrder("b", "r1");
		assertThat(adapter.clientRooms("unknown").block(TIMEOUT)).isEmpty();
		assertThat(adapter.allRooms().block(TIMEOUT)).containsExactlyInAnyOrder("a", "b", "r1");
		adapter.remoteJoin("b", "r2").block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> socket.rooms().contains("r2"));
		adapter.remoteLeave("b", "r2").block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> !socket.rooms().contains("r2"));
		adapter.remoteDisconnect("b", false).block(TIMEOUT);
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(socket.disconnects).containsExactly(false));
		adapter.customHook((data) -> "own " + data.get(0, String.class));
		adapter(1).customHook((data) -> Map.of("other", data.get(0, String.class)));
		List<String> answers = adapter.customRequest("x")
			.block(TIMEOUT)
			.stream()
			.map((answer) -> TestNamespace.text(Collections.singletonList(answer.get(0, Object.class))))
			.toList();
		assertThat(answers).containsExactlyInAnyOrder("[\"own x\"]", "[{\"other\":\"x\"}]");
	}

	@ParameterizedTest
	@EnumSource
	void deliversEventsToOtherServers(Mode mode) {
		start(mode, 3);
		adapter(0).serverSideEmit("hello", List.of(1, "é")).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> namespace(1).serverSide.size() == 1 && namespace(2).serverSide.size() == 1);
		namespace(1).answer = List.of("b");
		namespace(2).answer = List.of("c");
		List<String> answers = adapter(0).serverSideEmitWithAck("ask", List.of())
			.block(TIMEOUT)
			.stream()
			.map((answer) -> answer.get(0, String.class))
			.toList();
		assertThat(answers).containsExactlyInAnyOrder("b", "c");
		assertThat(namespace(1).serverSide).containsExactly("[\"hello\",1,\"é\"]", "[\"ask\"]");
		assertThat(namespace(0).serverSide).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void collectsAcknowledgementsOfAllServers(Mode mode) {
		start(mode, 3);
		namespace(0).connect("a", "r1");
		namespace(1).connect("b", "r1");
		namespace(1).connect("b2");
		namespace(2).connect("c", "r1").acks = false;
		settle();
		List<Integer> counts = new CopyOnWriteArrayList<>();
		List<String> acks = new CopyOnWriteArrayList<>();
		adapter(0).broadcastWithAck(Packet.event("/", "ask"),
				ALL.withRooms("r1").withFlags(BroadcastFlags.NONE.withTimeout(TIMEOUT)), counts::add,
				(ack) -> acks.add(ack.get(0, String.class)));
		await().atMost(TIMEOUT).until(() -> counts.size() == 3 && acks.size() == 2);
		assertThat(counts).containsExactly(1, 1, 1);
		assertThat(acks).containsExactlyInAnyOrder("a:ask", "b:ask");
		awaitMarkers();
		assertThat(counts).hasSize(3);
		assertThat(acks).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void countsServersByNamespace(Mode mode) {
		start(mode, 3);
		this.servers.get(0).adapter("/chat");
		this.servers.get(1).adapter("/chat");
		settle();
		assertThat(adapter(0).serverCount().block(TIMEOUT)).isEqualTo(3);
		assertThat(this.servers.get(0).adapter("/chat").serverCount().block(TIMEOUT)).isEqualTo(2);
		this.servers.get(1).adapter("/chat").close().block(TIMEOUT);
		assertThat(this.servers.get(0).adapter("/chat").serverCount().block(TIMEOUT)).isEqualTo(1);
		assertThat(adapter(0).serverCount().block(TIMEOUT)).isEqualTo(3);
		this.servers.remove(2).close();
		assertThat(adapter(0).serverCount().block(TIMEOUT)).isEqualTo(2);
		// this server is there even if Redis does not know it
		this.servers.get(0).adapter("/chat").close().block(TIMEOUT);
		assertThat(this.servers.get(0).adapter("/chat").serverCount().block(TIMEOUT)).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void separatesNamespaces(Mode mode) {
		start(mode, 2);
		this.servers.forEach((server) -> server.adapter("/chat"));
		this.servers.forEach((server) -> server.adapter("/chat#"));
		settle();
		TestNamespace.TestSocket main = namespace(1).connect("main", "r1");
		TestNamespace.TestSocket chat = this.servers.get(1).namespace("/chat").connect("chat", "r1", "#");
		settle();
		this.servers.get(0).adapter("/chat").broadcast(Packet.event("/chat", "e", "chat"), ALL.withRooms("r1"));
		this.servers.get(0).adapter("/chat#").broadcast(Packet.event("/chat#", "e", "other"), ALL);
		emit(0, ALL.withRooms("r1"), "main");
		awaitMarkers();
		this.servers.get(0).adapter("/chat").broadcast(Packet.event("/chat", "e", "last"), ALL);
		await().atMost(TIMEOUT).until(() -> events(chat).contains("[\"e\",\"last\"]"));
		assertThat(events(chat)).containsExactly("[\"e\",\"chat\"]", "[\"e\",\"last\"]");
		assertThat(events(main)).containsExactly("[\"e\",\"main\"]");
		assertThat(this.servers.get(1).statistics().ignoredMessages()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void exposesUidAndPrefix(Mode mode) {
		start(mode, 2);
		Set<String> uids = new HashSet<>(
				List.of(adapter(0).uid(), adapter(1).uid(), this.servers.get(0).adapter("/chat").uid()));
		assertThat(uids).hasSize(3).doesNotContain("emitter", "");
		assertThat(adapter(0).prefix()).isEqualTo("socket.io");
		assertThat(adapter(0).requestTimeout()).isEqualTo(Mode.REQUEST_TIMEOUT);
		Mono<Throwable> next = adapter(0).errors().next();
		List<Throwable> errors = new ArrayList<>();
		next.subscribe(errors::add);
		IllegalStateException error = new IllegalStateException("told");
		this.servers.get(0).statistics().error(error);
		assertThat(errors).containsExactly(error);
	}

	@ParameterizedTest
	@EnumSource
	void ignoresMessagesAfterClosing(Mode mode) {
		start(mode, 2);
		TestNamespace.TestSocket socket = namespace(1).connect("b", "r1");
		settle();
		adapter(1).close().block(TIMEOUT);
		emit(0, ALL, 1);
		emit(0, ALL.withRooms("r1"), 2);
		assertThat(adapter(0).serverSideEmitWithAck("ask", List.of()).block(TIMEOUT)).isEmpty();
		assertThat(adapter(0).fetchSockets(ALL).collectList().block(TIMEOUT)).isEmpty();
		// what was published before has gone through both connections
		this.servers.get(1).settle();
		assertThat(events(socket)).isEmpty();
	}

}
