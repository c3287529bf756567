package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests end when nobody is left who could answer.
 */
class PendingRequestsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration NEVER = Duration.ofMinutes(5);

	private final PendingRequests<String> requests = new PendingRequests<>();

	private Mono<List<String>> start(int expected, Duration timeout) {
		return this.requests.start("id", expected, timeout,
				(answers, count) -> new IllegalStateException(answers + " of " + count));
	}

	@Test
	void theLastAnswerEndsARequest() {
		Mono<List<String>> result = start(2, NEVER);
		assertThat(this.requests.answer("id", "a", "1")).isTrue();
		assertThat(this.requests.answer("id", "a", "again")).isTrue();
		assertThat(this.requests.contains("id")).isTrue();
		assertThat(this.requests.answer("id", "b", "2")).isTrue();
		StepVerifier.create(result).expectNext(List.of("1", "2")).expectComplete().verify(TIMEOUT);
		assertThat(this.requests.answer("id", "c", "late")).isFalse();
	}

	@Test
	void whoLeavesIsNotWaitedFor() {
		long since = System.nanoTime();
		Mono<List<String>> result = start(2, NEVER);
		this.requests.answer("id", "a", "1");
		this.requests.left("b", since);
		StepVerifier.create(result).expectNext(List.of("1")).expectComplete().verify(TIMEOUT);
		assertThat(this.requests.contains("id")).isFalse();
	}

	@Test
	void theLastOneMayLeave() {
		long since = System.nanoTime();
		Mono<List<String>> result = start(1, NEVER);
		this.requests.left("a", since);
		StepVerifier.create(result).expectNext(List.of()).expectComplete().verify(TIMEOUT);
	}

	@Test
	void whoHasAnsweredMayLeave() {
		long since = System.nanoTime();
		Mono<List<String>> result = start(2, NEVER);
		this.requests.answer("id", "a", "1");
		this.requests.left("a", since);
		assertThat(this.requests.contains("id")).isTrue();
		this.requests.answer("id", "b", "2");
		StepVerifier.create(result).expectNext(List.of("1", "2")).expectComplete().verify(TIMEOUT);
	}

	@Test
	void whoCameLaterWasNotExpected() {
		Mono<List<String>> result = start(1, NEVER);
		this.requests.left("newcomer", System.nanoTime() + 1);
		assertThat(this.requests.contains("id")).isTrue();
		this.requests.answer("id", "a", "1");
		StepVerifier.create(result).expectNext(List.of("1")).expectComplete().verify(TIMEOUT);
	}

	@Test
	void timeEndsARequestWithWhatCameIn() {
		Mono<List<String>> result = start(2, Duration.ofSeconds(2));
		this.requests.answer("id", "a", "1");
		StepVerifier.create(result).expectErrorMessage("[1] of 2").verify(TIMEOUT);
		assertThat(this.requests.contains("id")).isFalse();
	}

	@Test
	void allRequestsMayBeEnded() {
		Mono<List<String>> result = start(2, NEVER);
		this.requests.failAll(new IllegalStateException("closed"));
		StepVerifier.create(result).expectErrorMessage("closed").verify(TIMEOUT);
	}

	private Mono<List<String>> start(Map<String, Long> servers, Duration timeout) {
		return this.requests.start("id", () -> servers, timeout,
				(answers, count) -> new IllegalStateException(answers + " of " + count));
	}

	@Test
	void serversThatAreKnownAreWaitedForOneByOne() {
		Mono<List<String>> result = start(Map.of("a", 1L, "b", 2L, "c", 3L), NEVER);
		this.requests.answer("id", "newcomer", "0");
		this.requests.answer("id", "a", "1");
		this.requests.answer("id", "a", "again");
		this.requests.left("b", 1L);
		assertThat(this.requests.contains("id")).isTrue();
		this.requests.left("b", 2L);
		this.requests.left("a", 1L);
		assertThat(this.requests.contains("id")).isTrue();
		this.requests.answer("id", "c", "3");
		StepVerifier.create(result).expectNext(List.of("0", "1", "3")).expectComplete().verify(TIMEOUT);
		assertThat(this.requests.contains("id")).isFalse();
	}

	@Test
	void withoutServersNothingIsWaitedFor() {
		Mono<List<String>> result = start(Map.of(), NEVER);
		assertThat(this.requests.contains("id")).isFalse();
		StepVerifier.create(result).expectNext(List.of()).expectComplete().verify(TIMEOUT);
	}

	@Test
	void timeEndsARequestToServersThatAreKnown() {
		Mono<List<String>> result = start(Map.of("a", 1L, "b", 2L), Duration.ofSeconds(2));
		this.requests.answer("id", "a", "1");
		StepVerifier.create(result).expectErrorMessage("[1] of 2").verify(TIMEOUT);
		assertThat(this.requests.contains("id")).isFalse();
	}

	/** It waits until it is known whether the server is expected. */
	@Test
	void whoLeavesWhileServersAreLookedUpIsNotWaitedFor() throws InterruptedException {
		Map<String, Long> servers = new ConcurrentHashMap<>(Map.of("a", 1L));
		AtomicReference<@Nullable Thread> leaving = new AtomicReference<>();
		Mono<List<String>> result = this.requests.start("id", () -> {
			Map<String, Long> present = Map.copyOf(servers);
			Thread thread = new Thread(() -> {
				servers.remove("a");
				this.requests.left("a", 1L);
			});
			thread.start();
			await().atMost(TIMEOUT).until(() -> thread.getState() == Thread.State.BLOCKED);
			leaving.set(thread);
			return present;
		}, NEVER, (answers, count) -> new IllegalStateException());
		StepVerifier.create(result).expectNext(List.of()).expectComplete().verify(TIMEOUT);
		Objects.requireNonNull(leaving.get()).join();
	}

}
