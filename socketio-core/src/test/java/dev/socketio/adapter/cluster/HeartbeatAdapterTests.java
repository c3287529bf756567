package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterMessage.Heartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmitResponse;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Servers are counted by what they say.
 */
class HeartbeatAdapterTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration LONG = Duration.ofMinutes(5);

	private static final Duration SHORT = Duration.ofMillis(100);

	private TestAdapter adapter = new TestAdapter(LONG, LONG);

	private TestAdapter start(Duration interval, Duration timeout) {
		this.adapter = new TestAdapter(interval, timeout);
		this.adapter.start();
		return this.adapter;
	}

	@AfterEach
	void close() {
		this.adapter.close().block(TIMEOUT);
	}

	private int count() {
		return this.adapter.serverCount().blockOptional(TIMEOUT).orElseThrow();
	}

	@Test
	void asksWhoIsThereAndAnswers() {
		start(LONG, LONG);
		assertThat(this.adapter.published).containsExactly(new InitialHeartbeat());
		this.adapter.greet(new Heartbeat());
		assertThat(this.adapter.published).hasSize(1);
		this.adapter.greet(new InitialHeartbeat());
		assertThat(this.adapter.published).containsExactly(new InitialHeartbeat(), new Heartbeat());
	}

	@Test
	void whoIsHeardCountsOnce() {
		start(LONG, LONG);
		assertThat(count()).isEqualTo(1);
		this.adapter.heard("a");
		this.adapter.heard("a");
		this.adapter.heard("b");
		this.adapter.heard("self");
		assertThat(count()).isEqualTo(3);
	}

	@Test
	void whoSaysGoodbyeDoesNotCount() {
		start(LONG, LONG);
		this.adapter.heard("a");
		this.adapter.heard("b");
		this.adapter.forget("a");
		this.adapter.forget("unknown");
		assertThat(count()).isEqualTo(2);
		this.adapter.heard("a");
		assertThat(count()).isEqualTo(3);
	}

	@Test
	void whoSaysGoodbyeIsNotWaitedFor() {
		start(LONG, LONG);
		this.adapter.heard("a");
		Mono<List<Arguments>> answers = this.adapter.serverSideEmitWithAck("ask", List.of());
		await().atMost(TIMEOUT).until(() -> this.adapter.published.stream().anyMatch(ServerSideEmit.class::isInstance));
		this.adapter.forget("a");
		StepVerifier.create(answers).expectNext(List.of()).expectComplete().verify(TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource
	void whoLeavesBehindTheCountIsNotWaitedFor(Request request) {
		start(LONG, LONG);
		this.adapter.heard("a");
		this.adapter.heard("b");
		this.adapter.whenCounted = () -> {
			this.adapter.forget("a");
			this.adapter.forget("b");
		};
		assertThat(request.ask(this.adapter)).isEmpty();
		assertThat(this.adapter.published).containsExactly(new InitialHeartbeat());
	}

	@ParameterizedTest
	@EnumSource
	void whoLeavesBehindTheStartIsNotWaitedFor(Request request) {
		start(LONG, LONG);
		this.adapter.heard("a");
		this.adapter.heard("b");
		this.adapter.whenPublished = () -> {
			this.adapter.forget("a");
			this.adapter.forget("b");
		};
		assertThat(request.ask(this.adapter)).isEmpty();
	}

	/** It may have come and gone at any moment. */
	@ParameterizedTest
	@EnumSource
	void doesNotAwaitServersThatLeaveAtTheSameTime(Request request) throws Exception {
		start(LONG, LONG);
		AtomicBoolean done = new AtomicBoolean();
		Thread leaving = new Thread(() -> {
			while (!done.get()) {
				this.adapter.heard("a");
				this.adapter.forget("a");
			}
		});
		leaving.start();
		try {
			for (int i = 0; i < 2000; i++) {
				assertThat(request.ask(this.adapter)).isEmpty();
			}
		}
		finally {
			done.set(true);
			leaving.join();
		}
	}

	@Test
	void theAnswersOfThoseWhoStayAreWaitedFor() {
		start(LONG, LONG);
		this.adapter.heard("a");
		this.adapter.heard("b");
		Mono<List<Arguments>> answers = this.adapter.serverSideEmitWithAck("ask", List.of());
		this.adapter.forget("a");
		// it comes back, and others come
		this.adapter.heard("a");
		this.adapter.heard("c");
		this.adapter.forget("c");
		AtomicReference<@Nullable List<Arguments>> result = new AtomicReference<>();
		answers.subscribe(result::set);
		assertThat(result).hasNullValue();
		String id = this.adapter.published.stream()
			.filter(ServerSideEmit.class::isInstance)
			.map((message) -> ((ServerSideEmit) message).requestId())
			.findFirst()
			.orElseThrow();
		this.adapter.receive("b", new ServerSideEmitResponse(id, List.of(1)), null);
		assertThat(result.get()).hasSize(1);
	}

	@Test
	void membersAreKeptWhileTheTransportIsDownForLongerThanTheyMayBeSilent() {
		Duration timeout = Duration.ofSeconds(4);
		this.adapter = new TestAdapter(LONG, timeout);
		this.adapter.listening = false;
		this.adapter.start();
		this.adapter.heard("a");
		await().pollDelay(timeout.plusSeconds(1)).atMost(TIMEOUT).until(() -> count() == 2);
		// and have as much time again when it is back
		this.adapter.listening = true;
		assertThat(count()).isEqualTo(2);
		await().atMost(TIMEOUT).until(() -> count() == 1);
	}

	@Test
	void aHeartbeatThatCannotBeSentDoesNotEndTheNextOnes() {
		start(SHORT, SHORT.multipliedBy(2));
		this.adapter.heard("a");
		this.adapter.whenPublished = () -> {
			throw new NoClassDefFoundError("test");
		};
		await().atMost(TIMEOUT).until(() -> this.adapter.published.size() > 3 && count() == 1);
	}

	@Test
	void whoIsSilentIsForgottenAndNotWaitedFor() {
		start(LONG, SHORT);
		this.adapter.heard("a");
		Mono<List<Arguments>> answers = this.adapter.serverSideEmitWithAck("ask", List.of());
		StepVerifier.create(answers).expectNext(List.of()).expectComplete().verify(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> count() == 1);
	}

	@Test
	void silenceMeansNothingWhileTheTransportIsDown() {
		this.adapter = new TestAdapter(LONG, SHORT);
		this.adapter.listening = false;
		this.adapter.start();
		this.adapter.heard("a");
		await().during(SHORT.multipliedBy(3)).atMost(TIMEOUT).until(() -> count() == 2);
		this.adapter.listening = true;
		await().atMost(TIMEOUT).until(() -> count() == 1);
	}

	@Test
	void silentServersSendHeartbeatsUntilTheyAreClosed() {
		start(SHORT, LONG);
		await().atMost(TIMEOUT)
			.until(() -> this.adapter.published.stream().filter(Heartbeat.class::isInstance).count() > 2);
		this.adapter.close().block(TIMEOUT);
		long sent = this.adapter.published.size();
		// a tick that was under way may have published one more
		await().during(SHORT.multipliedBy(4)).atMost(TIMEOUT).until(() -> this.adapter.published.size() <= sent + 1);
	}

	/**
	 * Publishes nowhere.
	 */
	private static final class TestAdapter extends HeartbeatAdapter {

		private final Queue<ClusterMessage> published = new ConcurrentLinkedQueue<>();

		private volatile boolean listening = true;

		private volatile Runnable whenCounted = () -> {
		};

		private volatile Runnable whenPublished = () -> {
		};

		TestAdapter(Duration interval, Duration timeout) {
			super(local(), "self", LONG, interval, timeout, new ClusterStatistics());
		}

		private static LocalNamespace local() {
			LocalNamespace namespace = Mockito.mock(LocalNamespace.class);
			Mockito.when(namespace.arguments(Mockito.anyList())).thenReturn(Mockito.mock(Arguments.class));
			return namespace;
		}

		@Override
		public Mono<Integer> serverCount() {
			return super.serverCount().doOnNext((count) -> this.whenCounted.run());
		}

		@Override
		protected boolean isListening() {
			return this.listening;
		}

		@Override
		protected Publication publish(ClusterMessage message) {
			this.published.add(message);
			this.whenPublished.run();
			return Publication.withoutOffset(Mono.empty());
		}

		@Override
		protected Mono<Void> respond(String requester, ClusterMessage message) {
			return Mono.empty();
		}

	}

	/**
	 * What waits for the answers of the other servers.
	 */
	enum Request {

		EVENT((adapter) -> adapter.serverSideEmitWithAck("ask", List.of())),

		SOCKETS((adapter) -> adapter.fetchSockets(BroadcastOptions.ALL).collectList());

		private final Function<TestAdapter, Mono<? extends List<?>>> call;

		Request(Function<TestAdapter, Mono<? extends List<?>>> call) {
			this.call = call;
		}

		List<?> ask(TestAdapter adapter) {
			return this.call.apply(adapter).blockOptional(TIMEOUT).orElseThrow();
		}

	}

}
