package dev.socketio.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.FakeWebSocket;
import dev.socketio.engine.session.Loops;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connect, recovery and disconnect come in this order and once each, whatever the
 * connection does meanwhile.
 */
class LifecycleTests {

	private ServerFixture fixture = new ServerFixture();

	/** What listeners were told, by the id of the socket. */
	private final Map<String, List<String>> lives = new ConcurrentHashMap<>();

	@AfterEach
	void close() {
		this.fixture.close();
		assertThat(this.fixture.server).extracting("context.clients", InstanceOfAssertFactories.COLLECTION).isEmpty();
		assertThat(this.fixture.server).extracting("context.byPrivateId", InstanceOfAssertFactories.MAP).isEmpty();
		assertThat(this.fixture.server.engine().bufferedBytes()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aClientThatIsGoneWhenItsConnectIsReadLeavesNothing(boolean recovery) {
		record(recovery);
		for (int i = 0; i < 50; i++) {
			FakeWebSocket webSocket = this.fixture.open(this.fixture.first).webSocket;
			Loops.run(webSocket.loop(), () -> {
				webSocket.sink().close();
				webSocket.arrive("40");
			});
			webSocket.disconnect();
		}
		this.fixture.settle();
		assertThat(this.fixture.server.sockets()).isEmpty();
		assertThat(this.fixture.server.engine().clientsCount()).isZero();
		assertThat(this.fixture.server.engine().overflowCount()).isZero();
		assertThat(this.lives).hasSize(50);
		assertThat(this.lives.values()).allSatisfy((life) -> assertThat(life).containsExactly("connect", "disconnect"));
	}

	@Test
	void aClientThatIsGoneWhileItIsRecoveredLeavesNothing() {
		record(true);
		ServerFixture.Client client = this.fixture.connect();
		String connected = client.received().get(0);
		String pid = connected.replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1");
		client.webSocket.disconnect();
		FakeWebSocket webSocket = this.fixture.open(this.fixture.second).webSocket;
		Loops.run(webSocket.loop(), () -> {
			webSocket.sink().close();
			webSocket.arrive("40{\"pid\":\"" + pid + "\"}");
		});
		this.fixture.settle();
		webSocket.disconnect();
		this.fixture.settle();
		assertThat(this.fixture.server.sockets()).isEmpty();
		assertThat(this.lives.values()).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly("connect", "disconnect", "recovered", "disconnect");
	}

	@Test
	void aClientThatDoesNotReadItsConnectAnswerHasOneLife() {
		this.fixture.close();
		this.fixture = new ServerFixture((builder) -> builder.engine(
				EngineOptions.builder().limits((limits) -> limits.maxBufferedPackets(1).maxBufferedBytes(10)).build()));
		record(false);
		this.fixture.server.use((socket) -> {
			EngineSessions.of(socket).send("x".repeat(70_000));
			return Mono.empty();
		});
		ServerFixture.Client client = this.fixture.open(this.fixture.first);
		client.webSocket.sink().stall(true);
		client.send("0");
		this.fixture.settle();
		assertThat(this.fixture.server.sockets()).isEmpty();
		assertThat(this.fixture.server.engine().overflowCount()).isOne();
		assertThat(this.lives.values()).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly("connect", "disconnect");
	}

	@Test
	void theStackDoesNotGrowWithNeighboursThatAreGone() {
		AtomicInteger deepest = new AtomicInteger();
		record(false);
		this.fixture.server.onDisconnect((socket, reason) -> {
			int depth = Thread.currentThread().getStackTrace().length;
			deepest.accumulateAndGet(depth, Math::max);
			this.fixture.server.emit("left");
		});
		List<FakeWebSocket> webSockets = connect(300);
		Loops.run(this.fixture.first, () -> webSockets.forEach((webSocket) -> webSocket.sink().close()));
		webSockets.forEach(FakeWebSocket::disconnect);
		this.fixture.settle();
		assertThat(this.fixture.server.sockets()).isEmpty();
		assertThat(this.fixture.server.engine().overflowCount()).isZero();
		assertThat(this.lives.values()).hasSize(300)
			.allSatisfy((life) -> assertThat(life).containsExactly("connect", "disconnect"));
		assertThat(deepest.get()).isLessThan(100);
	}

	@Test
	void theStackDoesNotGrowWithNeighboursThatListenersDisconnect() {
		AtomicInteger deepest = new AtomicInteger();
		record(false);
		this.fixture.server.onDisconnect((socket, reason) -> {
			deepest.accumulateAndGet(Thread.currentThread().getStackTrace().length, Math::max);
			this.fixture.server.sockets().values().stream().limit(1).forEach((next) -> next.disconnect(true));
		});
		connect(300);
		this.fixture.server.sockets().values().iterator().next().disconnect(true);
		for (int i = 0; i < 400; i++) {
			this.fixture.settle();
		}
		assertThat(this.fixture.server.sockets()).isEmpty();
		assertThat(this.lives.values()).hasSize(300)
			.allSatisfy((life) -> assertThat(life).containsExactly("connect", "disconnect"));
		assertThat(deepest.get()).isLessThan(100);
	}

	@Test
	void theStackDoesNotGrowWithNeighboursThatDoNotRead() {
		this.fixture.close();
		this.fixture = new ServerFixture((builder) -> builder
			.engine(EngineOptions.builder().limits((limits) -> limits.maxBufferedBytes(1000)).build()));
		AtomicInteger deepest = new AtomicInteger();
		record(false);
		this.fixture.server.onDisconnect((socket, reason) -> {
			deepest.accumulateAndGet(Thread.currentThread().getStackTrace().length, Math::max);
			this.fixture.server.emit("left", "x".repeat(70_000));
		});
		List<FakeWebSocket> webSockets = connect(100);
		webSockets.forEach((webSocket) -> webSocket.sink().stall(true));
		this.fixture.server.emit("fills", "x".repeat(70_000));
		this.fixture.server.sockets().values().iterator().next().disconnect();
		for (int i = 0; i < 10; i++) {
			this.fixture.settle();
		}
		assertThat(this.fixture.server.sockets()).isEmpty();
		assertThat(this.lives.values()).hasSize(100)
			.allSatisfy((life) -> assertThat(life).containsExactly("connect", "disconnect"));
		assertThat(deepest.get()).isLessThan(100);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void allListenersKnowThatASocketCameBeforeTheyAreToldThatItWent(boolean close) {
		List<String> told = new CopyOnWriteArrayList<>();
		SocketIOServer server = this.fixture.server;
		server.onConnection((socket) -> {
			told.add("first connect");
			socket.onDisconnect((reason) -> told.add("own disconnect"));
			socket.disconnect(close);
			socket.emit("too late");
		});
		server.onConnection((socket) -> told.add("second connect"));
		server.onDisconnecting((socket, reason) -> told.add("disconnecting " + socket.rooms().size()));
		server.onDisconnect((socket, reason) -> told.add("disconnect"));
		ServerFixture.Client client = this.fixture.connect();
		assertThat(told).containsExactly("first connect", "second connect", "disconnecting 1", "own disconnect",
				"disconnect");
		assertThat(client.events()).containsExactly("1");
		assertThat(client.isClosed()).isEqualTo(close);
	}

	@Test
	void aSocketThatIsDisconnectedByItsConnectListenerIsNotConnectedBehindIt() {
		List<Boolean> connected = new CopyOnWriteArrayList<>();
		this.fixture.server.onConnection((socket) -> {
			connected.add(socket.isConnected());
			socket.disconnect();
			connected.add(socket.isConnected());
		});
		this.fixture.server.onDisconnecting((socket, reason) -> connected.add(socket.isConnected()));
		this.fixture.server.onDisconnect((socket, reason) -> connected.add(socket.isConnected()));
		this.fixture.connect();
		assertThat(connected).containsExactly(true, false, true, false);
	}

	@Test
	void eventsBehindTheDisconnectAreNotHandled() {
		List<String> handled = new CopyOnWriteArrayList<>();
		ServerFixture.Client client = this.fixture.connect();
		ServerFixture.Client other = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		socket.on("e", (args, ack) -> handled.add("e"));
		this.fixture.socket(other).onDisconnect((reason) -> {
			socket.disconnect();
			handled.add("asked");
			client.webSocket.arrive("42[\"e\"]");
		});
		other.send("1");
		this.fixture.settle();
		assertThat(handled).containsExactly("asked");
		assertThat(this.fixture.server.sockets()).isEmpty();
	}

	/** What a seed does can be done again with it. */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void nothingIsLeftAfterAStorm(long seed) {
		Random random = new Random(seed);
		this.fixture.close();
		this.fixture = new ServerFixture((builder) -> builder
			.engine(EngineOptions.builder().limits((limits) -> limits.maxBufferedBytes(200_000)).build())
			.recovery(RecoveryOptions.DEFAULT)
			.cleanupEmptyChildNamespaces(true));
		SocketIOServer server = this.fixture.server;
		ParentNamespace children = server.of(NamespaceMatcher.path("/room-{id}"));
		List<String> pids = Collections.synchronizedList(new ArrayList<>());
		record(server);
		children.onConnection((socket) -> life(socket, "connect"));
		children.onDisconnect((socket, reason) -> life(socket, "disconnect"));
		server.onDisconnect((socket, reason) -> server.emit("left", "x".repeat(random.nextInt(2000))));
		List<ServerFixture.Client> clients = new ArrayList<>();
		List<ServerFixture.Client> all = new ArrayList<>();
		for (int step = 0; step < 1500; step++) {
			if (clients.size() < 40) {
				clients.add(this.fixture.open(random.nextBoolean() ? this.fixture.first : this.fixture.second));
				all.add(clients.get(clients.size() - 1));
			}
			ServerFixture.Client client = clients.get(random.nextInt(clients.size()));
			switch (random.nextInt(12)) {
				case 0, 1 -> client.send("0");
				case 2 -> client
					.send("0{\"pid\":\"" + (pids.isEmpty() ? "none" : pids.get(random.nextInt(pids.size()))) + "\"}");
				case 3 -> client.send("0/room-" + random.nextInt(10) + ",");
				case 4 -> client.send("1");
				case 5 -> client.send("2[\"e\"," + random.nextInt() + "]");
				case 6 -> server.emit("all", "y".repeat(random.nextInt(20_000)));
				case 7 -> server.sockets().values().stream().findAny().ifPresent((socket) -> {
					socket.join("a", "b");
					socket.emitWithAck("ask").subscribe(null, (error) -> {
					});
				});
				case 8 -> server.sockets().values().stream().findAny().ifPresent((socket) -> socket.disconnect(true));
				case 9 -> client.webSocket.sink().stall(random.nextInt(4) == 0);
				case 10 -> {
					Loops.run(client.loop(), () -> {
						client.webSocket.sink().close();
						client.webSocket.arrive("40");
					});
					client.webSocket.disconnect();
					clients.remove(client);
				}
				default -> {
					client.webSocket.frames()
						.stream()
						.map((frame) -> frame.substring(1))
						.filter((packet) -> packet.startsWith("0{") && packet.contains("pid"))
						.forEach((packet) -> pids.add(packet.replaceAll(".*\"pid\":\"([^\"]+)\".*", "$1")));
					client.webSocket.disconnect();
					clients.remove(client);
				}
			}
		}
		clients.forEach((client) -> client.webSocket.disconnect());
		all.forEach((client) -> Loops.run(client.loop(), () -> client.webSocket.sink().close()));
		for (int i = 0; i < 10; i++) {
			this.fixture.settle();
		}
		assertThat(server.sockets()).isEmpty();
		assertThat(children.children()).isEmpty();
		assertThat(server.engine().clientsCount()).isZero();
		assertThat(server).extracting("context.registry.dynamicNamespaces", InstanceOfAssertFactories.ATOMIC_INTEGER)
			.hasValue(0);
		assertThat(this.lives).isNotEmpty();
		assertThat(this.lives.values()).allSatisfy((life) -> {
			assertThat(life.size() % 2).isZero();
			for (int i = 0; i < life.size(); i += 2) {
				assertThat(life.get(i)).isIn("connect", "recovered");
				assertThat(life.get(i + 1)).isEqualTo("disconnect");
			}
		});
	}

	private void record(boolean recovery) {
		if (recovery) {
			this.fixture.close();
			this.fixture = new ServerFixture((builder) -> builder.recovery(RecoveryOptions.DEFAULT));
		}
		record(this.fixture.server);
	}

	private void record(SocketIOServer server) {
		server.onConnection((socket) -> life(socket, socket.isRecovered() ? "recovered" : "connect"));
		server.onDisconnect((socket, reason) -> life(socket, "disconnect"));
	}

	private void life(Socket socket, String event) {
		this.lives.computeIfAbsent(socket.namespace().name() + socket.id(), (id) -> new CopyOnWriteArrayList<>())
			.add(event);
	}

	private List<FakeWebSocket> connect(int count) {
		List<FakeWebSocket> webSockets = new ArrayList<>();
		Map<String, Integer> seen = new HashMap<>();
		for (int i = 0; i < count; i++) {
			ServerFixture.Client client = this.fixture.connect(this.fixture.first);
			webSockets.add(client.webSocket);
			seen.merge(client.id(), 1, Integer::sum);
		}
		assertThat(seen).hasSize(count);
		return webSockets;
	}

}
