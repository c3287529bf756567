package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.socketio.engine.session.Loops;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectTests {

	private ServerFixture fixture = new ServerFixture((builder) -> builder.maxNamespacesPerConnection(3));

	private SocketIOServer server = this.fixture.server;

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void answerComesBeforeEverythingElse() {
		this.server.onConnection((socket) -> {
			socket.emit("own");
			this.server.emit("all");
			this.server.to(socket.id()).emit("room");
		});
		ServerFixture.Client client = this.fixture.connect();
		assertThat(client.received()).containsExactly("0{\"sid\":\"" + client.id() + "\"}", "2[\"own\"]", "2[\"all\"]",
				"2[\"room\"]");
		assertThat(client.id()).matches("[A-Za-z0-9_-]{20}");
		assertThat(client.webSocket.frames().get(0)).doesNotContain(client.id());
	}

	@Test
	void idsDifferInEveryNamespace() {
		this.server.of("/admin");
		ServerFixture.Client client = this.fixture.connect();
		String main = client.id();
		client.send("0/admin,{\"token\":\"x\"}");
		assertThat(client.id()).isNotEqualTo(main);
		Socket admin = this.fixture.socket(client, "admin");
		assertThat(admin.handshake().auth()).isEqualTo(Map.of("token", "x"));
		assertThat(admin.rooms()).containsExactly(admin.id());
		assertThat(admin.isConnected()).isTrue();
		assertThat(admin.connection()).isSameAs(this.server.sockets().get(main).connection());
	}

	@Test
	void middlewaresRunInOrderAlsoWhenTheyTakeTheirTime() {
		List<String> order = new ArrayList<>();
		Sinks.Empty<Void> gate = Sinks.empty();
		this.server.use((socket) -> {
			order.add("first " + socket.isConnected());
			return gate.asMono().doOnTerminate(() -> order.add("first done"));
		});
		this.server.use((socket) -> {
			order.add("second");
			return Mono.empty();
		});
		this.server.onConnection((socket) -> order.add("connected"));
		ServerFixture.Client client = this.fixture.connect();
		assertThat(order).containsExactly("first false");
		assertThat(client.received()).isEmpty();
		this.server.emit("nobody is there yet");
		gate.tryEmitEmpty();
		assertThat(client.received()).hasSize(1);
		assertThat(order).containsExactly("first false", "first done", "second", "connected");
	}

	@Test
	void refusalTellsMessageAndDataAndLeavesTheRooms() {
		this.server.use((socket) -> {
			socket.join("lobby");
			assertThat(this.server.adapter().rooms()).contains("lobby");
			return Mono.error(new ConnectRefusedException("Not authorized", Map.of("x", 1)));
		});
		List<String> disconnects = new ArrayList<>();
		this.server.onDisconnect((socket, reason) -> disconnects.add(reason.text()));
		ServerFixture.Client client = this.fixture.connect();
		assertThat(client.received()).containsExactly("4{\"message\":\"Not authorized\",\"data\":{\"x\":1}}");
		assertThat(this.server.adapter().rooms()).isEmpty();
		assertThat(this.server.sockets()).isEmpty();
		assertThat(disconnects).isEmpty();
		client.send("0");
		assertThat(client.received()).hasSize(2);
	}

	@Test
	void internalFailureIsNotDisclosed() {
		this.server.use((socket) -> {
			throw new IllegalStateException("password=secret");
		});
		assertThat(this.fixture.connect().received()).containsExactly("4{\"message\":\"Internal error\"}");
	}

	@Test
	void middlewareWithoutADecisionRefuses() {
		AtomicInteger calls = new AtomicInteger();
		this.server.use((socket) -> (calls.incrementAndGet() == 1) ? null : Mono.empty());
		ServerFixture.Client client = this.fixture.connect();
		assertThat(client.received()).containsExactly("4{\"message\":\"Internal error\"}");
		client.send("0");
		assertThat(client.received()).hasSize(2);
		assertThat(client.isClosed()).isFalse();
		assertThat(this.fixture.socket(client).isConnected()).isTrue();
	}

	@Test
	void unknownNamespaceIsRefused() {
		ServerFixture.Client client = this.fixture.open(this.fixture.first).send("0/unknown,");
		assertThat(client.received()).containsExactly("4/unknown,{\"message\":\"Invalid namespace\"}");
		client.send("0/" + "x".repeat(200) + ",");
		assertThat(client.received()).hasSize(2);
		assertThat(client.isClosed()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2[\"early\"]", "1", "31[]", "2/admin,[\"other\"]", "51-[\"e\"]", "4{}", "0[]", "0null",
			"garbage", "9", "" })
	void packetBeforeTheConnectionClosesIt(String packet) {
		this.server.of("/admin");
		List<String> events = new ArrayList<>();
		this.server.onAny((socket, event, args, ack) -> events.add(event));
		ServerFixture.Client client = this.fixture.open(this.fixture.first).send(packet);
		if (packet.startsWith("51")) {
			client.send(new byte[] { 1 });
		}
		assertThat(client.isClosed()).isTrue();
		assertThat(events).isEmpty();
	}

	@Test
	void packetWhileAMiddlewareDecidesClosesTheConnection() {
		Sinks.Empty<Void> gate = Sinks.empty();
		this.server.use((socket) -> gate.asMono());
		ServerFixture.Client client = this.fixture.connect().send("2[\"early\"]");
		assertThat(client.isClosed()).isTrue();
		gate.tryEmitEmpty();
		assertThat(client.received()).isEmpty();
		assertThat(this.server.sockets()).isEmpty();
	}

	@Test
	void secondConnectClosesTheConnection() {
		ServerFixture.Client client = this.fixture.connect().send("0");
		assertThat(client.isClosed()).isTrue();
		Sinks.Empty<Void> gate = Sinks.empty();
		this.server.use((socket) -> gate.asMono());
		assertThat(this.fixture.connect().send("0").isClosed()).isTrue();
	}

	@Test
	void clientMayLeaveAndComeBackAtOnce() {
		ServerFixture.Client client = this.fixture.connect();
		String before = client.id();
		client.send("1").send("0").send("2[\"x\"]");
		assertThat(client.id()).isNotEqualTo(before);
		assertThat(client.isClosed()).isFalse();
		assertThat(this.server.sockets()).containsOnlyKeys(client.id());
	}

	@Test
	void connectionWithoutNamespaceTimesOutEvenAfterARefusal() {
		useConnectTimeout(Duration.ofSeconds(3));
		ServerFixture.Client silent = this.fixture.open(this.fixture.first);
		ServerFixture.Client refused = this.fixture.open(this.fixture.second).send("0/unknown,");
		ServerFixture.Client fine = this.fixture.connect();
		fine.send("1");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> silent.webSocket.isClosedByServer() && refused.webSocket.isClosedByServer());
		assertThat(fine.isClosed()).isFalse();
	}

	@Test
	void middlewareThatNeverDecidesTimesOut() {
		useConnectTimeout(Duration.ofMillis(200));
		this.server.use((socket) -> {
			socket.join("room");
			return Mono.never();
		});
		ServerFixture.Client client = this.fixture.connect();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(client.webSocket::isClosedByServer);
		this.fixture.settle();
		assertThat(this.server.adapter().rooms()).isEmpty();
	}

	@Test
	void connectionThatEndsWhileAMiddlewareDecidesIsForgotten() {
		Sinks.Empty<Void> gate = Sinks.empty();
		List<String> events = new ArrayList<>();
		this.server.use((socket) -> {
			socket.join("room");
			return gate.asMono();
		});
		this.server.onConnection((socket) -> events.add("connected"));
		this.server.onDisconnect((socket, reason) -> events.add("disconnected"));
		ServerFixture.Client client = this.fixture.connect();
		client.webSocket.disconnect();
		gate.tryEmitEmpty();
		this.fixture.settle();
		assertThat(events).isEmpty();
		assertThat(this.server.adapter().rooms()).isEmpty();
	}

	@Test
	void numberOfNamespacesIsLimited() {
		for (String name : List.of("a", "b", "c", "d")) {
			this.server.of(name);
		}
		ServerFixture.Client client = this.fixture.open(this.fixture.first);
		client.send("0/a,").send("0/b,").send("0/c,").send("0/d,");
		assertThat(client.received()).endsWith("4/d,{\"message\":\"Too many namespaces\"}");
		client.send("1/a,").send("0/d,");
		assertThat(this.fixture.socket(client, "d")).isNotNull();
	}

	@Test
	void listenerThatFailsDoesNotDisconnect() {
		List<Throwable> errors = new ArrayList<>();
		this.server.onConnection((socket) -> {
			socket.onError(errors::add);
			throw new IllegalStateException("failed");
		});
		this.server.onConnection((socket) -> socket.emit("second"));
		ServerFixture.Client client = this.fixture.connect();
		assertThat(client.events()).containsExactly("2[\"second\"]");
		assertThat(errors).hasSize(1);
	}

	@Test
	void connectionListenersRunOnTheLoopOfTheConnection() {
		List<Boolean> direct = new ArrayList<>();
		this.server.onConnection((socket) -> direct.add(EngineSessions.of(socket).isDirect()));
		this.fixture.connect(this.fixture.second);
		Loops.settle(this.fixture.second);
		assertThat(direct).containsExactly(true);
	}

	private void useConnectTimeout(Duration timeout) {
		this.fixture.close();
		this.fixture = new ServerFixture((builder) -> builder.connectTimeout(timeout));
		this.server = this.fixture.server;
	}

}
