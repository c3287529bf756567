package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterMessage.Heartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.protocol.Arguments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

		TestAdapter(Duration interval, Duration timeout) {
			super(Mockito.mock(LocalNamespace.class), "self", LONG, interval, timeout, new ClusterStatistics());
		}

		@Override
		protected boolean isListening() {
			return this.listening;
		}

		@Override
		protected Publication publish(ClusterMessage message) {
			this.published.add(message);
			return Publication.withoutOffset(Mono.empty());
		}

		@Override
		protected Mono<Void> respond(String requester, ClusterMessage message) {
			return Mono.empty();
		}

	}

}
