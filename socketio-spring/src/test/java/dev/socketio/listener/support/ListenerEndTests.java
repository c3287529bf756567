package dev.socketio.listener.support;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.socketio.engine.EngineOptions;
import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketDisconnectingListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.server.EngineSessions;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order of calls when a socket leaves early. Over real connections.
 */
class ListenerEndTests {

	private ListenerServer server;

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void connectListenersThatWaitAreCalledBeforeDisconnectListeners() {
		assertThat(leaveWhileConnecting("wait")).containsExactly("first", "second", "stream", "leaving", "left");
	}

	@Test
	void disconnectListenersAreCalledIfAConnectListenerFailsAfterTheClientHasLeft() {
		assertThat(leaveWhileConnecting("fail")).containsExactly("first", "leaving", "left");
	}

	private Queue<String> leaveWhileConnecting(String mode) {
		this.server = ListenerServer.start(ConnectingListener.class);
		ConnectingListener listener = this.server.bean(ConnectingListener.class);
		try (TestClient client = this.server.open()) {
			client.join("/", "{\"mode\":\"" + mode + "\"}");
			Socket socket = this.server.io().sockets().values().iterator().next();
			await().until(() -> listener.calls.contains("first"));
			client.send("42[\"event\"]");
			client.send("41");
			await().until(() -> !socket.isConnected());
			listener.latch.countDown();
			await().until(() -> listener.calls.contains("left"));
			await().untilAsserted(() -> assertThat(PendingCounters.of(EngineSessions.of(socket))).isEqualTo("0/0"));
			return listener.calls;
		}
	}

	@Test
	void aConnectListenerThatDisconnectsItsSocketDoesNotChangeTheOrder() {
		this.server = ListenerServer.start(ConnectingListener.class);
		ConnectingListener listener = this.server.bean(ConnectingListener.class);
		listener.latch.countDown();
		try (TestClient client = this.server.open()) {
			client.join("/", "{\"mode\":\"disconnect\"}");
			assertThat(client.receive()).isEqualTo("41");
			await().until(() -> listener.calls.contains("left"));
		}
		assertThat(listener.calls).containsExactly("first", "second", "stream", "leaving", "left");
	}

	@Test
	void aSocketThatConnectListenersHaveNotSeenDoesNotLeaveEither() {
		this.server = ListenerServer.start(RivalListener.class);
		RivalListener listener = this.server.bean(RivalListener.class);
		try (TestClient client = this.server.connect("/")) {
			assertThat(client.receive()).isEqualTo("41");
			assertThat(client.exchange("40")).startsWith("40{");
			assertThat(client.receive()).isEqualTo("41");
		}
		assertThat(listener.connected.get()).isEqualTo(listener.left.get());
	}

	@Test
	void anEventIsNotHandledBehindTheEndOfItsSocket() {
		this.server = ListenerServer.start(SeveralListener.class);
		SeveralListener listener = this.server.bean(SeveralListener.class);
		try (TestClient client = this.server.open()) {
			this.server.join(client, "/").onAny((event, args, ack) -> listener.calls.add("any"));
			client.send("42[\"leave\"]");
			assertThat(client.receive()).isEqualTo("41");
			await().until(() -> listener.calls.contains("left"));
			this.server.join(client, "/").on("other", (args, ack) -> {
				listener.calls.add("disconnected");
				this.server.io().sockets().values().forEach(Socket::disconnect);
			});
			client.send("42[\"other\"]");
			assertThat(client.receive()).isEqualTo("41");
		}
		await().until(() -> listener.calls.stream().filter("left"::equals).count() == 2);
		assertThat(listener.calls).containsExactly("any", "first", "left", "disconnected", "left");
	}

	@ParameterizedTest
	@ValueSource(strings = { "blocking", "handled" })
	void aStreamThatStartsWhenTheClientHasLeftIsCancelled(String event) {
		this.server = ListenerServer.start(StreamListener.class);
		StreamListener listener = this.server.bean(StreamListener.class);
		try (TestClient client = this.server.open()) {
			Socket socket = this.server.join(client, "/");
			client.send("421[\"" + event + "\"]");
			await().until(() -> listener.started.get() == 1);
			client.send("41");
			await().until(() -> !socket.isConnected());
			listener.latch.countDown();
			await().until(() -> listener.cancelled.get() == 1);
			await().until(() -> listener.left.get() == 1);
			await().untilAsserted(() -> assertThat(PendingCounters.of(EngineSessions.of(socket))).isEqualTo("0/0"));
		}
	}

	@Test
	void aStreamOfADisconnectingListenerIsNotCancelled() {
		this.server = ListenerServer.start(StreamListener.class);
		StreamListener listener = this.server.bean(StreamListener.class);
		try (TestClient client = this.server.connect()) {
			client.send("41");
			await().until(() -> listener.left.get() == 1);
			listener.latch.countDown();
			await().until(() -> listener.goodbyes.get() == 1);
			assertThat(listener.cancelled).hasValue(0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatTheExecutorThrowsIsAFailureOfTheCall(Failure failure) {
		RefusingExecutor executor = new RefusingExecutor(failure);
		this.server = ListenerServer.start(EngineOptions.DEFAULT, executor, BlockingListener.class);
		BlockingListener listener = this.server.bean(BlockingListener.class);
		try (UncaughtErrors uncaught = new UncaughtErrors(); TestClient client = this.server.open()) {
			uncaught.watch();
			Socket socket = this.server.join(client, "/");
			executor.refusing = true;
			assertThat(client.exchange("421[\"blocking\"]")).contains("\"status\":500");
			assertThat(client.exchange("422[\"handled\"]")).contains("\"status\":409");
			executor.refusing = false;
			assertThat(client.exchange("423[\"blocking\"]")).isEqualTo("433[]");
			client.send("41");
			await().until(() -> listener.left.get() == 1);
			await().untilAsserted(() -> assertThat(PendingCounters.of(EngineSessions.of(socket))).isEqualTo("0/0"));
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await()
			.dontCatchUncaughtExceptions()
			.pollInterval(Duration.ofMillis(10))
			.atMost(Duration.ofSeconds(30));
	}

	static class ConnectingListener {

		final Queue<String> calls = new ConcurrentLinkedQueue<>();

		final CountDownLatch latch = new CountDownLatch(1);

		@Order(1)
		@SocketConnectListener(execution = Execution.EVENT_LOOP)
		void leave(Socket socket) {
			if ("disconnect".equals(socket.handshake().auth().get("mode"))) {
				socket.disconnect();
			}
		}

		@Order(2)
		@SocketConnectListener
		void first(Socket socket) throws InterruptedException {
			this.calls.add("first");
			assertThat(this.latch.await(30, TimeUnit.SECONDS)).isTrue();
			if ("fail".equals(socket.handshake().auth().get("mode"))) {
				throw new IllegalStateException("test");
			}
		}

		@Order(3)
		@SocketConnectListener
		void second() {
			this.calls.add("second");
		}

		/** Follows the client for as long as it is there. */
		@Order(4)
		@SocketConnectListener
		Flux<String> stream() {
			this.calls.add("stream");
			return Flux.never();
		}

		@SocketEventListener("event")
		void event() {
			this.calls.add("event");
		}

		@SocketDisconnectingListener
		void leaving() {
			this.calls.add("leaving");
		}

		@SocketDisconnectListener
		void left() {
			this.calls.add("left");
		}

	}

	static class RivalListener {

		final AtomicInteger connected = new AtomicInteger();

		final AtomicInteger left = new AtomicInteger();

		RivalListener(SocketIOServer server) {
			server.onConnection(Socket::disconnect);
		}

		@SocketConnectListener(execution = Execution.EVENT_LOOP)
		void connected() {
			this.connected.incrementAndGet();
		}

		@SocketDisconnectingListener(execution = Execution.EVENT_LOOP)
		void leaving() {
			this.left.addAndGet(100);
		}

		@SocketDisconnectListener(execution = Execution.EVENT_LOOP)
		void left() {
			this.left.incrementAndGet();
		}

	}

	static class SeveralListener {

		final Queue<String> calls = new ConcurrentLinkedQueue<>();

		@Order(1)
		@SocketEventListener(event = "leave", execution = Execution.EVENT_LOOP)
		void first(Socket socket) {
			this.calls.add("first");
			socket.disconnect();
		}

		@Order(2)
		@SocketEventListener(event = "leave", execution = Execution.EVENT_LOOP)
		void second() {
			this.calls.add("second");
		}

		@SocketEventListener(event = "other", execution = Execution.EVENT_LOOP)
		void other() {
			this.calls.add("other");
		}

		@SocketDisconnectListener(execution = Execution.EVENT_LOOP)
		void left() {
			this.calls.add("left");
		}

	}

	static class StreamListener {

		final CountDownLatch latch = new CountDownLatch(1);

		final AtomicInteger started = new AtomicInteger();

		final AtomicInteger cancelled = new AtomicInteger();

		final AtomicInteger goodbyes = new AtomicInteger();

		final AtomicInteger left = new AtomicInteger();

		@SocketEventListener(event = "blocking", execution = Execution.BLOCKING)
		Flux<String> blocking() throws InterruptedException {
			this.started.incrementAndGet();
			assertThat(this.latch.await(30, TimeUnit.SECONDS)).isTrue();
			return Flux.<String>never().doOnCancel(this.cancelled::incrementAndGet);
		}

		@SocketEventListener("handled")
		void handled() throws InterruptedException {
			this.started.incrementAndGet();
			assertThat(this.latch.await(30, TimeUnit.SECONDS)).isTrue();
			throw new UnsupportedOperationException("test");
		}

		@SocketExceptionHandler
		Flux<String> handle(UnsupportedOperationException ex) {
			return Flux.<String>never().doOnCancel(this.cancelled::incrementAndGet);
		}

		@SocketDisconnectingListener
		Flux<Void> leaving() {
			return Flux.<Void>create((sink) -> new Thread(() -> {
				try {
					this.latch.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				this.goodbyes.incrementAndGet();
				sink.complete();
			}).start()).doOnCancel(() -> this.cancelled.addAndGet(100));
		}

		@SocketDisconnectListener
		void left() {
			this.left.incrementAndGet();
		}

	}

	static class BlockingListener {

		final AtomicInteger left = new AtomicInteger();

		@SocketEventListener("blocking")
		void blocking() {
		}

		@SocketEventListener(event = "handled", execution = Execution.EVENT_LOOP)
		void handled() {
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

		@SocketExceptionHandler
		String handle(ResponseStatusException ex) {
			return "handled";
		}

		@SocketDisconnectListener
		void left() {
			this.left.incrementAndGet();
		}

	}

	private static final class RefusingExecutor implements Executor {

		private final Failure failure;

		volatile boolean refusing;

		RefusingExecutor(Failure failure) {
			this.failure = failure;
		}

		@Override
		public void execute(Runnable task) {
			if (this.refusing) {
				this.failure.raise();
			}
			new Thread(task, "listener-worker").start();
		}

	}

}
