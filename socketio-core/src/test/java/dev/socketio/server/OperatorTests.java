package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * What the calls of a chain become in the adapter, whichever object the chain begins
 * with.
 */
class OperatorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration TIMEOUT = Duration.ofSeconds(7);

	private final List<String> calls = new ArrayList<>();

	private final List<BroadcastOptions> options = new ArrayList<>();

	private final List<Packet> packets = new ArrayList<>();

	private final List<Arguments> answers = new ArrayList<>();

	private final ServerFixture fixture = new ServerFixture(
			(builder) -> builder.adapter((namespace) -> new RecordingAdapter(this, namespace)));

	private final SocketIOServer server = this.fixture.server;

	@AfterEach
	void close() {
		this.fixture.close();
	}

	static Stream<org.junit.jupiter.params.provider.Arguments.ArgumentSet> targets() {
		return Stream.of(target("server", (test) -> test.server), target("namespace", (test) -> test.server.of("/")),
				target("operator", (test) -> test.server.to()));
	}

	private static org.junit.jupiter.params.provider.Arguments.ArgumentSet target(String name,
			Function<OperatorTests, BroadcastTarget> start) {
		return argumentSet(name, start);
	}

	private BroadcastOptions options() {
		assertThat(this.options).hasSize(1);
		return this.options.remove(0);
	}

	private Packet packet() {
		assertThat(this.packets).hasSize(1);
		return this.packets.remove(0);
	}

	@ParameterizedTest
	@MethodSource("targets")
	void partsOfAChainAreOptions(Function<OperatorTests, BroadcastTarget> start) {
		BroadcastTarget target = start.apply(this);
		target.to("a", "b").in("c").except("d").to("e").emit("news", 1);
		assertThat(packet().data()).containsExactly("news", 1);
		assertThat(options())
			.isEqualTo(new BroadcastOptions(Set.of("a", "b", "c", "e"), Set.of("d"), BroadcastFlags.NONE));
		target.in("a").emit("news");
		assertThat(options().rooms()).containsExactly("a");
		target.except("d").emit("news");
		assertThat(options().except()).containsExactly("d");
		target.local().emit("news");
		assertThat(options().flags()).isEqualTo(BroadcastFlags.NONE.withLocal());
		target.asVolatile().emit("news");
		assertThat(options().flags()).isEqualTo(BroadcastFlags.NONE.withVolatile());
		target.compress(false).emit("news");
		assertThat(options().flags()).isEqualTo(BroadcastFlags.NONE.withCompress(false));
		target.compress(true).emit("news");
		assertThat(options().flags()).isEqualTo(BroadcastFlags.NONE.withCompress(true));
		target.timeout(TIMEOUT).emit("news");
		assertThat(options().flags()).isEqualTo(BroadcastFlags.NONE.withTimeout(TIMEOUT));
		target.to("a").local().asVolatile().compress(true).timeout(TIMEOUT).to("b").emit("news");
		assertThat(options()).isEqualTo(
				new BroadcastOptions(Set.of("a", "b"), Set.of(), new BroadcastFlags(true, true, true, TIMEOUT, false)));
		this.packets.clear();
		target.send("hello", 2);
		assertThat(packet().data()).containsExactly("message", "hello", 2);
	}

	@ParameterizedTest
	@MethodSource("targets")
	void operationsReachTheAdapter(Function<OperatorTests, BroadcastTarget> start) {
		BroadcastTarget target = start.apply(this);
		target.emit("news");
		assertThat(options()).isEqualTo(BroadcastOptions.ALL);
		Stream
			.of(target.socketsJoin("r1", "r2"), target.socketsLeave("r3"), target.disconnectSockets(),
					target.disconnectSockets(true), target.disconnectSockets(false))
			.forEach((done) -> StepVerifier.create(done).expectComplete().verify(PATIENCE));
		assertThat(this.calls).containsExactly("broadcast", "join [r1, r2]", "leave [r3]", "disconnect false",
				"disconnect true", "disconnect false");
		assertThat(this.options).hasSize(5).containsOnly(BroadcastOptions.ALL);
		StepVerifier.create(target.fetchSockets().map(RemoteSocket::id))
			.expectNext("remote")
			.expectComplete()
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@MethodSource("targets")
	void answersAreCollectedWithATimeout(Function<OperatorTests, BroadcastTarget> start) {
		BroadcastTarget target = start.apply(this);
		assertThatIllegalArgumentException().isThrownBy(() -> target.timeout(TIMEOUT).emitWithAck("connect"));
		assertThat(this.calls).isEmpty();
		this.answers.add(((LocalNamespace) this.server.of("/")).arguments(List.of("yes")));
		StepVerifier.create(target.timeout(TIMEOUT).emitWithAck("ask", 1))
			.assertNext((list) -> assertThat(list).singleElement()
				.satisfies((answer) -> assertThat(answer.toList()).containsExactly("yes")))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(packet().data()).containsExactly("ask", 1);
		assertThat(options().flags().timeout()).isEqualTo(TIMEOUT);
	}

	/** Other servers are not waited for. */
	@Test
	void localAnswersAreThoseOfOneServer() {
		this.answers.add(((LocalNamespace) this.server.of("/")).arguments(List.of("yes")));
		RecordingAdapter adapter = (RecordingAdapter) this.server.adapter();
		adapter.serverCount = Mono.just(2);
		StepVerifier.create(this.server.local().timeout(TIMEOUT).emitWithAck("ask"))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(this.server.timeout(Duration.ofMillis(50)).emitWithAck("ask"))
			.expectErrorSatisfies((error) -> assertThat(((AckTimeoutException) error).responses()).hasSize(1))
			.verify(PATIENCE);
		adapter.serverCount = Mono.error(new IllegalStateException("unknown"));
		StepVerifier.create(this.server.timeout(Duration.ofMillis(50)).emitWithAck("ask"))
			.expectError(AckTimeoutException.class)
			.verify(PATIENCE);
	}

	// the server itself

	@Test
	void theServerIsItsMainNamespace() {
		DefaultNamespace main = (DefaultNamespace) this.server.of("/");
		assertThat(this.server.name()).isEqualTo("/").isEqualTo(main.name());
		assertThat(this.server.server()).isSameAs(this.server);
		assertThat(main.server()).isSameAs(this.server);
		assertThat(this.server.adapter()).isSameAs(main.adapter());
		assertThat(main).hasToString("Namespace /");
		assertThat(this.server.namespaces()).containsExactly(main);
	}

	@Test
	void rulesOfTheServerAreThoseOfItsMainNamespace() {
		List<String> seen = new ArrayList<>();
		Namespace main = this.server.of("/");
		assertThat(this.server.use((socket) -> {
			seen.add("use");
			return Mono.empty();
		})).isSameAs(main);
		assertThat(this.server.onConnection((socket) -> seen.add("connection"))).isSameAs(main);
		assertThat(this.server.on("e", (socket, event, args, ack) -> seen.add("on"))).isSameAs(main);
		assertThat(this.server.onAny((socket, event, args, ack) -> seen.add("any"))).isSameAs(main);
		assertThat(this.server.onDisconnecting((socket, reason) -> seen.add("disconnecting"))).isSameAs(main);
		assertThat(this.server.onDisconnect((socket, reason) -> seen.add("disconnect"))).isSameAs(main);
		assertThat(this.server.onServerSide("e", (args, ack) -> seen.add("server side"))).isSameAs(main);
		ServerFixture.Client client = this.fixture.connect();
		assertThat(this.server.sockets()).containsOnlyKeys(client.id());
		client.send("2[\"e\"]").send("1");
		this.fixture.settle();
		((LocalNamespace) main).receiveServerSideEvent("e", List.of(), null);
		assertThat(seen).containsExactly("use", "connection", "any", "on", "disconnecting", "disconnect",
				"server side");
	}

	@Test
	void rulesOfADynamicNamespaceAreThoseOfItsChildren() {
		List<String> seen = new ArrayList<>();
		ParentNamespace parent = this.server.of(NamespaceMatcher.path("/room-{id}"));
		assertThat(parent.use((socket) -> {
			seen.add("use");
			return Mono.empty();
		})).isSameAs(parent);
		assertThat(parent.onConnection((socket) -> seen.add("connection"))).isSameAs(parent);
		assertThat(parent.on("e", (socket, event, args, ack) -> seen.add("on"))).isSameAs(parent);
		assertThat(parent.onAny((socket, event, args, ack) -> seen.add("any"))).isSameAs(parent);
		assertThat(parent.onDisconnecting((socket, reason) -> seen.add("disconnecting"))).isSameAs(parent);
		assertThat(parent.onDisconnect((socket, reason) -> seen.add("disconnect"))).isSameAs(parent);
		Namespace child = this.server.of("/room-7");
		child.use((socket) -> {
			seen.add("child use");
			return Mono.empty();
		});
		child.onConnection((socket) -> seen.add("child connection"));
		child.on("e", (socket, event, args, ack) -> seen.add("child on"));
		child.onAny((socket, event, args, ack) -> seen.add("child any"));
		child.onDisconnecting((socket, reason) -> seen.add("child disconnecting"));
		child.onDisconnect((socket, reason) -> seen.add("child disconnect"));
		ServerFixture.Client client = this.fixture.open(this.fixture.first).send("0/room-7,");
		this.fixture.settle();
		assertThat(this.fixture.socket(client, "/room-7").namespaceVariables()).isEqualTo(Map.of("id", "7"));
		client.send("2/room-7,[\"e\"]").send("1/room-7,");
		this.fixture.settle();
		assertThat(seen).containsExactly("use", "child use", "connection", "child connection", "any", "child any", "on",
				"child on", "disconnecting", "child disconnecting", "disconnect", "child disconnect");
	}

	@Test
	void anEventForADynamicNamespaceGoesToAllItsChildren() {
		ParentNamespace parent = this.server.of(NamespaceMatcher.path("/room-{id}"));
		this.server.of("/room-1");
		this.server.of("/room-2");
		this.server.of("/other");
		parent.emit("news", 1);
		assertThat(this.packets).extracting(Packet::namespace).containsExactlyInAnyOrder("/room-1", "/room-2");
		assertThat(this.packets).extracting(Packet::data).containsOnly(List.of("news", 1));
		assertThat(this.options).containsOnly(BroadcastOptions.ALL);
		this.packets.clear();
		this.options.clear();
		parent.to("a", "b").emit("news");
		assertThat(this.packets).extracting(Packet::namespace).containsExactlyInAnyOrder("/room-1", "/room-2");
		assertThat(this.options).hasSize(2).containsOnly(BroadcastOptions.ALL.withRooms("a", "b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "connect", "connection", "new_namespace" })
	void serversDoNotTellEachOtherWhatIsReserved(String event) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.serverSideEmit(event))
			.withMessageContaining(event);
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.serverSideEmitWithAck(event));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.server.serverSideEmitWithAck(Duration.ofSeconds(1), event));
		assertThat(this.calls).isEmpty();
	}

	@Test
	void serverSideEventsReachTheAdapter() {
		StepVerifier.create(this.server.serverSideEmit("e", 1, "x")).expectComplete().verify(PATIENCE);
		StepVerifier.create(this.server.serverSideEmitWithAck("ask", 2))
			.expectNext(List.of())
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(this.server.serverSideEmitWithAck(Duration.ofSeconds(2), "ask", 3))
			.expectNext(List.of())
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.calls).containsExactly("server side e [1, x]", "server side ask [2]",
				"server side ask [3] within PT2S");
	}

	// the emitter

	@Test
	void theEmitterOfTheServerUsesItsAdapters() {
		SocketIOEmitter emitter = this.server.emitter();
		emitter.emit("news", 1);
		assertThat(packet()).satisfies((packet) -> {
			assertThat(packet.namespace()).isEqualTo("/");
			assertThat(packet.data()).containsExactly("news", 1);
		});
		assertThat(options()).isEqualTo(BroadcastOptions.ALL);
		emitter.of("/other").to("a").in("b").except("c").asVolatile().compress(true).emit("news");
		assertThat(packet().namespace()).isEqualTo("/other");
		assertThat(options()).isEqualTo(new BroadcastOptions(Set.of("a", "b"), Set.of("c"),
				BroadcastFlags.NONE.withVolatile().withCompress(true)));
		this.calls.clear();
		SocketIOEmitter room = emitter.to("a");
		Stream
			.of(room.socketsJoin("r1"), room.socketsLeave("r2"), room.disconnectSockets(true),
					room.serverSideEmit("e", 1), room.emit("news"))
			.forEach((done) -> StepVerifier.create(done).expectComplete().verify(PATIENCE));
		assertThat(this.calls).containsExactly("join [r1]", "leave [r2]", "disconnect true", "server side e [1]",
				"broadcast");
		assertThat(this.options).hasSize(4).containsOnly(BroadcastOptions.ALL.withRooms("a"));
	}

	// sockets of other servers

	@Test
	void aRemoteSocketIsReachedThroughItsRoom() {
		RemoteSocket remote = this.server.fetchSockets().blockFirst(PATIENCE);
		assertThat(remote).isNotNull();
		assertThat(remote.handshake().url()).isEqualTo("/");
		assertThat(remote.rooms()).containsExactly("remote", "lobby");
		assertThat(remote.data()).isEqualTo(Map.of("key", "value"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> remote.handshake().headers().put("a", List.of()));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> remote.rooms().clear());
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ((Map<?, ?>) remote.data()).clear());
		BroadcastFlags single = BroadcastFlags.NONE.withExpectSingleResponse();
		BroadcastOptions own = BroadcastOptions.ALL.withRooms("remote").withFlags(single);
		remote.join("r1", "r2");
		remote.leave("r3");
		remote.disconnect(true);
		remote.emit("news", 1);
		assertThat(this.calls).containsExactly("join [r1, r2]", "leave [r3]", "disconnect true", "broadcast");
		assertThat(this.options).hasSize(4).containsOnly(own);
		this.options.clear();
		remote.asVolatile().emit("news");
		assertThat(options()).isEqualTo(own.withFlags(single.withVolatile()));
		remote.compress(true).emit("news");
		assertThat(options()).isEqualTo(own.withFlags(single.withCompress(true)));
		remote.timeout(TIMEOUT).compress(false).emit("news");
		assertThat(options()).isEqualTo(own.withFlags(single.withTimeout(TIMEOUT).withCompress(false)));
	}

	@Test
	void aRemoteSocketAnswersOrIsGone() {
		RemoteSocket remote = this.server.fetchSockets().blockFirst(PATIENCE);
		assertThat(remote).isNotNull();
		StepVerifier.create(remote.timeout(TIMEOUT).emitWithAck("ask"))
			.expectError(SocketDisconnectedException.class)
			.verify(PATIENCE);
		this.answers.add(((LocalNamespace) this.server.of("/")).arguments(List.of("yes", 1)));
		StepVerifier.create(remote.timeout(TIMEOUT).emitWithAck("ask"))
			.assertNext((answer) -> assertThat(answer.toList()).containsExactly("yes", 1))
			.expectComplete()
			.verify(PATIENCE);
	}

	// sockets of this server

	@Test
	void flagsOfOneSocketAddUp() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		SocketOperator all = socket.asVolatile().compress(true).timeout(TIMEOUT);
		assertThat(((FlaggedSocketOperator) all).flags())
			.isEqualTo(new BroadcastFlags(true, false, true, TIMEOUT, false));
		assertThat(((FlaggedSocketOperator) socket.compress(false).asVolatile()).flags())
			.isEqualTo(BroadcastFlags.NONE.withCompress(false).withVolatile());
		assertThat(((FlaggedSocketOperator) socket.timeout(TIMEOUT).compress(false)).flags())
			.isEqualTo(BroadcastFlags.NONE.withTimeout(TIMEOUT).withCompress(false));
		socket.compress(false).emit("a", 1);
		Mono<Arguments> answer = socket.compress(false).emitWithAck("b");
		socket.send("c");
		socket.compress(true).send("d");
		assertThat(client.events()).containsExactly("2[\"a\",1]", "20[\"b\"]", "2[\"message\",\"c\"]",
				"2[\"message\",\"d\"]");
		client.send("30[5]");
		StepVerifier.create(answer)
			.assertNext((args) -> assertThat(args.toList()).containsExactly(5))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void aSocketBroadcastsToTheOthers() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		socket.broadcast().emit("news");
		assertThat(options()).isEqualTo(BroadcastOptions.ALL.withExcept(client.id()));
		socket.to("a", "b").emit("news");
		assertThat(options()).isEqualTo(BroadcastOptions.ALL.withExcept(client.id()).withRooms("a", "b"));
		socket.in("a").emit("news");
		assertThat(options()).isEqualTo(BroadcastOptions.ALL.withExcept(client.id()).withRooms("a"));
		socket.except("c").emit("news");
		assertThat(options()).isEqualTo(BroadcastOptions.ALL.withExcept(client.id(), "c"));
	}

	/** Remembers what it is asked for. */
	private static final class RecordingAdapter extends InMemoryAdapter {

		private final OperatorTests test;

		private Mono<Integer> serverCount = Mono.just(1);

		RecordingAdapter(OperatorTests test, LocalNamespace namespace) {
			super(namespace);
			this.test = test;
		}

		private Mono<Void> called(String call, @Nullable BroadcastOptions options) {
			this.test.calls.add(call);
			if (options != null) {
				this.test.options.add(options);
			}
			return Mono.empty();
		}

		@Override
		public Mono<Void> broadcast(Packet packet, BroadcastOptions options) {
			this.test.packets.add(packet);
			return called("broadcast", options);
		}

		@Override
		public void broadcastWithAck(Packet packet, BroadcastOptions options, IntConsumer clientCount,
				Consumer<Arguments> ack) {
			this.test.packets.add(packet);
			called("ask", options);
			clientCount.accept(this.test.answers.size());
			this.test.answers.forEach(ack);
		}

		@Override
		public Flux<SocketDescription> fetchSockets(BroadcastOptions options) {
			return Flux.just(new SocketDescription("remote", new HashMap<>(Map.of("url", "/")),
					new LinkedHashSet<>(List.of("remote", "lobby")), new HashMap<>(Map.of("key", "value"))));
		}

		@Override
		public Mono<Void> addSockets(BroadcastOptions options, Set<String> names) {
			return called("join " + names, options);
		}

		@Override
		public Mono<Void> delSockets(BroadcastOptions options, Set<String> names) {
			return called("leave " + names, options);
		}

		@Override
		public Mono<Void> disconnectSockets(BroadcastOptions options, boolean close) {
			return called("disconnect " + close, options);
		}

		@Override
		public Mono<Void> serverSideEmit(String event, List<? extends @Nullable Object> args) {
			return called("server side " + event + " " + args, null);
		}

		@Override
		public Mono<List<Arguments>> serverSideEmitWithAck(String event, List<? extends @Nullable Object> args,
				@Nullable Duration timeout) {
			called("server side " + event + " " + args + ((timeout != null) ? " within " + timeout : ""), null);
			return Mono.just(List.of());
		}

		@Override
		public Mono<Integer> serverCount() {
			return this.serverCount;
		}

	}

}
