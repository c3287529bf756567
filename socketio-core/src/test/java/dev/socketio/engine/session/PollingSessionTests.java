package dev.socketio.engine.session;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.EngineRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PollingSessionTests {

	private final EngineFixture fixture = new EngineFixture(EngineOptions.builder()
		.maxHttpBufferSize(100)
		.limits((limits) -> limits.maxBufferedBytes(1000).maxBufferedPackets(10))
		.build());

	private PollingClient client;

	@BeforeEach
	void open() {
		this.client = PollingClient.open(this.fixture.server, this.fixture.loops.next());
		assertThat(this.fixture.session().id()).isEqualTo(this.client.sid()).hasSize(20);
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void pollWaitsForAMessage() {
		CompletableFuture<EngineResponse> get = this.client.get();
		this.fixture.settle();
		assertThat(get).isNotDone();
		this.fixture.session().send("hi");
		EngineResponse response = PollingClient.await(get);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.contentType()).isEqualTo("text/plain; charset=UTF-8");
		assertThat(response.headers()).containsEntry("cache-control", List.of("no-store"));
		assertThat(PollingClient.body(response)).isEqualTo("4hi");
	}

	@Test
	void pollFetchesAllThatIsBuffered() {
		EngineSession session = this.fixture.session();
		session.send("a");
		session.send(new byte[] { 1, 2, 3, 4 });
		session.send("é");
		assertThat(PollingClient.body(this.client.get())).isEqualTo("4a\u001ebAQIDBA==\u001e4é");
	}

	@Test
	void messagesOfOneRoundShareAResponse() {
		CompletableFuture<EngineResponse> get = this.client.get();
		this.fixture.settle();
		EngineSession session = this.fixture.session();
		Loops.run(session.home(), () -> {
			session.send("a");
			session.send("b");
		});
		assertThat(PollingClient.body(get)).isEqualTo("4a\u001e4b");
	}

	@Test
	void isWritableWhileAPollIsPending() {
		EngineSession session = this.fixture.session();
		assertThat(Loops.call(session.home(), session::isWritable)).isFalse();
		this.client.get();
		this.fixture.settle();
		assertThat(Loops.call(session.home(), session::isWritable)).isTrue();
		Loops.run(session.home(), () -> {
			session.send("a");
			assertThat(session.isWritable()).isFalse();
		});
	}

	@Test
	void uploadIsHandedOnInOrderBeforeItIsAnswered() {
		CompletableFuture<EngineResponse> post = this.client.post("4a\u001ebAQI=\u001e4b\u001e6\u001e0\u001e4");
		EngineResponse response = PollingClient.await(post);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.contentType()).isEqualTo("text/html");
		assertThat(PollingClient.body(response)).isEqualTo("ok");
		assertThat(this.fixture.log()).containsExactly("a", "b:0102", "b", "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "4a\u001e", "\u001e4a", "4a\u001e\u001e4b", "7", "x", "4a\u001eé", "4a\u001e " })
	void malformedUploadEndsTheSessionAndIsAnswered(String body) {
		CompletableFuture<EngineResponse> get = this.client.get();
		assertThat(PollingClient.body(this.client.post(body))).isEqualTo("ok");
		assertThat(PollingClient.body(get)).isEqualTo("1");
		List<String> log = this.fixture.log();
		assertThat(log.get(log.size() - 1)).isEqualTo("close:parse error");
		assertThat(log).hasSize(body.startsWith("4a") ? 2 : 1).doesNotContain("b");
		assertThat(this.client.get()).isCompletedWithValueMatching((response) -> response.status() == 400);
	}

	@Test
	void invalidUtf8IsRepaired() {
		this.client.request("POST", (limit, progress) -> Mono.just(new byte[] { '4', (byte) 0xFF, 'a' }));
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("\ufffda");
	}

	@Test
	void pingOfTheClientIsAnError() {
		assertThat(PollingClient.body(this.client.post("2"))).isEqualTo("ok");
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void closePacketEndsTheSession() {
		CompletableFuture<EngineResponse> get = this.client.get();
		assertThat(PollingClient.body(this.client.post("4a\u001e1\u001e4b"))).isEqualTo("ok");
		assertThat(PollingClient.body(get)).isEqualTo("6");
		assertThat(this.fixture.log()).containsExactly("a", "close:transport close");
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

	@Test
	void secondPollEndsTheSession() {
		CompletableFuture<EngineResponse> first = this.client.get();
		CompletableFuture<EngineResponse> second = this.client.get();
		assertThat(PollingClient.body(first)).isEqualTo("1");
		assertThat(PollingClient.status(second)).isEqualTo(400);
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void secondUploadEndsTheSession() {
		CompletableFuture<EngineResponse> first = this.client.post(Sinks.one());
		CompletableFuture<EngineResponse> second = this.client.post("4a");
		assertAborted(first);
		assertThat(PollingClient.status(second)).isEqualTo(400);
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void abortedPollEndsTheSession() {
		CompletableFuture<EngineResponse> get = this.client.get();
		this.fixture.settle();
		get.cancel(true);
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void pollThatWasAnsweredCannotBeAborted() {
		this.fixture.session().send("a");
		CompletableFuture<EngineResponse> get = this.client.get();
		PollingClient.await(get);
		get.cancel(true);
		this.fixture.settle();
		assertThat(this.fixture.session().isOpen()).isTrue();
	}

	@Test
	void abortedUploadEndsTheSession() {
		CompletableFuture<EngineResponse> post = this.client.post(Sinks.one());
		this.fixture.settle();
		post.cancel(true);
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void uploadThatBreaksOffEndsTheSession() {
		Sinks.One<byte[]> body = Sinks.one();
		CompletableFuture<EngineResponse> post = this.client.post(body);
		body.tryEmitError(new java.io.IOException("connection reset"));
		assertAborted(post);
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void tooBigUploadIsRefusedWith413() {
		CompletableFuture<EngineResponse> post = this.client.request("POST", (limit, progress) -> {
			assertThat(limit).isEqualTo(100);
			return Mono.error(new BodyTooLargeException());
		});
		assertThat(PollingClient.status(post)).isEqualTo(413);
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void uploadWithoutABodyIsAnswered() {
		CompletableFuture<EngineResponse> post = this.client.request("POST", (limit, progress) -> Mono.empty());
		assertThat(PollingClient.body(post)).isEqualTo("ok");
		assertThat(this.fixture.log()).containsExactly("close:parse error");
	}

	@Test
	void octetStreamIsRefused() {
		EngineRequest request = Requests.request("POST", "EIO=4&transport=polling&sid=" + this.client.sid(),
				Map.of("content-type", List.of("application/octet-stream")), "192.0.2.1");
		CompletableFuture<EngineResponse> post = this.fixture.server
			.handle(request, Requests.NO_BODY, this.fixture.loops.next())
			.toFuture();
		assertThat(PollingClient.status(post)).isEqualTo(400);
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void closeAnswersThePendingPoll() {
		CompletableFuture<EngineResponse> get = this.client.get();
		this.fixture.settle();
		this.fixture.session().close();
		assertThat(PollingClient.body(get)).isEqualTo("1");
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:forced close");
	}

	@Test
	void closeComesAloneAfterWhatWasSentBefore() {
		CompletableFuture<EngineResponse> get = this.client.get();
		this.fixture.settle();
		EngineSession session = this.fixture.session();
		Loops.run(session.home(), () -> {
			session.send("last");
			session.close();
			session.send("too late");
		});
		assertThat(PollingClient.body(get)).isEqualTo("4last");
		assertThat(session.isOpen()).isFalse();
		assertThat(this.fixture.log()).isEmpty();
		assertThat(PollingClient.body(this.client.get())).isEqualTo("6\u001e1");
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:forced close");
	}

	@Test
	void closeWaitsForTheNextPoll() {
		EngineSession session = this.fixture.session();
		session.send("last");
		session.close();
		session.send("too late");
		this.fixture.settle();
		assertThat(session.isOpen()).isFalse();
		assertThat(this.fixture.log()).isEmpty();
		assertThat(PollingClient.body(this.client.post("4ignored"))).isEqualTo("ok");
		assertThat(PollingClient.body(this.client.get())).isEqualTo("4last");
		assertThat(PollingClient.body(this.client.get())).isEqualTo("6\u001e1");
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:forced close");
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

	@Test
	void closeOfAnEmptySessionGivesANoopToTheNextPoll() {
		this.fixture.session().close();
		assertThat(PollingClient.body(this.client.get())).isEqualTo("6\u001e1");
	}

	@Test
	void clientMayCloseASessionThatCloses() {
		EngineSession session = this.fixture.session();
		session.send("last");
		session.close();
		assertThat(PollingClient.body(this.client.get())).isEqualTo("4last");
		assertThat(PollingClient.body(this.client.post("4ignored\u001ex\u001e1"))).isEqualTo("ok");
		assertThat(this.fixture.log()).containsExactly("close:transport close");
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

	@Test
	void closeNowDropsWhatIsBuffered() {
		EngineSession session = this.fixture.session();
		Sinks.One<byte[]> body = Sinks.one();
		CompletableFuture<EngineResponse> post = this.client.post(body);
		session.send("dropped");
		session.closeNow();
		this.fixture.settle();
		assertAborted(post);
		assertThat(this.fixture.log()).containsExactly("close:forced close");
		assertThat(this.client.get()).isCompletedWithValueMatching((response) -> response.status() == 400);
	}

	@Test
	void tooManyBufferedPacketsEndTheSession() {
		EngineSession session = this.fixture.session();
		for (int i = 0; i < 10; i++) {
			session.send("" + i);
		}
		this.fixture.settle();
		assertThat(session.isOpen()).isTrue();
		session.send("one too many");
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:transport error");
		assertThat(this.fixture.server.overflowCount()).isEqualTo(1);
	}

	@Test
	void tooManyBufferedBytesEndTheSession() {
		this.fixture.session().send(new byte[990]);
		this.fixture.settle();
		assertThat(this.fixture.session().isOpen()).isTrue();
		this.fixture.session().send(new byte[20]);
		this.fixture.settle();
		assertThat(this.fixture.log()).containsExactly("close:transport error");
	}

	@Test
	void uploadIsAnsweredWhenReadingGoesOn() {
		EngineSession session = this.fixture.session();
		session.pauseReading();
		CompletableFuture<EngineResponse> post = this.client.post("4a");
		this.fixture.settle();
		assertThat(post).isNotDone();
		assertThat(this.fixture.log()).isEmpty();
		session.resumeReading();
		assertThat(PollingClient.body(post)).isEqualTo("ok");
		assertThat(this.fixture.log()).containsExactly("a");
	}

	@Test
	void sessionThatEndsWhileReadingIsPausedAbortsTheUpload() {
		EngineSession session = this.fixture.session();
		session.pauseReading();
		CompletableFuture<EngineResponse> post = this.client.post("4a");
		session.closeNow();
		session.resumeReading();
		this.fixture.settle();
		assertAborted(post);
		assertThat(this.fixture.log()).containsExactly("close:forced close");
	}

	@Test
	void uploadIsAnnouncedBeforeItsMessages() {
		List<String> calls = new CopyOnWriteArrayList<>();
		this.fixture.listener = new SessionListener() {

			@Override
			public void onUpload(EngineRequest request) {
				calls.add(request.method());
			}

			@Override
			public void onText(byte[] buffer, int offset, int length) {
				calls.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
			}

			@Override
			public void onBinary(byte[] data) {
			}

			@Override
			public void onClose(CloseReason reason) {
			}

		};
		PollingClient other = PollingClient.open(this.fixture.server, this.fixture.loops.next());
		assertThat(PollingClient.body(other.post("4a\u001e4b"))).isEqualTo("ok");
		assertThat(calls).containsExactly("POST", "a", "b");
	}

	@Test
	void uploadThatCannotBeAnnouncedIsHandedOn() {
		List<String> texts = new CopyOnWriteArrayList<>();
		this.fixture.listener = new SessionListener() {

			@Override
			public void onUpload(EngineRequest request) {
				throw new IllegalStateException("failed");
			}

			@Override
			public void onText(byte[] buffer, int offset, int length) {
				texts.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
			}

			@Override
			public void onBinary(byte[] data) {
			}

			@Override
			public void onClose(CloseReason reason) {
			}

		};
		PollingClient other = PollingClient.open(this.fixture.server, this.fixture.loops.next());
		assertThat(PollingClient.body(other.post("4a"))).isEqualTo("ok");
		assertThat(texts).containsExactly("a");
		assertThat(this.fixture.session().isOpen()).isTrue();
	}

	@Test
	void sessionDoesNotKeepAnUploadThatIsAnswered() {
		awaitCollection(upload("4a"));
		assertThat(this.fixture.session().isOpen()).isTrue();
		assertThat(PollingClient.body(this.client.post("4b"))).isEqualTo("ok");
		assertThat(this.fixture.log()).containsExactly("a", "b");
	}

	@Test
	void sessionDoesNotKeepAnUploadThatIsAbandoned() {
		this.fixture.session().pauseReading();
		awaitCollection(abandonedUpload());
	}

	private WeakReference<EngineRequest> upload(String body) {
		EngineRequest request = Requests.polling("POST", this.client.sid());
		assertThat(PollingClient
			.body(this.fixture.server.handle(request, body(body), this.fixture.session().home()).toFuture()))
			.isEqualTo("ok");
		this.fixture.settle();
		return new WeakReference<>(request);
	}

	private WeakReference<EngineRequest> abandonedUpload() {
		EngineRequest request = Requests.polling("POST", this.client.sid());
		CompletableFuture<EngineResponse> post = this.fixture.server
			.handle(request, body("4a"), this.fixture.session().home())
			.toFuture();
		this.fixture.settle();
		post.cancel(true);
		this.fixture.settle();
		return new WeakReference<>(request);
	}

	private static RequestBody body(String text) {
		return (limit, progress) -> Mono.just(text.getBytes(StandardCharsets.UTF_8));
	}

	private static void awaitCollection(WeakReference<?> reference) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			System.gc();
			return reference.get() == null;
		});
	}

	@Test
	void listenerThatFailsEndsTheSessionAndTheUploadIsAnswered() {
		for (Throwable failure : List.of(new IllegalStateException("failed"), new AssertionError("failed"),
				new StackOverflowError())) {
			FailingListener listener = new FailingListener(failure);
			this.fixture.listener = listener;
			PollingClient other = PollingClient.open(this.fixture.server, this.fixture.loops.next());
			EngineSession session = this.fixture.session();
			CompletableFuture<EngineResponse> get = other.get();
			assertThat(PollingClient.body(other.post("4a\u001e4b"))).isEqualTo("ok");
			assertThat(PollingClient.body(get)).isEqualTo("1");
			assertThat(session.isOpen()).isFalse();
			assertThat(listener.calls).containsExactly("text", "close");
		}
		assertThat(this.fixture.server.clientsCount()).isEqualTo(1);
	}

	@Test
	void nothingIsDroppedOnTheFloor() {
		List<Object> dropped = new CopyOnWriteArrayList<>();
		Hooks.onErrorDropped(dropped::add);
		Hooks.onNextDropped(dropped::add);
		try {
			CompletableFuture<EngineResponse> post = this.client.post(Sinks.one());
			CompletableFuture<EngineResponse> get = this.client.get();
			this.fixture.settle();
			post.cancel(true);
			get.cancel(true);
			this.fixture.settle();
			PollingClient other = PollingClient.open(this.fixture.server, this.fixture.loops.next());
			other.post(Sinks.one());
			other.get().cancel(true);
			this.fixture.settle();
		}
		finally {
			Hooks.resetOnErrorDropped();
			Hooks.resetOnNextDropped();
		}
		assertThat(dropped).isEmpty();
	}

	@Test
	void bodyIsNotReadBeforeTheSessionWantsIt() {
		StepVerifier.create(this.fixture.server.handle(Requests.polling("POST", "unknown"), (limit, progress) -> {
			throw new AssertionError("body was read");
		}, this.fixture.loops.next()))
			.assertNext((response) -> assertThat(new String(response.body(), StandardCharsets.UTF_8))
				.isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}"))
			.expectComplete()
			.verify(Duration.ofSeconds(20));
	}

	private static void assertAborted(CompletableFuture<EngineResponse> post) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> post.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(RequestAbortedException.class);
	}

	private static final class FailingListener implements SessionListener {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		private final Throwable failure;

		FailingListener(Throwable failure) {
			this.failure = failure;
		}

		@Override
		public void onText(byte[] buffer, int offset, int length) {
			fail("text");
		}

		@Override
		public void onBinary(byte[] data) {
			fail("binary");
		}

		@Override
		public void onClose(CloseReason reason) {
			fail("close");
		}

		private void fail(String call) {
			this.calls.add(call);
			FailingListener.<RuntimeException>raise(this.failure);
		}

		@SuppressWarnings("unchecked")
		private static <T extends Throwable> void raise(Throwable failure) throws T {
			throw (T) failure;
		}

	}

}
