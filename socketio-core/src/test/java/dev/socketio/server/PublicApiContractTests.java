package dev.socketio.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.engine.TransportType;
import dev.socketio.engine.session.FakeWebSocket;
import dev.socketio.engine.session.PollingClient;
import dev.socketio.engine.session.Requests;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.TypeRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
		Emit target = source.of(this, this.fixture.socket(client));
		Emit emit = (event, args) -> {
			target.emit(event, args);
			// so that volatile events are not dropped
			this.fixture.settle();
		};
		emit.emit("e");
		emit.emit("e", (Object) null);
		emit.emit("e", (Object[]) null);
		emit.emit("e", (Object[]) new String[] { "a", "b" });
		emit.emit("e", (Object) new String[] { "a", "b" });
		emit.emit("e", List.of("a", "b"));
		emit.emit("e", new int[] { 1, 2 });
		assertThat(client.events()).extracting((packet) -> packet.substring(packet.indexOf('[')))
			.containsExactly("[\"e\"]", "[\"e\",null]", "[\"e\",null]", "[\"e\",\"a\",\"b\"]", "[\"e\",[\"a\",\"b\"]]",
					"[\"e\",[\"a\",\"b\"]]", "[\"e\",[1,2]]");
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
		try (ServerFixture other = new ServerFixture(
				(builder) -> builder.adapter((namespace) -> new InMemoryAdapter(namespace) {

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

	/** Listeners of namespaces and of dynamic namespaces. */
	static Stream<ArgumentSet> registries() {
		return Stream.of(
				argumentSet("namespace", "/chat",
						(Function<SocketIOServer, ListenerRegistry<?>>) (io) -> io.of("/chat")),
				argumentSet("dynamic namespace", "/chat",
						(Function<SocketIOServer, ListenerRegistry<?>>) (io) -> io
							.of(NamespaceMatcher.path("/{name}"))),
				argumentSet("server", "/", (Function<SocketIOServer, ListenerRegistry<?>>) (io) -> io));
	}

	@ParameterizedTest
	@MethodSource("registries")
	void registriesTakeTheSameListeners(String name, Function<SocketIOServer, ListenerRegistry<?>> source) {
		List<String> seen = new ArrayList<>();
		ListenerRegistry<?> registry = source.apply(this.io);
		NamespaceEventListener removed = (socket, event, args, ack) -> seen.add("removed");
		NamespaceEventListener removedAny = (socket, event, args, ack) -> seen.add("removed any");
		registry.use((socket) -> {
			seen.add("use");
			return Mono.empty();
		});
		registry.onConnection((socket) -> seen.add("connected"));
		registry.onAny((socket, event, args, ack) -> seen.add("any"));
		registry.onAny(removedAny);
		registry.offAny(removedAny);
		registry.once("e", (socket, event, args, ack) -> seen.add("once"));
		registry.once("e", removed);
		registry.off("e", removed);
		registry.on("e", removed);
		registry.off("e", removed);
		registry.on("e", Integer.class, (socket, value, ack) -> ack.send("class " + value));
		NamespaceValueListener<Integer> typed = (socket, value, ack) -> seen.add("typed");
		registry.on("e", Integer.class, typed);
		registry.once("e", Integer.class, typed);
		registry.once("e", new TypeRef<Integer>() {
		}, typed);
		registry.off("e", typed);
		registry.off("e", typed);
		registry.off("e", typed);
		registry.once("e", Integer.class, (socket, value, ack) -> seen.add("once " + value));
		registry.on("list", new TypeRef<List<String>>() {
		}, (socket, value, ack) -> ack.send("type " + value));
		registry.on("f", removed);
		registry.off("f");
		registry.onDisconnecting((socket, reason) -> seen.add("disconnecting"));
		registry.onDisconnect((socket, reason) -> seen.add("disconnect"));
		String prefix = "/".equals(name) ? "" : name + ",";
		ServerFixture.Client client = this.fixture.open(this.fixture.first).send("0" + prefix);
		this.fixture.settle();
		client.send("2" + prefix + "1[\"e\",7]")
			.send("2" + prefix + "2[\"e\",8]")
			.send("2" + prefix + "3[\"list\",[\"x\"]]")
			.send("2" + prefix + "[\"f\"]")
			.send("1" + prefix);
		assertThat(client.events()).containsExactly("3" + prefix + "1[\"class 7\"]", "3" + prefix + "2[\"class 8\"]",
				"3" + prefix + "3[\"type [x]\"]");
		assertThat(seen).containsExactly("use", "connected", "any", "once", "once 7", "any", "any", "any",
				"disconnecting", "disconnect");
	}

	/** The server can be set up in one expression. */
	@Test
	void serverReturnsItself() {
		NamespaceEventListener listener = (socket, event, args, ack) -> {
		};
		NamespaceValueListener<Integer> typed = (socket, value, ack) -> {
		};
		ServerSideListener serverSide = (args, ack) -> {
		};
		TypeRef<Integer> type = new TypeRef<>() {
		};
		SocketIOServer server = this.io.use((socket) -> Mono.empty()).onConnection((socket) -> {
		})
			.on("e", listener)
			.on("e", Integer.class, typed)
			.on("e", type, typed)
			.once("e", listener)
			.once("e", Integer.class, typed)
			.once("e", type, typed)
			.off("e", listener)
			.off("e", typed)
			.off("e")
			.onAny(listener)
			.offAny(listener)
			.onDisconnecting((socket, reason) -> {
			})
			.onDisconnect((socket, reason) -> {
			})
			.onServerSide("e", serverSide)
			.offServerSide("e", serverSide)
			.offServerSide("e");
		assertThat(server).isSameAs(this.io);
		assertThat(server.of("/")).isSameAs(server);
	}

	@Test
	void socketTakesTypedListenersWithAcknowledgement() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		socket.on("class", Integer.class, (value, ack) -> ack.send("class " + value));
		socket.on("type", new TypeRef<List<String>>() {
		}, (value, ack) -> ack.send("type " + value));
		client.send("21[\"class\",7]").send("22[\"type\",[\"x\"]]").send("23[\"class\"]");
		assertThat(client.events()).containsExactly("31[\"class 7\"]", "32[\"type [x]\"]", "33[\"class null\"]");
	}

	@Test
	void dynamicNamespaceBroadcastsToItsChildren() {
		ParentNamespace parent = this.io.of(NamespaceMatcher.path("/{name}"));
		this.io.of("/other");
		ServerFixture.Client client = this.fixture.open(this.fixture.first).send("0/a,").send("0/b,");
		this.fixture.settle();
		this.io.of("/a").socketsJoin("news");
		parent.emit("all", 1);
		parent.to("news").emit("to", 2);
		parent.in("news").emit("in", 3);
		parent.except("news").emit("except", 4);
		parent.local().send(5);
		Mono<List<Arguments>> answers = parent.emitWithAck("ask");
		List<String> received = client.received();
		assertThat(received.subList(2, received.size())).containsExactlyInAnyOrder("2/a,[\"all\",1]", "2/b,[\"all\",1]",
				"2/a,[\"to\",2]", "2/a,[\"in\",3]", "2/b,[\"except\",4]", "2/a,[\"message\",5]", "2/b,[\"message\",5]",
				"2/a,0[\"ask\"]", "2/b,0[\"ask\"]");
		client.send("3/a,0[\"a\"]").send("3/b,0[\"b\"]");
		assertThat(answers.block(PATIENCE)).extracting((answer) -> answer.get(0)).containsExactlyInAnyOrder("a", "b");
		assertThat(parent.fetchSockets().map((socket) -> socket.namespace().name()).collectList().block(PATIENCE))
			.containsExactlyInAnyOrder("/a", "/b");
		parent.in("news").socketsJoin("moved");
		assertThat(parent.in("moved").fetchSockets().collectList().block(PATIENCE)).hasSize(1);
		parent.socketsLeave("moved");
		assertThat(parent.in("moved").fetchSockets().collectList().block(PATIENCE)).isEmpty();
		parent.disconnectSockets();
		assertThat(client.received()).endsWith("1/a,", "1/b,");
	}

	@Test
	void dynamicNamespaceKeepsTheAnswersThatArrivedInTime() {
		ParentNamespace parent = this.io.of(NamespaceMatcher.path("/{name}"));
		ServerFixture.Client client = this.fixture.open(this.fixture.first).send("0/a,").send("0/b,");
		this.fixture.settle();
		Mono<List<Arguments>> answers = parent.timeout(Duration.ofMillis(500)).emitWithAck("ask");
		client.send("3/a,0[\"a\"]");
		StepVerifier.create(answers)
			.expectErrorSatisfies((error) -> assertThat(((AckTimeoutException) error).responses())
				.extracting((answer) -> answer.get(0))
				.containsExactly("a"))
			.verify(PATIENCE);
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

	@Nested
	class Results {

		private final ServerFixture fixture = PublicApiContractTests.this.fixture;

		private final SocketIOServer io = PublicApiContractTests.this.io;

		/** The operations of each type happen without a subscriber. */
		@Test
		void operationsAreHot() {
			ServerFixture.Client client = this.fixture.connect();
			Socket socket = this.fixture.socket(client);
			RemoteSocket remote = this.io.fetchSockets().blockFirst(PATIENCE);
			List<Mono<Void>> results = List.of(socket.join("a", "b", "c"), socket.leave("a", "b"),
					remote.join("d", "e"), remote.leave("d"), this.io.in("c").socketsJoin("f"),
					this.io.socketsLeave("c"), socket.emit("1"), socket.send("2"), remote.emit("3"), remote.send("4"),
					this.io.emit("5"), this.io.send("6"), this.io.to("f").emit("7"), this.io.emitter().emit("8"),
					this.io.emitter().send("9"), this.io.serverSideEmit("none"));
			assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "e", "f");
			assertThat(client.events()).containsExactly("2[\"1\"]", "2[\"message\",\"2\"]", "2[\"3\"]",
					"2[\"message\",\"4\"]", "2[\"5\"]", "2[\"message\",\"6\"]", "2[\"7\"]", "2[\"8\"]",
					"2[\"message\",\"9\"]");
			results.forEach((result) -> StepVerifier.create(result).expectComplete().verify(PATIENCE));
			assertThat(client.events()).hasSize(9);
		}

		@Test
		void emitterAndRemoteSocketDisconnect() {
			ServerFixture.Client first = this.fixture.connect();
			RemoteSocket remote = this.io.fetchSockets().blockFirst(PATIENCE);
			remote.disconnect();
			assertThat(first.events()).containsExactly("1");
			assertThat(first.isClosed()).isFalse();
			ServerFixture.Client second = this.fixture.connect();
			this.io.emitter().disconnectSockets();
			assertThat(second.events()).containsExactly("1");
			assertThat(second.isClosed()).isFalse();
			assertThat(this.io.sockets()).isEmpty();
		}

		@Test
		void broadcastHasOneValueForEachClient() {
			ServerFixture.Client first = this.fixture.connect();
			ServerFixture.Client second = this.fixture.connect();
			ServerFixture.Client third = this.fixture.connect();
			Mono<List<Arguments>> answers = this.io.emitWithAck("ask");
			this.fixture.settle();
			first.send("30[1,2,3]");
			this.fixture.settle();
			second.send("30[]");
			this.fixture.settle();
			third.send("30[[4,5]]");
			List<Arguments> values = answers.block(PATIENCE);
			assertThat(values).extracting(Arguments::toList)
				.containsExactly(List.of(1), List.of(), List.of(List.of(4, 5)));
			assertThat(values.get(0).get(1)).isNull();
			assertThat(values.get(0).get(0, Integer.class)).isEqualTo(1);
		}

	}

	@Nested
	class Timeouts {

		private final ServerFixture fixture = new ServerFixture((builder) -> builder.ackTimeout(Duration.ofMillis(50)));

		private final SocketIOServer io = this.fixture.server;

		@AfterEach
		void close() {
			this.fixture.close();
		}

		@Test
		void everyAcknowledgementHasADefault() {
			Socket socket = this.fixture.socket(this.fixture.connect());
			RemoteSocket remote = this.io.fetchSockets().blockFirst(PATIENCE);
			for (Mono<?> answer : List.of(socket.emitWithAck("a"), remote.emitWithAck("b"), this.io.emitWithAck("c"),
					this.io.to(socket.id()).emitWithAck("d"))) {
				StepVerifier.create(answer).expectError(AckTimeoutException.class).verify(PATIENCE);
			}
		}

		/** They share a timer, which must not forget the later ones. */
		@Test
		void defaultAppliesToEachAcknowledgementOfASocket() {
			ServerFixture.Client client = this.fixture.connect();
			Socket socket = this.fixture.socket(client);
			Mono<Arguments> longer = socket.timeout(PATIENCE).emitWithAck("longer");
			List<Mono<Arguments>> answers = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				answers.add(socket.emitWithAck("ask"));
				// so that they expire one after the other
				Mono.delay(Duration.ofMillis(10)).block(PATIENCE);
			}
			answers.forEach(
					(answer) -> StepVerifier.create(answer).expectError(AckTimeoutException.class).verify(PATIENCE));
			client.send("30[\"in time\"]");
			assertThat(longer.block(PATIENCE).get(0)).isEqualTo("in time");
		}

		@Test
		void timeoutOfTheCallTakesPrecedence() {
			ServerFixture.Client client = this.fixture.connect();
			Mono<Arguments> one = this.fixture.socket(client).timeout(PATIENCE).emitWithAck("one");
			Mono<List<Arguments>> all = this.io.timeout(PATIENCE).emitWithAck("all");
			Mono<Arguments> expired = this.fixture.socket(client).emitWithAck("expired");
			StepVerifier.create(expired).expectError(AckTimeoutException.class).verify(PATIENCE);
			client.send("30[1]").send("31[2]");
			assertThat(one.block(PATIENCE).toList()).containsExactly(1);
			assertThat(all.block(PATIENCE)).hasSize(1);
		}

		@Test
		void answerInTimeEndsTheWait() {
			ServerFixture.Client client = this.fixture.connect();
			Mono<Arguments> answer = this.fixture.socket(client).timeout(PATIENCE).emitWithAck("ask");
			client.send("30[\"yes\"]");
			assertThat(answer.block(PATIENCE).get(0)).isEqualTo("yes");
		}

	}

	@Nested
	class RemoteSockets {

		private final ServerFixture fixture = PublicApiContractTests.this.fixture;

		@Test
		void haveARealHandshake() {
			Socket socket = this.fixture.socket(this.fixture.open(this.fixture.first).send("0{\"token\":\"t\"}"));
			RemoteSocket remote = this.fixture.server.fetchSockets().blockFirst(PATIENCE);
			assertThat(remote.namespace()).isSameAs(this.fixture.server);
			Handshake expected = socket.handshake();
			Handshake handshake = remote.handshake();
			assertThat(handshake.auth()).isEqualTo(Map.of("token", "t"));
			assertThat(handshake.authPayload().get(0, Map.class)).isEqualTo(Map.of("token", "t"));
			assertThat(handshake.issued()).isEqualTo(expected.issued());
			assertThat(handshake.issued()).isBetween(Instant.now().minusSeconds(60), Instant.now());
			assertThat(handshake.address()).isEqualTo(expected.address());
			assertThat(handshake.query()).isEqualTo(expected.query()).isNotEmpty();
			assertThat(handshake.headers()).isEqualTo(expected.headers());
			assertThat(handshake.url()).isEqualTo(expected.url());
			assertThat(handshake.isSecure()).isEqualTo(expected.isSecure()).isFalse();
			assertThat(handshake.isCrossDomain()).isEqualTo(expected.isCrossDomain()).isFalse();
		}

		@Test
		void describedFactsAreRead() {
			Handshake handshake = new DescribedHandshake(Map.of("headers",
					Map.of("a", "1", "set-cookie", List.of("x", "y")), "query", Map.of("q", List.of("1", "2")),
					"secure", true, "xdomain", true, "issued", 1_700_000_000_123L, "url", "/socket.io/?q=2"), codec());
			assertThat(handshake.headers()).isEqualTo(Map.of("a", List.of("1"), "set-cookie", List.of("x", "y")));
			assertThat(handshake.query()).isEqualTo(Map.of("q", "2"));
			assertThat(handshake.isSecure()).isTrue();
			assertThat(handshake.isCrossDomain()).isTrue();
			assertThat(handshake.issued()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
			assertThat(handshake.url()).isEqualTo("/socket.io/?q=2");
		}

		/** As adapters read what other servers send. */
		@Test
		void treesAreRead() {
			ObjectNode tree = JsonMapper.shared()
				.readValue("{\"auth\":{\"token\":{\"a\":[1]}},\"headers\":{\"host\":\"x\"},\"query\":{\"q\":\"1\"}}",
						ObjectNode.class);
			Map<String, Object> description = new LinkedHashMap<>();
			tree.properties().forEach((entry) -> description.put(entry.getKey(), entry.getValue()));
			RemoteSocket socket = new DescribedSocket((DefaultNamespace) this.fixture.server.of("/"),
					new SocketDescription("id", description, Set.of(), description));
			Handshake handshake = socket.handshake();
			assertThat(handshake.auth()).isEqualTo(Map.of("token", Map.of("a", List.of(1))));
			assertThat(handshake.headers()).isEqualTo(Map.of("host", List.of("x")));
			assertThat(handshake.query()).isEqualTo(Map.of("q", "1"));
			assertThat(socket.data()).isEqualTo(Map.of("auth", Map.of("token", Map.of("a", List.of(1))), "headers",
					Map.of("host", "x"), "query", Map.of("q", "1")));
		}

		@Test
		void missingFactsAreEmpty() {
			Handshake handshake = new DescribedHandshake(Map.of("headers", "none", "issued", "never"), codec());
			assertThat(handshake.headers()).isEmpty();
			assertThat(handshake.query()).isEmpty();
			assertThat(handshake.auth()).isEmpty();
			assertThat(handshake.authPayload().size()).isZero();
			assertThat(handshake.url()).isEmpty();
			assertThat(handshake.address()).isNull();
			assertThat(handshake.principal()).isNull();
			assertThat(handshake.issued()).isEqualTo(Instant.EPOCH);
		}

		private PacketCodec codec() {
			return ((DefaultNamespace) this.fixture.server.of("/")).codec();
		}

		@Test
		void haveDataOfAnyType() {
			assertThat(remote(Map.of("a", 1)).data(new TypeRef<Map<String, Integer>>() {
			})).isEqualTo(Map.of("a", 1));
			assertThat(remote("text").data()).isEqualTo("text");
			assertThat(remote("text").data(String.class)).isEqualTo("text");
			assertThat(remote(List.of(1, 2)).data(int[].class)).containsExactly(1, 2);
			assertThat(remote(null).data()).isNull();
			assertThat(remote(null).data(String.class)).isNull();
		}

		private RemoteSocket remote(Object data) {
			return new DescribedSocket((DefaultNamespace) this.fixture.server.of("/"),
					new SocketDescription("id", Map.of(), Set.of(), data));
		}

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
			PollingClient client = PollingClient.open(this.fixture.server.endpoint(), this.fixture.first);
			assertThat(PollingClient.body(client.post("40"))).isEqualTo("ok");
			SocketConnection connection = this.fixture.server.sockets().values().iterator().next().connection();
			List<String> calls = new ArrayList<>();
			connection.onUpgrade((transport) -> {
				calls.add("first:" + transport);
				throw new IllegalStateException("expected by the test");
			}).onUpgrade((transport) -> calls.add("second:" + transport));
			FakeWebSocket webSocket = FakeWebSocket.open(this.fixture.server.endpoint(), this.fixture.second,
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
