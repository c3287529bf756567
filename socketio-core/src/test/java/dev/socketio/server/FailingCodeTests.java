package dev.socketio.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import dev.socketio.adapter.RoomListener;
import dev.socketio.engine.Engine;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.session.EngineEndpoint;
import dev.socketio.engine.session.Requests;
import dev.socketio.protocol.Arguments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Whatever the application's code throws, and wherever: the client of one connection sees
 * the outcome that the guide tells of, others see nothing, and nothing is left.
 */
class FailingCodeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private volatile HandshakeFilter filter = (request) -> Mono.empty();

	private ServerFixture fixture;

	private ServerFixture.Client client;

	private ServerFixture.Client neighbour;

	private Socket socket;

	private final List<String> handled = new CopyOnWriteArrayList<>();

	static List<Throwable> failures() {
		return List.of(new IllegalStateException("test"), new AssertionError("test"), new NoClassDefFoundError("test"),
				new StackOverflowError("test"), new IOException("test"), new InterruptedException("test"));
	}

	/** Places of ordinary calls: installing code that fails, then reaching it. */
	static Stream<ArgumentSet> places() {
		return combine(List.of(
				place("catch-all listener", (test, code) -> test.socket.onAny((event, args, ack) -> code.run())),
				place("event listener", (test, code) -> test.socket.on("e", (args, ack) -> code.run())),
				place("once listener", (test, code) -> test.socket.once("e", (args, ack) -> code.run())),
				place("namespace listener",
						(test, code) -> test.server().on("e", (from, event, args, ack) -> code.run())),
				place("namespace catch-all listener",
						(test, code) -> test.server().onAny((from, event, args, ack) -> code.run())),
				place("outgoing listener", (test, code) -> test.socket.onAnyOutgoing((event, args) -> code.sneak())),
				place("error listener", (test, code) -> {
					test.socket.onError((error) -> code.sneak());
					test.socket.on("e", (args, ack) -> code.run());
				}), place("room listener", (test, code) -> {
					test.server().adapter().addRoomListener(new RoomListener() {

						@Override
						public void onJoinRoom(String room, String id) {
							code.sneak();
						}

					});
					test.socket.on("e", (args, ack) -> test.socket.join("room"));
				}), place("argument type", (test, code) -> {
					FailingType.code = code;
					test.socket.on("e", (args, ack) -> args.get(0, FailingType.class));
				}), place("subscriber of an acknowledgement", (test, code) -> test.socket.on("e", (args, ack) -> {
					test.socket.emitWithAck("ask").doOnNext((answer) -> code.sneak()).subscribe(null, (error) -> {
					});
					test.client.webSocket.arrive("430[]");
				})),
				place("subscriber of broadcast acknowledgements", (test, code) -> test.socket.on("e", (args, ack) -> {
					test.server()
						.to(test.socket.id())
						.timeout(PATIENCE)
						.emitWithAck("ask")
						.doOnNext((answer) -> code.sneak())
						.subscribe(null, (error) -> {
						});
					test.client.webSocket.arrive("430[]");
				})),
				place("subscriber of acknowledgements that are late",
						(test, code) -> test.socket.on("e",
								(args, ack) -> test.socket.timeout(Duration.ofMillis(1))
									.emitWithAck("ask")
									.doOnError((error) -> code.sneak())
									.subscribe(null, (error) -> {
									}))),
				place("server-side listener", (test, code) -> {
					test.server().onServerSide("e", (args, ack) -> code.run());
					test.socket.on("e", (args, ack) -> ((DefaultNamespace) test.server().of("/"))
						.receiveServerSideEvent("e", List.of(), null));
				}), place("listener of new namespaces", (test, code) -> {
					test.server().onNewNamespace((namespace) -> code.sneak());
					test.socket.on("e", (args, ack) -> test.server().of("/new"));
				})));
	}

	@ParameterizedTest
	@MethodSource("places")
	void aCallThatFailsHarmsNothingElse(Place place, Throwable failure) {
		place.install.accept(this, new Code(failure));
		this.socket.on("later", (args, ack) -> {
			this.handled.add("later");
			ack.send("handled");
		});
		this.server().on("later", (from, event, args, ack) -> this.handled.add("namespace"));
		this.client.send("2[\"e\",{}]").send("21[\"later\"]");
		this.fixture.settle();
		assertThat(this.handled).containsExactly("later", "namespace");
		this.server().emit("broadcast");
		await().dontCatchUncaughtExceptions()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.client.events()).contains("31[\"handled\"]", "2[\"broadcast\"]"));
		assertThat(this.neighbour.events()).containsExactly("2[\"broadcast\"]");
		assertThat(this.client.isClosed()).isFalse();
		assertEndsWithoutTrace();
	}

	/** Places at the end of a socket. */
	static Stream<ArgumentSet> ends() {
		return combine(List.of(
				place("disconnecting listener", (test, code) -> test.socket.onDisconnecting((reason) -> code.run())),
				place("disconnect listener", (test, code) -> test.socket.onDisconnect((reason) -> code.run())),
				place("namespace disconnecting listener",
						(test, code) -> test.server().onDisconnecting((left, reason) -> code.run())),
				place("namespace disconnect listener",
						(test, code) -> test.server().onDisconnect((left, reason) -> code.run())),
				place("room listener at the end",
						(test, code) -> test.server().adapter().addRoomListener(new RoomListener() {

							@Override
							public void onLeaveRoom(String room, String id) {
								code.sneak();
							}

							@Override
							public void onDeleteRoom(String room) {
								code.sneak();
							}

						})),
				place("subscriber of an acknowledgement that never comes",
						(test, code) -> test.socket.emitWithAck("ask")
							.doOnError((error) -> code.sneak())
							.subscribe(null, (error) -> {
							})),
				place("error listener at the end", (test, code) -> {
					test.socket.onError((error) -> code.sneak());
					test.socket.onDisconnect((reason) -> code.run());
				})));
	}

	@ParameterizedTest
	@MethodSource("ends")
	void theEndOfASocketRunsToItsEnd(Place place, Throwable failure) {
		this.server().of("/other");
		this.client.send("0/other,");
		this.fixture.settle();
		place.install.accept(this, new Code(failure));
		this.socket.onDisconnecting((reason) -> this.handled.add("disconnecting"));
		this.socket.onDisconnect((reason) -> this.handled.add("disconnect"));
		this.server().of("/other").onDisconnect((left, reason) -> this.handled.add("other"));
		this.client.webSocket.disconnect();
		this.fixture.settle();
		assertThat(this.handled).containsExactlyInAnyOrder("disconnecting", "disconnect", "other")
			.containsSubsequence("disconnecting", "disconnect");
		assertThat(this.server().sockets()).containsOnlyKeys(this.neighbour.id());
		assertThat(this.server().of("/other").sockets()).isEmpty();
		assertThat(this.server().adapter().rooms()).containsExactly(this.neighbour.id());
		assertThat(this.server().engine().clientsCount()).isOne();
		this.server().emit("broadcast");
		assertThat(this.neighbour.events()).contains("2[\"broadcast\"]");
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aConnectListenerThatFailsLeavesTheSocketConnected(Throwable failure) {
		Code code = new Code(failure);
		this.server().onConnection((connected) -> code.sneak());
		this.server().onConnection((connected) -> this.handled.add("second"));
		ServerFixture.Client late = this.fixture.connect();
		assertThat(this.handled).containsExactly("second");
		assertThat(late.received()).hasSize(1).first().asString().startsWith("0{\"sid\":");
		assertThat(this.fixture.socket(late).isConnected()).isTrue();
		assertEndsWithoutTrace();
	}

	/** Publishers that fail: when they are asked for, when subscribed to, and later. */
	static Stream<ArgumentSet> publishers() {
		return failures().stream()
			.flatMap((failure) -> Stream.of(
					argumentSet("assembly of " + failure, (Publication) () -> new Code(failure).mono()),
					argumentSet("subscription of " + failure,
							(Publication) () -> Mono.fromRunnable(new Code(failure)::sneak)),
					argumentSet("signal of " + failure, (Publication) () -> Mono.error(failure)),
					argumentSet("late signal of " + failure, (Publication) () -> Mono
						.create((sink) -> Schedulers.parallel().schedule(() -> sink.error(failure))))));
	}

	@ParameterizedTest
	@MethodSource("publishers")
	void aNamespaceMiddlewareThatFailsRefusesTheClient(Publication publication) {
		this.server().of("/guarded").use((candidate) -> publication.create());
		this.client.send("0/guarded,");
		await().dontCatchUncaughtExceptions()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.client.events())
				.containsExactly("4/guarded,{\"message\":\"Internal error\"}"));
		this.client.send("0/guarded,");
		await().dontCatchUncaughtExceptions()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.client.events()).hasSize(2));
		assertThat(this.server().of("/guarded").sockets()).isEmpty();
		assertThat(this.server().of("/guarded").adapter().rooms()).isEmpty();
		assertEndsWithoutTrace();
	}

	@ParameterizedTest
	@MethodSource("publishers")
	void aMatcherThatFailsRefusesTheClient(Publication publication) {
		this.server().of(new NamespaceMatcher() {

			@Override
			@SuppressWarnings("unchecked")
			public Mono<Map<String, String>> match(String name, Arguments auth) {
				return (Mono<Map<String, String>>) (Mono<?>) publication.create();
			}

		});
		this.client.send("0/dynamic,");
		await().dontCatchUncaughtExceptions()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.client.events())
				.containsExactly("4/dynamic,{\"message\":\"Internal error\"}"));
		assertEndsWithoutTrace();
	}

	@ParameterizedTest
	@MethodSource("publishers")
	void aSocketMiddlewareThatFailsDropsItsEvent(Publication publication) {
		List<Throwable> errors = new CopyOnWriteArrayList<>();
		this.socket.onError(errors::add);
		this.socket.use((event, args) -> event.equals("e") ? publication.create() : Mono.empty());
		this.socket.onAny((event, args, ack) -> this.handled.add("any " + event));
		this.socket.on("e", (args, ack) -> this.handled.add("e"));
		this.socket.on("later", (args, ack) -> this.handled.add("later"));
		this.client.send("2[\"e\"]").send("2[\"e\"]").send("2[\"later\"]");
		await().dontCatchUncaughtExceptions()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.handled).contains("later"));
		assertThat(this.handled).containsExactly("any e", "any e", "any later", "later");
		assertThat(errors).hasSize(2);
		this.fixture.settle();
		assertThat(EngineSessions.of(this.socket).pendingInput().messages()).isZero();
		assertThat(EngineSessions.of(this.socket).pendingInput().bytes()).isZero();
		assertEndsWithoutTrace();
	}

	@ParameterizedTest
	@MethodSource("publishers")
	void aHandshakeFilterThatFailsRefusesTheClient(Publication publication) {
		this.filter = (request) -> publication.create();
		EngineEndpoint endpoint = this.server().endpoint();
		StepVerifier.create(endpoint.handleWebSocket(Requests.webSocket()))
			.assertNext((decision) -> assertThat(decision.refusal()).isNotNull()
				.satisfies((refusal) -> assertThat(refusal.message()).isEqualTo("Forbidden")))
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(endpoint.handle(Requests.polling(), Requests.NO_BODY, this.fixture.first))
			.assertNext((response) -> assertThat(response.status()).isEqualTo(403))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.server().engine().clientsCount()).isEqualTo(2);
		this.filter = (request) -> Mono.empty();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void listenersOfTheEngineThatFailLeaveRequestsAnswered(Throwable failure) {
		Code code = new Code(failure);
		Engine engine = this.server().engine();
		EngineEndpoint endpoint = this.server().endpoint();
		engine.onHeaders((headers, request) -> code.sneak());
		engine.onInitialHeaders((headers, request) -> code.sneak());
		engine.onRefusal((request, error, message) -> code.sneak());
		StepVerifier.create(endpoint.handle(Requests.polling(), Requests.NO_BODY, this.fixture.first))
			.assertNext((response) -> assertThat(response.status()).isEqualTo(200))
			.expectComplete()
			.verify(PATIENCE);
		EngineRequest unknown = Requests.polling("GET", "unknown");
		StepVerifier.create(endpoint.handle(unknown, Requests.NO_BODY, this.fixture.first))
			.assertNext((response) -> assertThat(response.status()).isEqualTo(400))
			.expectComplete()
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void dataOfARefusalThatCannotBeWrittenIsLeftOut(Throwable failure) {
		FailingBean.code = new Code(failure);
		this.server()
			.of("/guarded")
			.use((candidate) -> Mono.error(new ConnectRefusedException("no", new FailingBean())));
		this.client.send("0/guarded,");
		assertThat(this.client.events()).containsExactly("4/guarded,{\"message\":\"no\"}");
		assertEndsWithoutTrace();
	}

	@Test
	void aMiddlewareThatAnswersTwiceAdmitsOnce() {
		this.server().of("/twice").use((candidate) -> Mono.<Void>create((sink) -> {
			sink.success();
			throw new IllegalStateException("behind the end");
		}));
		this.client.send("0/twice,");
		assertThat(this.client.events()).hasSize(1).first().asString().startsWith("0/twice,");
		assertEndsWithoutTrace();
	}

	@BeforeEach
	void connect() {
		this.fixture = new ServerFixture(
				(builder) -> builder.handshakeFilter((request) -> this.filter.filter(request)));
		this.client = this.fixture.connect(this.fixture.first);
		this.neighbour = this.fixture.connect(this.fixture.first);
		this.socket = this.fixture.socket(this.client);
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private SocketIOServer server() {
		return this.fixture.server;
	}

	private void assertEndsWithoutTrace() {
		List<Socket> present = new ArrayList<>(server().sockets().values());
		this.client.webSocket.disconnect();
		this.neighbour.webSocket.disconnect();
		this.fixture.settle();
		assertThat(present).contains(this.socket)
			.noneMatch((left) -> left.connection().isOpen() && left == this.socket);
		assertThat(server().sockets()).doesNotContainKeys(this.client.id(), this.neighbour.id());
		assertThat(EngineSessions.of(this.socket).pendingInput().messages()).isZero();
	}

	private static Place place(String name, java.util.function.BiConsumer<FailingCodeTests, Code> install) {
		return new Place(name, install);
	}

	private static Stream<ArgumentSet> combine(List<Place> places) {
		return places.stream()
			.flatMap((place) -> failures().stream()
				.map((failure) -> argumentSet(place.name + ": " + failure, place, failure)));
	}

	/** Where code of the application is called. */
	record Place(String name, java.util.function.BiConsumer<FailingCodeTests, Code> install) {

	}

	/** What a middleware, a matcher or a filter returns. */
	interface Publication {

		Mono<Void> create();

	}

	/** Code that fails. */
	record Code(Throwable failure) {

		void run() throws Exception {
			sneak();
		}

		void sneak() {
			Code.<RuntimeException>doThrow(this.failure);
		}

		Mono<Void> mono() {
			sneak();
			return Mono.empty();
		}

		@SuppressWarnings("unchecked")
		private static <T extends Throwable> void doThrow(Throwable error) throws T {
			throw (T) error;
		}

	}

	/** Reading it fails. */
	static class FailingType {

		static volatile Code code;

		FailingType() {
			code.sneak();
		}

	}

	/** Writing it fails. */
	static class FailingBean {

		static volatile Code code;

		public String getValue() {
			code.sneak();
			return "";
		}

	}

}
