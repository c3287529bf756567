package dev.socketio.adapter.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.RoomListener;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastAck;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastClientCount;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSockets;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmitResponse;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.codec.JsonPacketCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What happens on this server while messages come and go, and application code fails.
 */
class ClusterAdapterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(5);

	private static final BroadcastOptions ALL = BroadcastOptions.ALL;

	private final ClusterStatistics statistics = new ClusterStatistics();

	private final Local namespace = new Local();

	private final TestAdapter adapter = new TestAdapter();

	private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("test"), new IOException("test"), new AssertionError("test"),
				new NoClassDefFoundError("test"), new StackOverflowError("test"), new InterruptedException("test"));
	}

	@BeforeEach
	void observeThread() {
		Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> this.uncaught.add(error));
	}

	@AfterEach
	void leaveThread() {
		Thread.currentThread().setUncaughtExceptionHandler(null);
		Thread.interrupted();
	}

	private static Packet event(String name) {
		return Packet.event("/", name);
	}

	// order

	@Test
	void nothingOvertakesAnEventWithoutItsOffset() {
		this.namespace.connect("a");
		this.adapter.broadcast(event("first"), ALL);
		this.adapter.broadcast(event("volatile"), ALL.withFlags(BroadcastFlags.NONE.withVolatile()));
		this.adapter.broadcast(event("local"), ALL.withFlags(BroadcastFlags.NONE.withLocal()));
		this.adapter.broadcastWithAck(event("asked"), ALL, (count) -> {
		}, (ack) -> {
		});
		this.adapter.disconnectSockets(ALL, true);
		assertThat(this.namespace.events).isEmpty();
		assertThat(this.namespace.sockets).containsKey("a");
		this.adapter.offset.tryEmitValue("7");
		assertThat(this.namespace.events).containsExactly("first[7]", "volatile[]", "local[]", "asked[]", "gone a");
		this.adapter.disconnectSockets(ALL, true);
		assertThat(this.namespace.sockets).isEmpty();
	}

	@Test
	void whoJoinsMeanwhileDoesNotGetWhatWasSentBefore() {
		this.namespace.connect("a");
		this.adapter.broadcast(event("first"), ALL.withRooms("a"));
		this.adapter.broadcast(event("second"), ALL);
		this.namespace.connect("b");
		this.adapter.offset.tryEmitEmpty();
		assertThat(this.namespace.events).containsExactly("first[]", "second[]");
		assertThat(this.namespace.receivers).containsExactly(List.of("a"), List.of("a"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aDeliveryThatFailsDoesNotStopThoseBehindIt(Throwable failure) {
		this.adapter.broadcast(event("first"), ALL);
		this.adapter.broadcast(event("second"), ALL);
		this.namespace.failure = failure;
		this.namespace.failingEvent = "first";
		this.adapter.offset.tryEmitValue("1");
		assertThat(this.namespace.events).containsExactly("second[1]");
		this.adapter.broadcast(event("third"), ALL);
		assertThat(this.namespace.events).hasSize(2).endsWith("third[1]");
	}

	// acknowledgements

	@Test
	void acknowledgementsHaveALimitByDefault() {
		this.adapter.broadcastWithAck(event("own"), ALL, (count) -> {
		}, (ack) -> {
		});
		assertThat(this.adapter.published).singleElement()
			.satisfies((message) -> assertThat(((Broadcast) message).options().flags().timeout())
				.isEqualTo(REQUEST_TIMEOUT));
		this.adapter.receive("b", new Broadcast(event("asked"), ALL, "id"), null);
		assertThat(this.namespace.flags).hasSize(2)
			.last()
			.satisfies((flags) -> assertThat(flags.timeout()).isEqualTo(REQUEST_TIMEOUT));
	}

	@Test
	void acknowledgementsHaveTheLimitThatTheServerAsksFor() {
		BroadcastOptions limited = ALL.withFlags(BroadcastFlags.NONE.withTimeout(Duration.ofSeconds(3)));
		this.adapter.broadcastWithAck(event("own"), limited, (count) -> {
		}, (ack) -> {
		});
		this.adapter.receive("b", new Broadcast(event("asked"), limited, "id"), null);
		assertThat(((Broadcast) this.adapter.published.get(0)).options().flags().timeout())
			.isEqualTo(Duration.ofSeconds(3));
		assertThat(this.namespace.flags).hasSize(2)
			.allSatisfy((flags) -> assertThat(flags.timeout()).isEqualTo(Duration.ofSeconds(3)));
	}

	@Test
	void aServerCountsItsClientsOnce() {
		List<Integer> counts = new ArrayList<>();
		this.adapter.broadcastWithAck(event("own"), ALL, counts::add, (ack) -> {
		});
		String id = String.valueOf(((Broadcast) this.adapter.published.get(0)).requestId());
		this.adapter.receive("b", new BroadcastClientCount(id, 2), null);
		this.adapter.receive("b", new BroadcastClientCount(id, 2), null);
		this.adapter.receive("c", new BroadcastClientCount(id, 2), null);
		this.adapter.receive("c", new BroadcastClientCount("other", 9), null);
		assertThat(counts).containsExactly(0, 2, 2);
	}

	// failures of application code

	static Stream<org.junit.jupiter.params.provider.Arguments> placesAndFailures() {
		return Stream.of(Place.values())
			.flatMap((place) -> failures()
				.map((failure) -> org.junit.jupiter.params.provider.Arguments.of(place, failure)));
	}

	/** The next message has its effect and its answer, whatever the one before did. */
	@ParameterizedTest
	@MethodSource("placesAndFailures")
	void failuresOfTheApplicationEndNothingElse(Place place, Throwable failure) {
		this.adapter.offset.tryEmitEmpty();
		place.step.accept(this, failure);
		if (failure instanceof VirtualMachineError) {
			assertThat(this.uncaught).isNotEmpty().containsOnly(failure);
		}
		else {
			assertThat(this.uncaught).isEmpty();
		}
		this.namespace.failure = null;
		this.adapter.failure = null;
		this.adapter.customHook((data) -> "hooked");
		this.namespace.events.clear();
		this.adapter.receive("b", new Broadcast(event("next"), ALL, null), "2");
		assertThat(this.namespace.events).containsExactly("next[2]");
		this.adapter.receive("b", new ServerSideEmit(List.of("socketio:custom-request", 1), "id2"), null);
		assertThat(this.adapter.answers).hasSize(1)
			.first()
			.isInstanceOfSatisfying(ServerSideEmitResponse.class,
					(answer) -> assertThat(answer.requestId()).isEqualTo("id2"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aHookThatFailsHereIsTheErrorOfTheRequest(Throwable failure) {
		this.adapter.customHook((data) -> sneak(failure));
		StepVerifier.create(this.adapter.customRequest(1))
			.expectErrorSatisfies((error) -> assertThat(error).isSameAs(failure))
			.verify(TIMEOUT);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whatCannotBeWrittenIsNotWaitedFor(Throwable failure) {
		this.adapter.count = 2;
		this.adapter.publishFailure = failure;
		Stream.of(this.adapter.serverSideEmitWithAck("ask", List.of()), this.adapter.fetchSockets(ALL).collectList())
			.forEach((result) -> StepVerifier.create(result)
				.expectErrorSatisfies((error) -> assertThat(error).isSameAs(failure))
				.verify(TIMEOUT));
		List<Integer> counts = new ArrayList<>();
		assertThatExceptionOfType(Throwable.class)
			.isThrownBy(() -> this.adapter.broadcastWithAck(event("e"), ALL, counts::add, (ack) -> {
			}))
			.isSameAs(failure);
		assertThat(counts).isEmpty();
	}

	// arguments

	@ParameterizedTest
	@EnumSource
	void wrongArgumentsChangeNothing(Mistake mistake) {
		this.namespace.connect("a");
		assertThatIllegalArgumentException().isThrownBy(() -> mistake.call.accept(this.adapter))
			.withMessageEndingWith("must not be null");
		assertThat(this.adapter.published).isEmpty();
		assertThat(this.adapter.socketRooms("a")).containsExactly("a");
		assertThat(this.adapter.rooms()).containsExactly("a");
	}

	private static <T> T sneak(Throwable failure) {
		return ClusterAdapterTests.<RuntimeException, T>sneakAs(failure);
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable, T> T sneakAs(Throwable failure) throws E {
		throw (E) failure;
	}

	/**
	 * Publishes nowhere.
	 */
	private final class TestAdapter extends ClusterAdapter {

		private final List<ClusterMessage> published = new ArrayList<>();

		private final List<ClusterMessage> answers = new ArrayList<>();

		/** Of all events. */
		private final Sinks.One<String> offset = Sinks.one();

		private int count = 1;

		private @Nullable Throwable failure;

		private @Nullable Throwable publishFailure;

		TestAdapter() {
			super(ClusterAdapterTests.this.namespace, "self", REQUEST_TIMEOUT, ClusterAdapterTests.this.statistics);
			ClusterAdapterTests.this.namespace.adapter = this;
		}

		@Override
		protected boolean hasOffsets() {
			return true;
		}

		@Override
		public Mono<Integer> serverCount() {
			return Mono.just(this.count);
		}

		@Override
		protected Publication publish(ClusterMessage message) {
			if (this.publishFailure != null) {
				sneak(this.publishFailure);
			}
			this.published.add(message);
			return new Publication(this.offset.asMono(), Mono.empty());
		}

		@Override
		protected Mono<Void> respond(String requester, ClusterMessage message) {
			if (this.failure != null) {
				sneak(this.failure);
			}
			this.answers.add(message);
			return Mono.empty();
		}

	}

	/**
	 * Remembers what is done, or fails.
	 */
	private static final class Local implements LocalNamespace {

		private static final JsonPacketCodec CODEC = new JsonPacketCodec(JsonMapper.shared());

		private final Map<String, LocalSocket> sockets = new ConcurrentHashMap<>();

		private final List<String> events = new ArrayList<>();

		private final List<List<String>> receivers = new ArrayList<>();

		private final List<BroadcastFlags> flags = new ArrayList<>();

		private @Nullable Throwable failure;

		private @Nullable String failingEvent;

		private @Nullable TestAdapter adapter;

		void connect(String id) {
			this.sockets.put(id, new TestSocket(id));
			Objects.requireNonNull(this.adapter).addAll(id, List.of(id));
		}

		@Override
		public String name() {
			return "/";
		}

		@Override
		public @Nullable LocalSocket socket(String id) {
			return this.sockets.get(id);
		}

		@Override
		public Collection<? extends LocalSocket> localSockets() {
			return this.sockets.values();
		}

		@Override
		public void deliver(Packet packet, Iterable<? extends LocalSocket> targets, BroadcastFlags how) {
			if (this.failure != null && packet.event().equals(this.failingEvent)) {
				sneak(this.failure);
			}
			this.flags.add(how);
			this.events.add(packet.event() + packet.data().subList(1, packet.data().size()));
			List<String> ids = new ArrayList<>();
			targets.forEach((target) -> ids.add(target.id()));
			this.receivers.add(ids);
		}

		@Override
		public void deliverWithAck(Packet packet, Collection<? extends LocalSocket> targets, BroadcastFlags how,
				Consumer<Arguments> ack) {
			deliver(packet, targets, how);
		}

		@Override
		public void receiveServerSideEvent(String event, List<? extends @Nullable Object> args,
				@Nullable Consumer<List<@Nullable Object>> ack) {
			if (this.failure != null) {
				sneak(this.failure);
			}
		}

		@Override
		public @Nullable RecoveryOptions recovery() {
			return null;
		}

		@Override
		public Arguments arguments(List<? extends @Nullable Object> values) {
			return CODEC.arguments(values);
		}

		private final class TestSocket implements LocalSocket {

			private final String id;

			TestSocket(String id) {
				this.id = id;
			}

			@Override
			public String id() {
				return this.id;
			}

			@Override
			public void disconnect(boolean close) {
				Local.this.sockets.remove(this.id);
				Local.this.events.add("gone " + this.id);
				if (Local.this.failure != null) {
					sneak(Local.this.failure);
				}
			}

			@Override
			public SocketDescription describe() {
				if (Local.this.failure != null) {
					sneak(Local.this.failure);
				}
				return new SocketDescription(this.id, Map.of(), Set.of(), Map.of());
			}

		}

	}

	/**
	 * Where application code runs when a message arrives.
	 */
	enum Place {

		ROOM_LISTENER((test, failure) -> {
			test.namespace.connect("a");
			test.adapter.addRoomListener(new RoomListener() {

				@Override
				public void onCreateRoom(String room) {
					sneak(failure);
				}

			});
			test.adapter.receive("b", new SocketsJoin(ALL, Set.of("r1", "r2")), null);
			assertThat(test.adapter.socketRooms("a")).contains("r1", "r2");
		}),

		CUSTOM_HOOK((test, failure) -> {
			test.adapter.customHook((data) -> sneak(failure));
			test.adapter.receive("b", new ServerSideEmit(List.of("socketio:custom-request", 1), "id"), null);
		}),

		SERVER_SIDE_LISTENER((test, failure) -> {
			test.namespace.failure = failure;
			test.adapter.receive("b", new ServerSideEmit(List.of("e"), "id"), null);
		}),

		DELIVERY((test, failure) -> {
			test.namespace.failure = failure;
			test.namespace.failingEvent = "e";
			test.adapter.receive("b", new Broadcast(event("e"), ALL, null), "1");
		}),

		DELIVERY_WITH_ACK((test, failure) -> {
			test.namespace.failure = failure;
			test.namespace.failingEvent = "e";
			test.adapter.receive("b", new Broadcast(event("e"), ALL, "id"), null);
			// the other server need not wait for this one
			assertThat(test.adapter.answers).containsExactly(new BroadcastClientCount("id", 0));
			test.adapter.answers.clear();
		}),

		DISCONNECT_LISTENER((test, failure) -> {
			test.namespace.connect("a");
			test.namespace.connect("b");
			test.namespace.failure = failure;
			test.adapter.receive("b", new DisconnectSockets(ALL, true), null);
			assertThat(test.namespace.events).containsExactlyInAnyOrder("gone a", "gone b");
		}),

		DESCRIPTION((test, failure) -> {
			test.namespace.connect("a");
			test.namespace.failure = failure;
			test.adapter.receive("b", new FetchSockets(ALL, "id"), null);
		}),

		ANSWER((test, failure) -> {
			test.adapter.failure = failure;
			test.adapter.receive("b", new FetchSockets(ALL, "id"), null);
		}),

		CLIENT_COUNT((test, failure) -> {
			List<Arguments> acks = new ArrayList<>();
			test.adapter.broadcastWithAck(event("e"), ALL, (count) -> sneak(failure), acks::add);
			assertThat(test.namespace.events).containsExactly("e[]");
			String id = String.valueOf(((Broadcast) test.adapter.published.get(0)).requestId());
			test.adapter.receive("b", new BroadcastClientCount(id, 1), null);
			test.adapter.receive("b", new BroadcastAck(id, List.of("yes")), null);
			assertThat(acks).hasSize(1);
		}),

		ACK((test, failure) -> {
			List<Integer> counts = new ArrayList<>();
			test.adapter.broadcastWithAck(event("e"), ALL, counts::add, (ack) -> sneak(failure));
			String id = String.valueOf(((Broadcast) test.adapter.published.get(0)).requestId());
			test.adapter.receive("b", new BroadcastAck(id, List.of("yes")), null);
			test.adapter.receive("b", new BroadcastClientCount(id, 1), null);
			assertThat(counts).containsExactly(0, 1);
		}),

		ERRORS((test, failure) -> {
			List<Throwable> others = new ArrayList<>();
			test.adapter.errors().subscribe((error) -> sneak(failure), (error) -> {
			});
			test.adapter.errors().subscribe(others::add);
			test.statistics.error(new IllegalStateException("the bus is down"));
			assertThat(others).hasSize(1);
		}),

		RESULT((test, failure) -> {
			test.adapter.count = 2;
			Mono<List<Arguments>> result = test.adapter.serverSideEmitWithAck("ask", List.of());
			List<Throwable> errors = new ArrayList<>();
			List<List<Arguments>> others = new ArrayList<>();
			result.map((answers) -> sneak(failure)).subscribe((answers) -> {
			}, errors::add);
			result.subscribe(others::add);
			String id = String.valueOf(((ServerSideEmit) test.adapter.published.get(0)).requestId());
			test.adapter.receive("b", new ServerSideEmitResponse(id, List.of(1)), null);
			assertThat(errors).containsExactly(failure);
			assertThat(others).hasSize(1);
		});

		private final BiConsumer<ClusterAdapterTests, Throwable> step;

		Place(BiConsumer<ClusterAdapterTests, Throwable> step) {
			this.step = step;
		}

	}

	/**
	 * What an application may pass by mistake.
	 */
	enum Mistake {

		JOIN((adapter) -> adapter.addSockets(ALL, setOfNull())),

		LEAVE((adapter) -> adapter.delSockets(ALL, setOfNull())),

		EMIT((adapter) -> adapter.serverSideEmit(nothing(), List.of())),

		ASK((adapter) -> adapter.serverSideEmitWithAck(nothing(), List.of())),

		HOOK((adapter) -> adapter.customHook(nothing())),

		LISTENER((adapter) -> adapter.addRoomListener(nothing())),

		ADD((adapter) -> adapter.addAll("a", Arrays.asList("new", nothing()))),

		DELETE((adapter) -> adapter.del("a", nothing()));

		private final Consumer<TestAdapter> call;

		Mistake(Consumer<TestAdapter> call) {
			this.call = call;
		}

		@SuppressWarnings("NullAway")
		private static <T> T nothing() {
			return null;
		}

		private static Set<String> setOfNull() {
			return new LinkedHashSet<>(Arrays.asList("new", nothing()));
		}

	}

}
