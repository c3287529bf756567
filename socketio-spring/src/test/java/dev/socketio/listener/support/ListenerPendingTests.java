package dev.socketio.listener.support;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.listener.Concurrency;
import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.server.EngineSessions;
import dev.socketio.server.Socket;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a client can leave listeners to do, and what becomes of it. Over real
 * connections.
 */
class ListenerPendingTests {

	/** Larger than what is read at once. */
	private static final String PADDING = "x".repeat(200_000);

	private ListenerServer server;

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void bytesAreBoundedForTheConnection() {
		this.server = ListenerServer.start(
				EngineOptions.builder().limits((limits) -> limits.maxPendingBytes(500_000)).build(),
				HangingListener.class);
		HangingListener listener = this.server.bean(HangingListener.class);
		AtomicInteger received = new AtomicInteger();
		try (TestClient client = this.server.open()) {
			EngineSession session = null;
			for (String namespace : List.of("/a", "/b")) {
				Socket socket = this.server.join(client, namespace);
				socket.onAny((event, args, ack) -> received.incrementAndGet());
				session = EngineSessions.of(socket);
			}
			Thread sender = new Thread(() -> {
				for (int i = 0; i < 4; i++) {
					client.send("42/a,[\"hang\",\"" + PADDING + "\"]");
					client.send("42/b,[\"hang\",\"" + PADDING + "\"]");
				}
			});
			sender.start();
			await().until(() -> received.get() == 3);
			await().during(Duration.ofMillis(300)).until(() -> received.get() == 3);
			assertThat(PendingCounters.of(session)).startsWith("3/600");
			listener.latch.countDown();
			await().untilAsserted(() -> assertThat(listener.calls).hasSize(8));
			assertNothingIsPending(session);
		}
	}

	@Test
	void callsOfConnectListenersAreBoundedForTheConnection() {
		this.server = ListenerServer.start(
				EngineOptions.builder().limits((limits) -> limits.maxPendingMessages(10)).build(),
				LifecycleListener.class);
		LifecycleListener listener = this.server.bean(LifecycleListener.class);
		AtomicInteger connected = new AtomicInteger();
		this.server.io().of("/cycle").onConnection((socket) -> connected.incrementAndGet());
		try (TestClient client = this.server.open()) {
			EngineSession session = EngineSessions.of(this.server.join(client, "/"));
			Thread sender = new Thread(() -> {
				for (int i = 0; i < 50; i++) {
					client.send("40/cycle,{\"padding\":\"" + PADDING.substring(0, 10_000) + "\"}");
					client.send("41/cycle,");
				}
			});
			sender.start();
			await().until(() -> connected.get() == 5);
			await().during(Duration.ofMillis(300)).until(() -> connected.get() == 5);
			listener.latch.countDown();
			await().untilAsserted(() -> assertThat(listener.calls.stream().filter("disconnect"::equals)).hasSize(50));
			assertThat(listener.calls.stream().filter("connect"::equals)).hasSize(50);
			assertNothingIsPending(session);
		}
	}

	@Test
	void whatAClientHasLeftWaitingIsDropped() {
		this.server = ListenerServer.start(EngineOptions.DEFAULT, Executors.newFixedThreadPool(1),
				HangingListener.class);
		HangingListener listener = this.server.bean(HangingListener.class);
		try (TestClient running = this.server.open(); TestClient waiting = this.server.open()) {
			EngineSession first = sendEvents(running);
			await().until(() -> listener.running.get() == 1);
			EngineSession second = sendEvents(waiting);
			running.close();
			waiting.close();
			// the running call, and the disconnect listeners
			await().untilAsserted(() -> assertThat(PendingCounters.of(first)).startsWith("2/2000"));
			await().untilAsserted(() -> assertThat(PendingCounters.of(second)).isEqualTo("1/0"));
			listener.latch.countDown();
			await().untilAsserted(() -> assertThat(listener.calls).containsExactly("hang", "left", "left"));
			assertNothingIsPending(first);
			assertNothingIsPending(second);
		}
	}

	/** Three events of which one waits for the thread, one for it, one besides. */
	private EngineSession sendEvents(TestClient client) {
		Socket socket = this.server.join(client, "/a");
		AtomicInteger received = new AtomicInteger();
		socket.onAny((event, args, ack) -> received.incrementAndGet());
		client.send("42/a,[\"hang\",\"" + PADDING + "\"]");
		client.send("42/a,[\"hang\",\"" + PADDING + "\"]");
		client.send("42/a,[\"concurrent\",\"" + PADDING + "\"]");
		await().until(() -> received.get() == 3);
		assertThat(PendingCounters.of(EngineSessions.of(socket))).startsWith("3/600");
		return EngineSessions.of(socket);
	}

	@Test
	void aReactiveCallCountsUntilItsEnd() {
		this.server = ListenerServer.start(HangingListener.class);
		HangingListener listener = this.server.bean(HangingListener.class);
		try (TestClient client = this.server.open()) {
			EngineSession session = EngineSessions.of(this.server.join(client, "/a"));

			client.send("42/a,2[\"reactive\"]");
			await().untilAsserted(() -> assertThat(PendingCounters.of(session)).startsWith("1/"));
			listener.latch.countDown();
			assertThat(client.receive()).isEqualTo("43/a,2[\"done\"]");
			assertNothingIsPending(session);
		}
	}

	@Test
	void aCallThatEndsAtOnceIsNotCounted() {
		this.server = ListenerServer.start(
				EngineOptions.builder().limits((limits) -> limits.maxPendingMessages(1)).build(),
				HangingListener.class);
		try (TestClient client = this.server.open()) {
			EngineSession session = EngineSessions.of(this.server.join(client, "/a"));
			for (int i = 0; i < 10; i++) {
				assertThat(client.exchange("42/a,1[\"count\"]")).isEqualTo("43/a,1[\"0/0\"]");
			}
			assertNothingIsPending(session);
		}
	}

	/** The next body is taken as soon as there is room, in the middle of a call. */
	@Test
	void eventsThatComeInDuringACallWaitForTheirTurn() throws Exception {
		this.server = ListenerServer.start(
				EngineOptions.builder().limits((limits) -> limits.maxPendingMessages(6)).build(),
				HangingListener.class);
		HangingListener listener = this.server.bean(HangingListener.class);
		HttpClient http = HttpClient.newHttpClient();
		String uri = "http://localhost:" + this.server.port() + "/socket.io/?EIO=4&transport=polling";
		String opened = http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString()).body();
		String session = uri + "&sid=" + opened.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
		List<String> packets = IntStream.range(0, 20).mapToObj((i) -> "42/a,[\"number\",\"" + i + "\"]").toList();
		List<CompletableFuture<?>> posted = new ArrayList<>();
		for (String body : List.of("40/a,", "42/a,[\"ask\"]\u001e" + String.join("\u001e", packets.subList(0, 10)),
				String.join("\u001e", packets.subList(10, 20)))) {
			HttpRequest post = HttpRequest.newBuilder(URI.create(session)).POST(BodyPublishers.ofString(body)).build();
			posted.add(http.sendAsync(post, BodyHandlers.ofString()));
			if (posted.size() < 3) {
				posted.get(posted.size() - 1).get(30, TimeUnit.SECONDS);
			}
		}
		posted.get(2).get(30, TimeUnit.SECONDS);
		await().untilAsserted(() -> assertThat(listener.calls).hasSize(21));
		assertThat(listener.calls).containsExactlyElementsOf(
				Stream.concat(Stream.of("ask"), IntStream.range(0, 20).mapToObj(String::valueOf)).toList());
	}

	@Test
	void concurrentListenersDoNotWaitOnceConnectListenersAreDone() {
		this.server = ListenerServer.start(LifecycleListener.class);
		LifecycleListener listener = this.server.bean(LifecycleListener.class);
		try (TestClient client = this.server.connect("/both")) {
			// behind the connect listeners
			assertThat(client.exchange("42/both,0[\"concurrent\"]")).isEqualTo("43/both,0[]");
			client.send("42/both,1[\"blocked\"]");
			assertThat(client.exchange("42/both,2[\"concurrent\"]")).isEqualTo("43/both,2[]");
			listener.latch.countDown();
			assertThat(client.receive()).isEqualTo("43/both,1[]");
		}
	}

	private static void assertNothingIsPending(EngineSession session) {
		await().untilAsserted(() -> assertThat(PendingCounters.of(session)).isEqualTo("0/0"));
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(30));
	}

	@SocketNamespace({ "/a", "/b" })
	static class HangingListener {

		final CountDownLatch latch = new CountDownLatch(1);

		final AtomicInteger running = new AtomicInteger();

		final Queue<String> calls = new ConcurrentLinkedQueue<>();

		@SocketEventListener("hang")
		void hang(Optional<String> content) throws InterruptedException {
			this.running.incrementAndGet();
			assertThat(this.latch.await(60, TimeUnit.SECONDS)).isTrue();
			this.calls.add("hang");
		}

		@SocketEventListener(event = "concurrent", concurrency = Concurrency.CONCURRENT)
		void concurrent(Optional<String> content) throws InterruptedException {
			hang(content);
		}

		@SocketEventListener("reactive")
		Mono<String> reactive() {
			return Mono.create((sink) -> new Thread(() -> {
				try {
					this.latch.await();
					sink.success("done");
				}
				catch (InterruptedException ex) {
					sink.error(ex);
				}
			}).start());
		}

		/** Ends on the event loop. */
		@SocketEventListener("ask")
		Mono<Void> ask(Socket socket) {
			return socket.timeout(Duration.ofSeconds(1))
				.emitWithAck("question")
				.then()
				.onErrorComplete()
				.doOnTerminate(() -> this.calls.add("ask"));
		}

		@SocketEventListener(event = "number", execution = Execution.EVENT_LOOP)
		void number(String number) {
			this.calls.add(number);
		}

		@SocketEventListener("count")
		Mono<String> count(Socket socket) {
			return Mono.just(EngineSessions.of(socket).pendingInput().messages() + "/"
					+ EngineSessions.of(socket).pendingInput().bytes());
		}

		@SocketDisconnectListener(namespace = { "/a", "/b" })
		void left() {
			this.calls.add("left");
		}

	}

	static class LifecycleListener {

		final CountDownLatch latch = new CountDownLatch(1);

		final Queue<String> calls = new ConcurrentLinkedQueue<>();

		@SocketConnectListener(namespace = "/cycle")
		void connected() throws InterruptedException {
			assertThat(this.latch.await(60, TimeUnit.SECONDS)).isTrue();
			this.calls.add("connect");
		}

		@SocketConnectListener(namespace = "/both")
		void both() {
		}

		@SocketEventListener(namespace = "/both", event = "blocked")
		void blocked() throws InterruptedException {
			assertThat(this.latch.await(60, TimeUnit.SECONDS)).isTrue();
		}

		@SocketEventListener(namespace = "/both", event = "concurrent", concurrency = Concurrency.CONCURRENT)
		void concurrent() {
		}

		@SocketDisconnectListener(namespace = "/cycle")
		void left() {
			this.calls.add("disconnect");
		}

	}

}
