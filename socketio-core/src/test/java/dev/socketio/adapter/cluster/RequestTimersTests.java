package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.codec.JsonPacketCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the time does to requests, and to those that come after them.
 */
class RequestTimersTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Arguments ANSWER = new JsonPacketCodec(JsonMapper.shared()).arguments(List.of("yes"));

	private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

	private int serverCount;

	private @Nullable Map<String, Long> members;

	private final PendingRequests requests = new PendingRequests(() -> Mono.just(this.serverCount), () -> this.members);

	/** By the names that the tests give them. */
	private final Map<String, String> ids = new HashMap<>();

	private final List<String> results = new ArrayList<>();

	private final List<Object> acknowledged = new ArrayList<>();

	@AfterEach
	void reset() {
		VirtualTimeScheduler.reset();
	}

	private void observe(Mono<List<String>> result) {
		result.subscribe((answers) -> this.results.add(answers.toString()),
				(error) -> this.results.add(error.getMessage()));
	}

	private void start(String name, int others) {
		this.serverCount = others + 1;
		this.members = null;
		start(name, Mono.empty());
	}

	private void start(String name, Map<String, Long> servers) {
		this.serverCount = 2;
		this.members = servers;
		start(name, Mono.empty());
	}

	private void start(String name, Mono<Void> sent) {
		observe(this.requests.request(String.class, LIMIT, (id) -> {
			this.ids.put(name, id);
			return sent;
		}));
	}

	private void answer(String name, @Nullable String server, String answer) {
		this.requests.answer(id(name), server, answer);
	}

	private boolean contains(String name) {
		return this.requests.expects(id(name), String.class);
	}

	private String id(String name) {
		return Objects.requireNonNull(this.ids.get(name));
	}

	private void startAcks(String name) {
		this.requests.broadcast(LIMIT, this.acknowledged::add, (answer) -> this.acknowledged.add(answer.toList()),
				(id) -> this.ids.put(name, id));
	}

	// answers of servers

	@Test
	void aRequestEndsWithItsTimeAndNotBefore() {
		start("a", 2);
		start("b", Map.of("x", 1L, "y", 2L));
		answer("a", "x", "1");
		this.time.advanceTimeBy(LIMIT.minusMillis(1));
		assertThat(this.results).isEmpty();
		assertThat(contains("a")).isTrue();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.results).containsExactly("timeout reached: only 1 responses received out of 2",
				"timeout reached: only 0 responses received out of 2");
		assertThat(contains("a")).isFalse();
		assertThat(contains("b")).isFalse();
		answer("a", "y", "2");
		assertThat(this.results).hasSize(2);
	}

	@Test
	void theTimerOfAnAnsweredRequestIsStopped() {
		start("a", 1);
		start("b", Map.of("x", 1L));
		start("c", 1);
		start("d", Map.of("x", 1L));
		this.serverCount = 2;
		this.members = null;
		start("e", Mono.error(new IllegalStateException("failed")));
		answer("a", "x", "1");
		answer("b", "x", "1");
		this.requests.left("x", 1L);
		assertThat(this.results).containsExactlyInAnyOrder("[1]", "[1]", "[]", "[]", "failed");
		this.time.advanceTimeBy(LIMIT.multipliedBy(2));
		assertThat(this.results).hasSize(5);
	}

	@Test
	void aRequestWithoutServersHasNoTimer() {
		start("a", Map.of());
		assertThat(this.results).containsExactly("[]");
		this.time.advanceTimeBy(LIMIT.multipliedBy(2));
		assertThat(this.results).hasSize(1);
	}

	@Test
	void answersWithoutANameCountOneByOne() {
		start("a", 3);
		answer("a", null, "1");
		answer("a", null, "2");
		answer("a", "x", "3");
		assertThat(this.results).containsExactly("[1, 2, 3]");
	}

	@Test
	void anAnswerWithoutANameIsNoneOfAKnownServer() {
		start("a", Map.of("x", 1L));
		answer("a", null, "1");
		assertThat(this.results).isEmpty();
		answer("a", "x", "2");
		assertThat(this.results).containsExactly("[1, 2]");
	}

	@Test
	void oneThatLeavesTwiceCountsOnceIfItHasAnswered() {
		start("a", 3);
		answer("a", "x", "1");
		this.requests.left("x", System.nanoTime() - 1_000_000_000L);
		answer("a", "y", "2");
		assertThat(this.results).isEmpty();
		this.requests.left("z", System.nanoTime() - 1_000_000_000L);
		assertThat(this.results).containsExactly("[1, 2]");
		this.requests.left("w", System.nanoTime() - 1_000_000_000L);
		assertThat(this.results).hasSize(1);
	}

	@Test
	void allThatAreLeftFailWhenTheAdapterCloses() {
		start("a", 1);
		start("b", Map.of("x", 1L));
		this.requests.close(new IllegalStateException("closed"));
		assertThat(this.results).containsExactly("closed", "closed");
		this.requests.close(new IllegalStateException("again"));
		this.time.advanceTimeBy(LIMIT);
		assertThat(this.results).hasSize(2);
		assertThat(contains("a") || contains("b")).isFalse();
	}

	// acknowledgements of clients

	@Test
	void acknowledgementsArePassedOnUntilTheTimeIsUp() {
		startAcks("a");
		this.time.advanceTimeBy(LIMIT.minusMillis(1));
		this.requests.clientCount(id("a"), "x", 1);
		this.requests.acknowledged(id("a"), ANSWER);
		assertThat(this.acknowledged).containsExactly(1, List.of("yes"));
		this.time.advanceTimeBy(Duration.ofMillis(1));
		this.requests.clientCount(id("a"), "y", 1);
		this.requests.acknowledged(id("a"), ANSWER);
		assertThat(this.acknowledged).hasSize(2);
	}

	@Test
	void acknowledgementsOfBroadcastsThatWereNotSentAreIgnored() {
		startAcks("b");
		assertThatIllegalStateException().isThrownBy(() -> this.requests.broadcast(LIMIT, this.acknowledged::add,
				(answer) -> this.acknowledged.add(answer.toList()), (id) -> {
					this.ids.put("a", id);
					throw new IllegalStateException("not encodable");
				}));
		this.requests.acknowledged(id("a"), ANSWER);
		this.requests.clientCount(id("a"), null, 1);
		assertThat(this.acknowledged).isEmpty();
		this.requests.acknowledged(id("b"), ANSWER);
		assertThat(this.acknowledged).hasSize(1);
	}

	@Test
	void acknowledgementsAreIgnoredAfterClosing() {
		startAcks("a");
		this.requests.close(new IllegalStateException("closed"));
		this.requests.acknowledged(id("a"), ANSWER);
		assertThat(this.acknowledged).isEmpty();
	}

	/** Servers of the oldest protocol do not tell their id. */
	@Test
	void countsWithoutAnIdAllCount() {
		startAcks("a");
		this.requests.clientCount(id("a"), null, 1);
		this.requests.clientCount(id("a"), null, 1);
		this.requests.clientCount(id("a"), "x", 2);
		this.requests.clientCount(id("a"), "x", 2);
		assertThat(this.acknowledged).containsExactly(1, 1, 2);
	}

}
