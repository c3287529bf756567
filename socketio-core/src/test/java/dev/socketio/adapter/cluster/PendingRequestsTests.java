package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import dev.socketio.adapter.RequestTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link PendingRequests}.
 */
class PendingRequestsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration NEVER = Duration.ofMinutes(5);

	private int serverCount = 1;

	private Supplier<@Nullable Map<String, Long>> members = () -> null;

	private final PendingRequests requests = new PendingRequests(() -> Mono.just(this.serverCount),
			() -> this.members.get());

	private String id = "none";

	/** Ask a number of other servers. */
	private Mono<List<String>> start(int others, Duration timeout) {
		this.serverCount = others + 1;
		return start(timeout, Mono.never());
	}

	/** Ask servers that are known. */
	private Mono<List<String>> start(Map<String, Long> others, Duration timeout) {
		this.members = () -> others;
		return start(others.size(), timeout);
	}

	private Mono<List<String>> start(Duration timeout, Mono<Void> sent) {
		Mono<List<String>> result = this.requests.request(String.class, timeout, (request) -> {
			this.id = request;
			return sent;
		}).cache();
		result.onErrorComplete().subscribe();
		return result;
	}

	private void answer(String server, String answer) {
		this.requests.answer(this.id, server, answer);
	}

	private boolean isPending() {
		return this.requests.expects(this.id, String.class);
	}

	@Test
	void completesWithLastAnswer() {
		Mono<List<String>> result = start(2, NEVER);
		answer("a", "1");
		answer("a", "again");
		assertThat(isPending()).isTrue();
		answer("b", "2");
		assertThat(isPending()).isFalse();
		answer("c", "late");
		StepVerifier.create(result).expectNext(List.of("1", "2")).expectComplete().verify(TIMEOUT);
	}

	@Test
	void ignoresAnswersOfOtherTypes() {
		Mono<List<String>> result = start(1, NEVER);
		this.requests.answer(this.id, "a", 1);
		assertThat(this.requests.expects(this.id, Integer.class)).isFalse();
		assertThat(isPending()).isTrue();
		answer("a", "1");
		StepVerifier.create(result).expectNext(List.of("1")).expectComplete().verify(TIMEOUT);
	}

	@Test
	void sendsNoRequestWithoutOtherServers() {
		Mono<List<String>> result = start(0, NEVER);
		StepVerifier.create(result).expectNext(List.of()).expectComplete().verify(TIMEOUT);
		assertThat(this.id).isEqualTo("none");
	}

	@Test
	void asksWhenSubscribedTo() {
		this.serverCount = 2;
		this.requests.request(String.class, NEVER, (request) -> {
			this.id = request;
			return Mono.empty();
		});
		assertThat(this.id).isEqualTo("none");
	}

	@Test
	void failsWhenTheMessageCannotBeSent() {
		this.serverCount = 2;
		Mono<List<String>> failed = start(NEVER, Mono.error(new IllegalStateException("down")));
		StepVerifier.create(failed).expectErrorMessage("down").verify(TIMEOUT);
		assertThat(isPending()).isFalse();
		Mono<List<String>> thrown = this.requests.request(String.class, NEVER, (request) -> {
			this.id = request;
			throw new IllegalArgumentException("not encodable");
		});
		StepVerifier.create(thrown).expectErrorMessage("not encodable").verify(TIMEOUT);
		assertThat(isPending()).isFalse();
	}

	@Test
	void failsWhenServersCannotBeCounted() {
		PendingRequests uncounted = new PendingRequests(Mono::never, () -> null);
		StepVerifier.create(uncounted.request(String.class, Duration.ofMillis(50), (request) -> Mono.empty()))
			.expectError(RequestTimeoutException.class)
			.verify(TIMEOUT);
	}

	@Test
	void doesNotWaitForServersThatLeave() {
		long since = System.nanoTime();
		Mono<List<String>> result = start(2, NEVER);
		answer("a", "1");
		this.requests.left("b", since);
		StepVerifier.create(result).expectNext(List.of("1")).expectComplete().verify(TIMEOUT);
		assertThat(isPending()).isFalse();
	}

	@Test
	void completesWhenTheLastServerLeaves() {
		long since = System.nanoTime();
		Mono<List<String>> result = start(1, NEVER);
		this.requests.left("a", since);
		StepVerifier.create(result).expectNext(List.of()).expectComplete().verify(TIMEOUT);
	}

	@Test
	void keepsAnswersOfServersThatLeave() {
		long since = System.nanoTime();
		Mono<List<String>> result = start(2, NEVER);
		answer("a", "1");
		this.requests.left("a", since);
		assertThat(isPending()).isTrue();
		answer("b", "2");
		StepVerifier.create(result).expectNext(List.of("1", "2")).expectComplete().verify(TIMEOUT);
	}

	@Test
	void ignoresServersThatCameLater() {
		Mono<List<String>> result = start(1, NEVER);
		this.requests.left("newcomer", System.nanoTime() + 1);
		assertThat(isPending()).isTrue();
		answer("a", "1");
		StepVerifier.create(result).expectNext(List.of("1")).expectComplete().verify(TIMEOUT);
	}

	@Test
	void failsWhenTheTimeIsUp() {
		Mono<List<String>> result = start(2, Duration.ofSeconds(2));
		answer("a", "1");
		StepVerifier.create(result)
			.expectErrorMessage("timeout reached: only 1 responses received out of 2")
			.verify(TIMEOUT);
		assertThat(isPending()).isFalse();
	}

	@Test
	void failsWhenClosed() {
		Mono<List<String>> result = start(2, NEVER);
		this.requests.close(new IllegalStateException("closed"));
		StepVerifier.create(result).expectErrorMessage("closed").verify(TIMEOUT);
		String before = this.id;
		StepVerifier.create(start(2, NEVER)).expectErrorMessage("closed").verify(TIMEOUT);
		assertThat(this.id).isEqualTo(before);
	}

	@Test
	void waitsForEachKnownServer() {
		Mono<List<String>> result = start(Map.of("a", 1L, "b", 2L, "c", 3L), NEVER);
		answer("newcomer", "0");
		answer("a", "1");
		answer("a", "again");
		this.requests.left("b", 1L);
		assertThat(isPending()).isTrue();
		this.requests.left("b", 2L);
		this.requests.left("a", 1L);
		assertThat(isPending()).isTrue();
		answer("c", "3");
		StepVerifier.create(result).expectNext(List.of("0", "1", "3")).expectComplete().verify(TIMEOUT);
		assertThat(isPending()).isFalse();
	}

	/** They left after they had been counted. */
	@Test
	void completesWhenNoServerIsKnown() {
		this.members = Map::of;
		Mono<List<String>> result = start(1, NEVER);
		StepVerifier.create(result).expectNext(List.of()).expectComplete().verify(TIMEOUT);
		assertThat(this.id).isEqualTo("none");
	}

	@Test
	void failsWhenTheTimeOfKnownServersIsUp() {
		Mono<List<String>> result = start(Map.of("a", 1L, "b", 2L), Duration.ofSeconds(2));
		answer("a", "1");
		StepVerifier.create(result)
			.expectErrorMessage("timeout reached: only 1 responses received out of 2")
			.verify(TIMEOUT);
		assertThat(isPending()).isFalse();
	}

	/** The one that leaves waits until it is known whether it is expected. */
	@Test
	void doesNotWaitForServersThatLeaveDuringTheLookup() throws InterruptedException {
		Map<String, Long> servers = new ConcurrentHashMap<>(Map.of("a", 1L));
		AtomicReference<@Nullable Thread> leaving = new AtomicReference<>();
		this.members = () -> {
			this.members = () -> {
				Map<String, Long> present = Map.copyOf(servers);
				Thread thread = new Thread(() -> {
					servers.remove("a");
					this.requests.left("a", 1L);
				});
				thread.start();
				await().atMost(TIMEOUT).until(() -> thread.getState() == Thread.State.BLOCKED);
				leaving.set(thread);
				return present;
			};
			return servers;
		};
		Mono<List<String>> result = start(1, NEVER);
		StepVerifier.create(result).expectNext(List.of()).expectComplete().verify(TIMEOUT);
		Objects.requireNonNull(leaving.get()).join();
	}

}
