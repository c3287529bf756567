package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.engine.FakeWebSocket;
import dev.socketio.engine.PollingClient;
import dev.socketio.engine.Requests;
import dev.socketio.engine.TransportType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Rules that hold across the public API.
 */
class PublicApiContractTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ServerFixture fixture = new ServerFixture();

	private final SocketIOServer io = this.fixture.server;

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Nested
	class MainNamespace {

		private final SocketIOServer io = PublicApiContractTests.this.io;

		@Test
		void isTheServer() {
			assertThat(this.io.of("/")).isSameAs(this.io);
			assertThat(this.io.of("")).isSameAs(this.io);
			assertThat(this.io.name()).isEqualTo("/");
			assertThat(this.io.server()).isSameAs(this.io);
			assertThat(this.io.of("/chat").server()).isSameAs(this.io);
		}

		@Test
		void isAmongTheNamespaces() {
			Namespace chat = this.io.of("/chat");
			assertThat(this.io.namespaces()).containsExactlyInAnyOrder(this.io, chat);
		}

		@Test
		void isTheNamespaceOfItsSockets() {
			ServerFixture fixture = PublicApiContractTests.this.fixture;
			assertThat(fixture.socket(fixture.connect()).namespace()).isSameAs(this.io);
		}

		@Test
		void registrationReturnsTheServer() {
			assertThat(this.io.use((socket) -> Mono.empty())).isSameAs(this.io);
			assertThat(this.io.onConnection((socket) -> {
			})).isSameAs(this.io);
			assertThat(this.io.on("event", (socket, event, args, ack) -> {
			})).isSameAs(this.io);
		}

		@Test
		void hasOneAdapter() {
			List<String> created = new ArrayList<>();
			try (ServerFixture other = new ServerFixture((builder) -> builder.adapter((namespace) -> {
				created.add(namespace.name());
				return new InMemoryAdapter(namespace);
			}))) {
				assertThat(other.server.of("/").adapter()).isSameAs(other.server.adapter());
			}
			assertThat(created).containsExactly("/");
		}

	}

	/** Each way to emit, without an acknowledgement. */
	static Stream<ArgumentSet> emits() {
		return Stream.of(emit("socket", (test, socket) -> socket::emit),
				emit("volatile", (test, socket) -> socket.asVolatile()::emit),
				emit("namespace", (test, socket) -> test.io::emit),
				emit("operator", (test, socket) -> test.io.to(socket.id())::emit),
				emit("emitter", (test, socket) -> test.io.emitter()::emit),
				emit("remote socket", (test, socket) -> test.io.fetchSockets().blockFirst(PATIENCE)::emit),
				emit("socket.emitWithAck", (test, socket) -> socket.timeout(PATIENCE)::emitWithAck),
				emit("operator.emitWithAck", (test, socket) -> test.io.timeout(PATIENCE)::emitWithAck));
	}

	private static ArgumentSet emit(String name, EmitSource source) {
		return argumentSet(name, source);
	}

	@ParameterizedTest
	@MethodSource("emits")
	void arraysAreSpreadAndCollectionsAreNot(EmitSource source) {
		ServerFixture.Client client = this.fixture.connect();
		Emit emit = source.of(this, this.fixture.socket(client));
		emit.emit("e");
		emit.emit("e", (Object) null);
		emit.emit("e", (Object[]) null);
		emit.emit("e", (Object[]) new String[] { "a", "b" });
		emit.emit("e", (Object) new String[] { "a", "b" });
		emit.emit("e", List.of("a", "b"));
		emit.emit("e", new int[] { 1, 2 });
		assertThat(client.events()).extracting((packet) -> packet.substring(packet.indexOf('[')))
			.containsExactly("[\"e\"]", "[\"e\",null]", "[\"e\",null]", "[\"e\",\"a\",\"b\"]",
					"[\"e\",[\"a\",\"b\"]]", "[\"e\",[\"a\",\"b\"]]", "[\"e\",[1,2]]");
	}

	@Test
	void bareNullIsOneArgumentOfAnAcknowledgement() {
		ServerFixture.Client client = this.fixture.connect();
		this.fixture.socket(client).on("ask", (args, ack) -> ack.send((Object[]) null));
		client.send("21[\"ask\"]");
		assertThat(client.events()).containsExactly("31[null]");
	}

	@Test
	void bareNullIsOneArgumentOfAServerSideEvent() {
		List<Object> sent = new ArrayList<>();
		try (ServerFixture other = new ServerFixture((builder) -> builder.adapter((namespace) -> new InMemoryAdapter(
				namespace) {

			@Override
			public Mono<Void> serverSideEmit(String event, List<?> args) {
				sent.add(args);
				return super.serverSideEmit(event, args);
			}

		}))) {
			other.server.serverSideEmit("e", (Object[]) null);
			other.server.emitter().serverSideEmit("e", (Object[]) null);
		}
		assertThat(sent).containsExactly(Collections.singletonList(null), Collections.singletonList(null));
	}

	/** Emits through some part of the API. */
	interface Emit {

		void emit(String event, Object... args);

	}

	/** Finds an object that can emit to a socket. */
	interface EmitSource {

		Emit of(PublicApiContractTests test, Socket socket);

	}

	@Nested
	class Connections {

		private final ServerFixture fixture = PublicApiContractTests.this.fixture;

		@Test
		void idForLogsIsNotTheSessionId() {
			Socket socket = this.fixture.socket(this.fixture.connect());
			assertThat(socket.connection().id()).hasSize(20).isEqualTo(socket.connection().id());
			assertThat(socket.connection().id()).isNotEqualTo(EngineSessions.of(socket).id());
			assertThat(socket.connection().toString()).doesNotContain(EngineSessions.of(socket).id());
		}

		@Test
		void describesTheConnection() {
			SocketConnection connection = this.fixture.socket(this.fixture.connect()).connection();
			assertThat(connection.transport()).isEqualTo(TransportType.WEBSOCKET);
			assertThat(connection.protocol()).isEqualTo(4);
			assertThat(connection.request().uri()).startsWith("/socket.io/?EIO=4");
			assertThat(connection.isOpen()).isTrue();
		}

		@Test
		void closeDisconnectsTheSocketsOfAllNamespaces() {
			List<String> left = new ArrayList<>();
			this.fixture.server.of("/chat").onConnection((socket) -> {
			});
			ServerFixture.Client client = this.fixture.connect().send("0/chat,");
			this.fixture.settle();
			for (String namespace : List.of("/", "/chat")) {
				this.fixture.server.of(namespace).onDisconnect((socket, reason) -> left.add(namespace));
			}
			SocketConnection connection = this.fixture.server.sockets().values().iterator().next().connection();
			connection.close();
			this.fixture.settle();
			assertThat(client.isClosed()).isTrue();
			assertThat(connection.isOpen()).isFalse();
			assertThat(left).containsExactlyInAnyOrder("/", "/chat");
		}

		@Test
		void allUpgradeListenersAreCalledOnce() {
			PollingClient client = PollingClient.open(this.fixture.server.engine(), this.fixture.first);
			assertThat(PollingClient.body(client.post("40"))).isEqualTo("ok");
			SocketConnection connection = this.fixture.server.sockets().values().iterator().next().connection();
			List<String> calls = new ArrayList<>();
			connection.onUpgrade((transport) -> {
				calls.add("first:" + transport);
				throw new IllegalStateException("expected by the test");
			}).onUpgrade((transport) -> calls.add("second:" + transport));
			FakeWebSocket webSocket = FakeWebSocket.open(this.fixture.server.engine(), this.fixture.second,
					Requests.webSocket(client.sid()));
			webSocket.send("2probe");
			this.fixture.settle();
			assertThat(calls).isEmpty();
			webSocket.send("5");
			this.fixture.settle();
			assertThat(calls).containsExactly("first:WEBSOCKET", "second:WEBSOCKET");
			assertThat(connection.transport()).isEqualTo(TransportType.WEBSOCKET);
			assertThat(connection.isOpen()).isTrue();
		}

	}

}
