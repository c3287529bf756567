package dev.socketio.server;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.socketio.protocol.Arguments;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class AckTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ServerFixture fixture = new ServerFixture((builder) -> builder.maxPendingAcks(3));

	private final SocketIOServer server = this.fixture.server;

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void clientAnswers() {
		ServerFixture.Client client = this.fixture.connect();
		Mono<Arguments> answer = this.fixture.socket(client).emitWithAck("ask", "x");
		assertThat(client.events()).containsExactly("20[\"ask\",\"x\"]");
		client.send("30[\"first\",2]").send("30[\"second\"]").send("399[\"unknown\"]");
		StepVerifier.create(answer)
			.assertNext((args) -> assertThat(args.toList()).containsExactly("first", 2))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(client.isClosed()).isFalse();
	}

	@Test
	void clientAnswersWithBinaryData() {
		ServerFixture.Client client = this.fixture.connect();
		Mono<Arguments> answer = this.fixture.socket(client).emitWithAck("ask");
		client.events();
		client.send("61-0[{\"_placeholder\":true,\"num\":0}]").send(new byte[] { 5 });
		StepVerifier.create(answer)
			.assertNext((args) -> assertThat(args.get(0, byte[].class)).containsExactly(5))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void lateAnswerIsIgnored() {
		ServerFixture.Client client = this.fixture.connect();
		Mono<Arguments> answer = this.fixture.socket(client).timeout(Duration.ofMillis(30)).emitWithAck("ask");
		StepVerifier.create(answer).expectErrorSatisfies((error) -> {
			assertThat(error).isInstanceOf(AckTimeoutException.class).hasMessage("operation has timed out");
			assertThat(((AckTimeoutException) error).responses()).isEmpty();
		}).verify(PATIENCE);
		client.send("30[1]");
		assertThat(client.isClosed()).isFalse();
	}

	@Test
	void disconnectionFailsWhatIsPending() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		Mono<Arguments> answer = socket.emitWithAck("ask");
		this.fixture.settle();
		client.webSocket.disconnect();
		StepVerifier.create(answer).expectError(SocketDisconnectedException.class).verify(PATIENCE);
		StepVerifier.create(socket.emitWithAck("ask")).expectError(SocketDisconnectedException.class).verify(PATIENCE);
		StepVerifier.create(socket.timeout(PATIENCE).emitWithAck("ask"))
			.expectError(SocketDisconnectedException.class)
			.verify(PATIENCE);
	}

	@Test
	void numberOfPendingAnswersIsLimited() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		List<Mono<Arguments>> pending = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			pending.add(socket.emitWithAck("ask"));
		}
		StepVerifier.create(socket.emitWithAck("ask")).expectError(IllegalStateException.class).verify(PATIENCE);
		assertThat(client.events()).hasSize(3);
		client.send("31[]");
		StepVerifier.create(pending.get(1)).expectNextCount(1).expectComplete().verify(PATIENCE);
		socket.emitWithAck("ask");
		assertThat(client.events()).hasSize(4);
	}

	@Test
	void answeredEventHoldsNoTimer() {
		ServerFixture.Client client = this.fixture.connect();
		WeakReference<Mono<Arguments>> answer = new WeakReference<>(
				this.fixture.socket(client).timeout(Duration.ofHours(1)).emitWithAck("ask"));
		assertThat(client.events()).hasSize(1);
		client.send("30[]");
		awaitCollection(answer);
	}

	@Test
	void answeredBroadcastHoldsNoTimer() {
		ServerFixture.Client answering = this.fixture.connect();
		ServerFixture.Client leaving = this.fixture.connect();
		WeakReference<Socket> first = new WeakReference<>(this.fixture.socket(answering));
		WeakReference<Socket> second = new WeakReference<>(this.fixture.socket(leaving));
		this.server.timeout(Duration.ofHours(1)).emitWithAck("ask").onErrorComplete().subscribe();
		assertThat(answering.events()).hasSize(1);
		leaving.send("1");
		answering.send("30[]").send("1");
		this.fixture.settle();
		awaitCollection(first);
		awaitCollection(second);
	}

	private static void awaitCollection(WeakReference<?> reference) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
			System.gc();
			return reference.get() == null;
		});
	}

	@Test
	void subscribersOfABroadcastAreToldWithoutALock() {
		ClusterBroadcastAcks acks = new ClusterBroadcastAcks(PATIENCE, new AckBudget(1000));
		Arguments late = this.server.adapter().customRequest(null).blockOptional(PATIENCE).orElseThrow().get(0);
		List<String> seen = new CopyOnWriteArrayList<>();
		acks.result().subscribe((responses) -> {
			CompletableFuture<Void> other = CompletableFuture.runAsync(() -> acks.acknowledged(late));
			seen.add(other.completeOnTimeout(null, 2, TimeUnit.SECONDS).thenApply((done) -> "told").join());
			seen.add("" + !Thread.holdsLock(acks));
		});
		acks.expectServers(1);
		acks.serverHasClients(0);
		assertThat(seen).containsExactly("told", "true");
	}

	@Test
	void socketThatHasLeftIsNotWaitedFor() {
		ServerFixture.Client client = this.fixture.connect();
		Socket socket = this.fixture.socket(client);
		socket.disconnect();
		this.fixture.settle();
		Mono<Arguments> answer = socket.emitWithAck("ask", new Object() {

			@SuppressWarnings("unused")
			public String getValue() {
				throw new IllegalStateException("not to be encoded");
			}

		});
		StepVerifier.create(answer).expectError(SocketDisconnectedException.class).verify(PATIENCE);
	}

	@Test
	void serverAnswersOnce() {
		this.server.on("ask", (socket, event, args, ack) -> {
			assertThat(ack.isRequested()).isTrue();
			ack.send("a", 1);
			ack.send("b");
		});
		ServerFixture.Client client = this.fixture.connect().send("20[\"ask\"]").send("27[\"ask\"]");
		assertThat(client.events()).containsExactly("30[\"a\",1]", "37[\"a\",1]");
	}

	@Test
	void serverAnswersOnceWhicheverThreadIsFirst() throws InterruptedException {
		List<Ack> acks = new CopyOnWriteArrayList<>();
		this.server.on("ask", (socket, event, args, ack) -> acks.add(ack));
		ServerFixture.Client client = this.fixture.connect();
		for (int i = 0; i < 50; i++) {
			client.send("2" + i + "[\"ask\"]");
		}
		this.fixture.settle();
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < 3; t++) {
			threads.add(new Thread(() -> acks.forEach((ack) -> ack.send())));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(client.events()).hasSize(50).doesNotHaveDuplicates();
	}

	@Test
	void unrequestedAnswerIsNotSent() {
		this.server.on("tell", (socket, event, args, ack) -> {
			assertThat(ack.isRequested()).isFalse();
			ack.send("x");
		});
		List<Ack> kept = new ArrayList<>();
		this.server.on("ask", (socket, event, args, ack) -> kept.add(ack));
		ServerFixture.Client client = this.fixture.connect().send("2[\"tell\"]").send("21[\"ask\"]").send("1");
		this.fixture.settle();
		kept.get(0).send("too late");
		assertThat(client.events()).isEmpty();
	}

	@Test
	void broadcastCollectsAllAnswers() {
		ServerFixture.Client a = this.fixture.connect(this.fixture.first);
		ServerFixture.Client b = this.fixture.connect(this.fixture.second);
		Mono<List<Arguments>> answers = this.server.timeout(PATIENCE).emitWithAck("ask");
		assertThat(a.events()).containsExactly("20[\"ask\"]").isEqualTo(b.events());
		b.send("30[\"b\",\"ignored\"]");
		this.fixture.settle();
		a.send("30[]");
		a.send("30[\"twice\"]");
		StepVerifier.create(answers).assertNext((list) -> {
			assertThat(list).hasSize(2);
			assertThat(list.get(0).get(0)).isEqualTo("b");
			assertThat(list.get(1).size()).isZero();
		}).expectComplete().verify(PATIENCE);
	}

	@Test
	void broadcastTellsWhatCameInTime() {
		ServerFixture.Client a = this.fixture.connect(this.fixture.first);
		ServerFixture.Client b = this.fixture.connect(this.fixture.second);
		Mono<List<Arguments>> answers = this.server.timeout(Duration.ofSeconds(3)).emitWithAck("ask");
		this.fixture.settle();
		a.send("30[\"a\"]");
		b.webSocket.disconnect();
		StepVerifier.create(answers)
			.expectErrorSatisfies((error) -> assertThat(((AckTimeoutException) error).responses()).singleElement()
				.satisfies((args) -> assertThat(args.toList()).containsExactly("a")))
			.verify(PATIENCE);
	}

	@Test
	void broadcastWithoutReceiversIsAnsweredAtOnce() {
		StepVerifier.create(this.server.to("unknown").timeout(Duration.ofHours(1)).emitWithAck("ask"))
			.expectNext(List.of())
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void idsAreSharedInANamespaceAndOthersStartAnew() {
		this.server.of("/b");
		ServerFixture.Client client = this.fixture.connect();
		Socket main = this.fixture.socket(client);
		client.send("0/b,");
		Socket other = this.fixture.socket(client, "/b");
		main.emitWithAck("a");
		other.emitWithAck("b");
		this.server.timeout(PATIENCE).emitWithAck("c");
		assertThat(client.received()).contains("20[\"a\"]", "2/b,0[\"b\"]", "21[\"c\"]");
		client.send("3/b,0[]").send("30[]").send("31[]");
		this.fixture.settle();
	}

}
