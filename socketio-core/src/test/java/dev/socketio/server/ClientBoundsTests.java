package dev.socketio.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.PendingInput;
import dev.socketio.protocol.DecoderLimits;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What one client can make the server hold.
 */
class ClientBoundsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String BINARY = "51-[\"file\",{\"_placeholder\":true,\"num\":0}]";

	private ServerFixture fixture = new ServerFixture();

	private final AtomicInteger closedAdapters = new AtomicInteger();

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private void use(UnaryOperator<SocketIOServerBuilder> customizer) {
		this.fixture.close();
		this.fixture = new ServerFixture(
				(builder) -> customizer.apply(builder).adapter((namespace) -> new InMemoryAdapter(namespace) {

					@Override
					public Mono<Void> close() {
						return super.close().doOnTerminate(ClientBoundsTests.this.closedAdapters::incrementAndGet);
					}

				}));
	}

	// dynamic namespaces

	@Test
	void aChildThatNeverHadASocketGoesAwayAtOnce() {
		use((builder) -> builder.maxDynamicNamespaces(5));
		ParentNamespace parent = server().of(NamespaceMatcher.path("/room-{id}"));
		parent.use((socket) -> Mono.error(new ConnectRefusedException("no")));
		ServerFixture.Client client = this.fixture.connect();
		for (int i = 0; i < 20; i++) {
			client.send("0/room-" + i + ",");
		}
		assertThat(client.events()).hasSize(20).containsOnly(refusals(20));
		assertThat(parent.children()).isEmpty();
		assertThat(server().namespaces()).hasSize(1);
		assertDynamicNamespaces(0);
		assertThat(this.closedAdapters).hasValue(20);
	}

	private static String[] refusals(int count) {
		List<String> refusals = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			refusals.add("4/room-" + i + ",{\"message\":\"no\"}");
		}
		return refusals.toArray(String[]::new);
	}

	@Test
	void aChildThatTheApplicationAskedForStays() {
		ParentNamespace parent = server().of(NamespaceMatcher.path("/room-{id}"));
		parent.use((socket) -> Mono.error(new ConnectRefusedException("no")));
		Namespace before = server().of("/room-1");
		ServerFixture.Client client = this.fixture.connect();
		client.send("0/room-1,");
		this.fixture.settle();
		assertThat(server().of("/room-1")).isSameAs(before);
		assertDynamicNamespaces(1);
	}

	@Test
	void aChildThatTheApplicationAskedForGoesWithItsLastSocketIfThatIsWanted() {
		use((builder) -> builder.cleanupEmptyChildNamespaces(true));
		server().of(NamespaceMatcher.path("/room-{id}"));
		ServerFixture.Client client = this.fixture.connect();
		client.send("0/room-1,");
		this.fixture.settle();
		server().of("/room-1").emit("e");
		client.send("1/room-1,");
		assertDynamicNamespaces(0);
		assertThat(server().namespaces()).hasSize(1);
	}

	@Test
	void aChildWhoseClientIsGoneBeforeItIsAskedAboutGoesAway() {
		ParentNamespace parent = server().of(NamespaceMatcher.path("/room-{id}"));
		Sinks.Empty<Void> decision = Sinks.empty();
		parent.use((socket) -> decision.asMono());
		ServerFixture.Client client = this.fixture.connect();
		client.send("0/room-1,");
		this.fixture.settle();
		assertDynamicNamespaces(1);
		client.webSocket.disconnect();
		this.fixture.settle();
		assertDynamicNamespaces(0);
		decision.tryEmitEmpty();
		this.fixture.settle();
		assertThat(parent.children()).isEmpty();
	}

	@Test
	void childrenThatAreEmptyMakeRoomForThoseOfOthers() {
		use((builder) -> builder.maxDynamicNamespaces(2));
		server().of(NamespaceMatcher.path("/room-{id}"));
		ServerFixture.Client client = this.fixture.connect();
		client.send("0/room-1,").send("0/room-2,").send("1/room-1,").send("1/room-2,");
		ServerFixture.Client other = this.fixture.connect(this.fixture.second);
		other.send("0/room-3,").send("0/room-4,").send("0/room-5,");
		this.fixture.settle();
		assertThat(other.events()).hasSize(3)
			.satisfies((event) -> assertThat(event).startsWith("0/room-3,{"), Index.atIndex(0))
			.satisfies((event) -> assertThat(event).startsWith("0/room-4,{"), Index.atIndex(1))
			.endsWith("4/room-5,{\"message\":\"Too many namespaces\"}");
		assertDynamicNamespaces(2);
		assertThat(this.closedAdapters).hasValue(2);
	}

	@Test
	void oneConnectionHasAShareOfTheDynamicNamespaces() {
		use((builder) -> builder.maxDynamicNamespacesPerConnection(2));
		server().of(NamespaceMatcher.path("/room-{id}"));
		ServerFixture.Client client = this.fixture.connect();
		client.send("0/room-1,").send("0/room-2,").send("0/room-3,");
		assertThat(client.events()).hasSize(3).endsWith("4/room-3,{\"message\":\"Too many namespaces\"}");
		ServerFixture.Client other = this.fixture.connect();
		other.send("0/room-3,").send("0/room-1,");
		assertThat(other.events()).hasSize(2).allSatisfy((event) -> assertThat(event).startsWith("0/room-"));
		client.send("0/room-3,");
		assertThat(client.events()).as("made by another client").hasSize(4).last().asString().startsWith("0/room-3,");
		client.send("1/room-2,").send("0/room-4,");
		assertThat(client.events()).as("in place of an empty one").hasSize(5).last().asString().startsWith("0/room-4,");
		assertThat(server().namespaces()).extracting(Namespace::name)
			.containsExactlyInAnyOrder("/", "/room-1", "/room-3", "/room-4");
	}

	private void assertDynamicNamespaces(int count) {
		this.fixture.settle();
		assertThat(server()).extracting("context.registry.dynamicNamespaces", InstanceOfAssertFactories.ATOMIC_INTEGER)
			.hasValue(count);
	}

	// credentials

	@Test
	void credentialsOfAllNamespacesOfAConnectionAreBounded() {
		use((builder) -> builder.decoderLimits(DecoderLimits.builder().maxAuthBytes(1000).build()));
		String auth = "{\"token\":\"" + "x".repeat(900) + "\"}";
		ServerFixture.Client client = this.fixture.connect();
		for (int i = 0; i < 20; i++) {
			server().of("/" + i);
			client.send("0/" + i + "," + auth);
		}
		List<String> events = client.events();
		assertThat(events).filteredOn((event) -> event.startsWith("0/")).hasSizeBetween(14, 17);
		assertThat(events).last().isEqualTo("4/19,{\"message\":\"Authentication payload too large\"}");
		client.send("1/0,").send("1/1,").send("0/19," + auth);
		assertThat(client.events()).last().asString().startsWith("0/19,");
		assertThat(client.isClosed()).isFalse();
	}

	@Test
	void aClientWithoutCredentialsConnectsWhereNoneAreAllowed() {
		use((builder) -> builder.decoderLimits(DecoderLimits.builder().maxAuthBytes(0).build()));
		server().of("/other");
		ServerFixture.Client client = this.fixture.connect();
		client.send("0/other,");
		assertThat(client.events()).hasSize(1).first().asString().startsWith("0/other,{");
	}

	/** Clients of Socket.IO 2 send them as a query. */
	@Test
	void queriesOfAllNamespacesOfAConnectionAreBounded() {
		List<String> events = connectOldClient(1000, "?token=" + "x".repeat(900));
		assertThat(events).filteredOn((event) -> event.startsWith("0/")).hasSizeBetween(14, 17);
		assertThat(events).last().isEqualTo("4/19,\"Authentication payload too large\"");
	}

	@Test
	void namespacesWithoutCredentialsCountForNothing() {
		assertThat(connectOldClient(0, "")).hasSize(20).allMatch((event) -> event.startsWith("0/"));
	}

	private List<String> connectOldClient(int maxAuthBytes, String query) {
		use((builder) -> builder.engine(EngineOptions.builder().allowEio3(true).build())
			.decoderLimits(DecoderLimits.builder().maxAuthBytes(maxAuthBytes).build()));
		ServerFixture.Client client = this.fixture.open("EIO=3&transport=websocket");
		for (int i = 0; i < 20; i++) {
			server().of("/" + i);
			client.send("0/" + i + query);
		}
		return client.events();
	}

	@Test
	void credentialsThatAreTooLargeAreRefusedWithAReason() {
		ServerFixture.Client client = this.fixture.connect();
		server().of("/other");
		client.send("0/other,{\"token\":\"" + "x".repeat(16_384) + "\"}");
		assertThat(client.events()).containsExactly("4/other,{\"message\":\"Authentication payload too large\"}");
		client.send("0/other,{\"token\":\"" + "x".repeat(16_000) + "\"}");
		assertThat(client.events()).last().asString().startsWith("0/other,");
	}

	// incomplete packets

	@Test
	void aPacketWhoseAttachmentsDoNotComeEndsTheConnection() {
		use((builder) -> builder.packetTimeout(Duration.ofMillis(50)));
		List<String> reasons = new CopyOnWriteArrayList<>();
		server().onDisconnect((socket, reason) -> reasons.add(reason.toString()));
		ServerFixture.Client client = this.fixture.connect();
		List<Throwable> errors = new CopyOnWriteArrayList<>();
		this.fixture.socket(client).onError(errors::add);
		client.send("51-[\"file\",{\"_placeholder\":true,\"num\":0},\"" + "x".repeat(20_000) + "\"]");
		this.fixture.settle();
		assertThat(server().engine().pendingBytes()).isGreaterThan(20_000);
		await().atMost(PATIENCE).until(client::isClosed);
		assertThat(errors).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
			.hasMessageContaining("not arrived in time");
		assertThat(reasons).hasSize(1);
		assertThat(server().engine().pendingBytes()).isZero();
	}

	@Test
	void packetsThatAreCompleteInTimeAreHandled() {
		use((builder) -> builder.packetTimeout(Duration.ofMillis(100)));
		AtomicInteger handled = new AtomicInteger();
		server().on("file", (socket, event, args, ack) -> handled.incrementAndGet());
		ServerFixture.Client client = this.fixture.connect();
		long end = System.nanoTime() + Duration.ofMillis(400).toNanos();
		int sent = 0;
		while (System.nanoTime() < end) {
			client.send(BINARY).send(new byte[] { 1 });
			this.fixture.settle();
			sent++;
		}
		assertThat(client.isClosed()).isFalse();
		assertThat(handled).hasValue(sent);
	}

	@Test
	void anIgnoredPacketIsNoIncompleteOne() {
		use((builder) -> builder.packetTimeout(Duration.ofMillis(1)));
		ServerFixture.Client client = this.fixture.connect();
		client.send("2");
		ServerFixture.Client incomplete = this.fixture.connect();
		incomplete.send(BINARY);
		await().atMost(PATIENCE).until(incomplete::isClosed);
		assertThat(client.isClosed()).isFalse();
	}

	@Test
	void attachmentsThatWaitBehindTheApplicationAreNotLate() {
		use((builder) -> builder.packetTimeout(Duration.ofMillis(30)));
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		EngineSessions.of(socket).pauseReading();
		client.send(BINARY);
		this.fixture.settle();
		await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> !client.isClosed());
		EngineSessions.of(socket).resumeReading();
		await().atMost(PATIENCE).until(client::isClosed);
	}

	// events that wait

	@Test
	void waitingEventsAreBoundedInBytesOverAllNamespacesOfAConnection() {
		use((builder) -> builder
			.engine(EngineOptions.builder().limits((limits) -> limits.maxPendingBytes(10_000)).build()));
		Sinks.Empty<Void> decision = Sinks.empty();
		List<String> handled = new CopyOnWriteArrayList<>();
		server().onConnection((socket) -> socket.use((event, args) -> decision.asMono()));
		server().of("/other").onConnection((socket) -> socket.use((event, args) -> decision.asMono()));
		server().onAny((socket, event, args, ack) -> handled.add(event));
		server().of("/other").onAny((socket, event, args, ack) -> handled.add(event));
		ServerFixture.Client client = this.fixture.connect();
		PendingInput pending = pending(client);
		client.send("0/other,");
		this.fixture.settle();
		String argument = "x".repeat(4000);
		client.send("2[\"a\",\"" + argument + "\"]").send("2/other,[\"b\",\"" + argument + "\"]");
		this.fixture.settle();
		assertThat(isReading(client)).isTrue();
		assertThat(pending.bytes()).isBetween(8000L, 9000L);
		client.send("2[\"c\",\"" + argument + "\"]");
		this.fixture.settle();
		assertThat(isReading(client)).isFalse();
		assertThat(pending.messages()).isEqualTo(3);
		decision.tryEmitEmpty();
		this.fixture.settle();
		assertThat(handled).containsExactlyInAnyOrder("a", "b", "c");
		assertThat(isReading(client)).isTrue();
		assertThat(pending.messages()).isZero();
		assertThat(pending.bytes()).isZero();
	}

	@Test
	void waitingEventsOfASocketThatLeavesAreDropped() {
		use((builder) -> builder
			.engine(EngineOptions.builder().limits((limits) -> limits.maxPendingMessages(4)).build()));
		Sinks.Empty<Void> decision = Sinks.empty();
		List<String> handled = new CopyOnWriteArrayList<>();
		server().onConnection((socket) -> socket.use((event, args) -> decision.asMono()));
		server().onAny((socket, event, args, ack) -> handled.add(event));
		ServerFixture.Client client = this.fixture.connect();
		PendingInput pending = pending(client);
		client.send("2[\"a\"]").send("2[\"b\"]").send("2[\"c\"]").send("2[\"d\"]");
		this.fixture.settle();
		assertThat(isReading(client)).isFalse();
		this.fixture.socket(client).disconnect();
		this.fixture.settle();
		assertThat(isReading(client)).isTrue();
		assertThat(pending.messages()).as("the one that is decided about").isOne();
		decision.tryEmitEmpty();
		this.fixture.settle();
		assertThat(pending.messages()).isZero();
		assertThat(handled).isEmpty();
	}

	private SocketIOServer server() {
		return this.fixture.server;
	}

	private static boolean isReading(ServerFixture.Client client) {
		return client.webSocket.channel().config().isAutoRead();
	}

	private PendingInput pending(ServerFixture.Client client) {
		return EngineSessions.of(this.fixture.socket(client)).pendingInput();
	}

}
