package dev.socketio.listener.support;

import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import dev.socketio.listener.Concurrency;
import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketDisconnectingListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.EngineSessions;
import dev.socketio.server.Socket;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever connect, disconnecting and disconnect listeners throw, the socket goes its way
 * and other listeners are called. Over real connections.
 */
class LifecycleFailureTests {

	private static ListenerServer server;

	private final UncaughtErrors uncaught = new UncaughtErrors();

	@BeforeAll
	static void start() {
		server = ListenerServer.start(FailingConnect.class, FailingDisconnecting.class, FailingDisconnect.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void watch() {
		this.uncaught.watch();
	}

	@AfterEach
	void unwatch() {
		this.uncaught.close();
	}

	static Stream<Arguments> failures() {
		return Stream.of("blocking", "loop", "assembly", "subscription", "late", "flux")
			.flatMap((mode) -> Arrays.stream(Failure.values()).map((failure) -> Arguments.of(mode, failure)));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailedConnectListenerTakesTheSocketOut(String mode, Failure failure) {
		FailingConnect listener = server.bean(FailingConnect.class);
		try (TestClient client = server.open(); TestClient other = server.connect("/other")) {
			String id = client.join("/connect", auth(mode, failure));
			assertThat(client.receive()).isEqualTo("41/connect,");
			await().untilAsserted(() -> assertThat(listener.calls).containsOnlyOnce("left " + id));
			assertThat(other.exchange("42/other,1[\"fine\"]")).isEqualTo("43/other,1[]");
			client.join("/other", "");
			assertThat(client.exchange("42/other,1[\"fine\"]")).isEqualTo("43/other,1[]");
			assertNothingIsPending();
		}
	}

	@ParameterizedTest
	@MethodSource("failures")
	void theEndGoesOnBehindAFailedDisconnectingListener(String mode, Failure failure) {
		leave("/disconnecting", server.bean(FailingDisconnecting.class).calls, mode, failure);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void theEndGoesOnBehindAFailedDisconnectListener(String mode, Failure failure) {
		leave("/disconnect", server.bean(FailingDisconnect.class).calls, mode, failure);
	}

	@ParameterizedTest
	@EnumSource
	void theEndGoesOnBehindAStreamThatCannotBeCancelled(Failure failure) {
		FailingDisconnecting listener = server.bean(FailingDisconnecting.class);
		try (TestClient client = server.open()) {
			String id = client.join("/disconnecting", auth("cancelled", failure));
			client.join("/other", "");
			client.send("42/disconnecting,[\"stream\"]");
			client.send("42/disconnecting,[\"concurrent\"]");
			await().untilAsserted(() -> assertThat(listener.calls).contains("stream " + id, "concurrent " + id));
			client.send("41/disconnecting,");
			await().untilAsserted(() -> assertThat(listener.calls).containsOnlyOnce("left " + id));
			assertNothingIsPending();
		}
	}

	private void leave(String namespace, Queue<String> calls, String mode, Failure failure) {
		try (TestClient client = server.open()) {
			String id = client.join(namespace, auth(mode, failure));
			client.join("/other", "");
			client.send("41" + namespace + ",");
			await().untilAsserted(() -> assertThat(calls).containsOnlyOnce("left " + id));
			assertThat(server.io().of(namespace).sockets()).doesNotContainKey(id);
			assertThat(client.exchange("42/other,1[\"fine\"]")).isEqualTo("43/other,1[]");
			assertNothingIsPending();
		}
	}

	private static void assertNothingIsPending() {
		assertThat(server.io().of("/other").sockets()).isNotEmpty();
		server.io()
			.of("/other")
			.sockets()
			.values()
			.forEach((socket) -> await()
				.untilAsserted(() -> assertThat(PendingCounters.of(EngineSessions.of(socket))).isEqualTo("0/0")));
	}

	private static ConditionFactory await() {
		return Awaitility.await()
			.dontCatchUncaughtExceptions()
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofSeconds(20));
	}

	private static String auth(String mode, Failure failure) {
		return "{\"mode\":\"" + mode + "\",\"failure\":\"" + failure + "\"}";
	}

	/** Fails in the way that a client has asked for when it connected. */
	private abstract static class Failing {

		final Queue<String> calls = new ConcurrentLinkedQueue<>();

		private final FailingListener places = new FailingListener();

		void call(Socket socket, String mode) {
			if (isWanted(socket, mode)) {
				failure(socket).raise();
			}
		}

		Mono<?> mono(Socket socket) {
			call(socket, "assembly");
			if (isWanted(socket, "subscription")) {
				return this.places.monoSubscription(failure(socket));
			}
			return isWanted(socket, "late") ? this.places.monoLate(failure(socket)) : Mono.empty();
		}

		Flux<?> flux(Socket socket) {
			if (isWanted(socket, "cancelled")) {
				return Flux.never().doOnCancel(failure(socket)::raise);
			}
			return isWanted(socket, "flux") ? this.places.fluxOperator(failure(socket)) : Flux.empty();
		}

		private static boolean isWanted(Socket socket, String mode) {
			return mode.equals(socket.handshake().auth().get("mode"));
		}

		private static Failure failure(Socket socket) {
			return Failure.valueOf((String) socket.handshake().auth().get("failure"));
		}

	}

	static class FailingConnect extends Failing {

		@Order(1)
		@SocketConnectListener(namespace = "/connect")
		void blocking(Socket socket) {
			call(socket, "blocking");
		}

		@Order(2)
		@SocketConnectListener(namespace = "/connect", execution = Execution.EVENT_LOOP)
		void loop(Socket socket) {
			call(socket, "loop");
		}

		@Order(3)
		@SocketConnectListener(namespace = "/connect")
		Mono<Void> reactive(Socket socket) {
			return mono(socket).then();
		}

		@Order(4)
		@SocketConnectListener(namespace = "/connect")
		Flux<?> several(Socket socket) {
			return flux(socket);
		}

		@SocketDisconnectListener(namespace = "/connect")
		void left(Socket socket) {
			this.calls.add("left " + socket.id());
		}

		@SocketEventListener(namespace = "/other", event = "fine")
		void fine() {
		}

	}

	static class FailingDisconnecting extends Failing {

		@Order(1)
		@SocketDisconnectingListener(namespace = "/disconnecting")
		void blocking(Socket socket) {
			call(socket, "blocking");
		}

		@Order(2)
		@SocketDisconnectingListener(namespace = "/disconnecting", execution = Execution.EVENT_LOOP)
		void loop(Socket socket) {
			call(socket, "loop");
		}

		@Order(3)
		@SocketDisconnectingListener(namespace = "/disconnecting")
		Mono<?> reactive(Socket socket) {
			return mono(socket);
		}

		@SocketEventListener(namespace = "/disconnecting", event = "stream")
		Flux<?> stream(Socket socket) {
			return flux(socket).doOnSubscribe((subscription) -> this.calls.add("stream " + socket.id()));
		}

		@SocketEventListener(namespace = "/disconnecting", event = "concurrent", concurrency = Concurrency.CONCURRENT)
		Flux<?> concurrent(Socket socket) {
			return flux(socket).doOnSubscribe((subscription) -> this.calls.add("concurrent " + socket.id()));
		}

		@SocketDisconnectListener(namespace = "/disconnecting")
		void left(Socket socket) {
			this.calls.add("left " + socket.id());
		}

	}

	static class FailingDisconnect extends Failing {

		@Order(1)
		@SocketDisconnectListener(namespace = "/disconnect")
		void blocking(Socket socket) {
			call(socket, "blocking");
		}

		@Order(2)
		@SocketDisconnectListener(namespace = "/disconnect", execution = Execution.EVENT_LOOP)
		void loop(Socket socket) {
			call(socket, "loop");
		}

		@Order(3)
		@SocketDisconnectListener(namespace = "/disconnect")
		Mono<?> reactive(Socket socket) {
			return mono(socket);
		}

		@Order(4)
		@SocketDisconnectListener(namespace = "/disconnect")
		void left(Socket socket) {
			this.calls.add("left " + socket.id());
		}

	}

}
