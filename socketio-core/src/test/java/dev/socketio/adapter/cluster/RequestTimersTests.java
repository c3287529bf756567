package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.codec.JsonPacketCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the time does to requests, and to those that come after them.
 */
class RequestTimersTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Arguments ANSWER = new JsonPacketCodec(JsonMapper.shared()).arguments(List.of("yes"));

	private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

	private final PendingRequests<String> requests = new PendingRequests<>();

	private final PendingAckRequests acks = new PendingAckRequests();

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

	private void start(String id, int expected) {
		observe(this.requests.start(id, expected, LIMIT,
				(answers, count) -> new IllegalStateException(answers + " of " + count)));
	}

	private void start(String id, Map<String, Long> servers) {
		observe(this.requests.start(id, () -> servers, LIMIT,
				(answers, count) -> new IllegalStateException(answers + " of " + count)));
	}

	private void startAcks(String id) {
		this.acks.start(id, LIMIT, this.acknowledged::add, (answer) -> this.acknowledged.add(answer.toList()));
	}

	// answers of servers

	@Test
	void aRequestEndsWithItsTimeAndNotBefore() {
		start("a", 2);
		start("b", Map.of("x", 1L, "y", 2L));
		this.requests.answer("a", "x", "1");
		this.time.advanceTimeBy(LIMIT.minusMillis(1));
		assertThat(this.results).isEmpty();
		assertThat(this.requests.contains("a")).isTrue();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.results).containsExactly("[1] of 2", "[] of 2");
		assertThat(this.requests.contains("a")).isFalse();
		assertThat(this.requests.contains("b")).isFalse();
		assertThat(this.requests.answer("a", "y", "2")).isFalse();
	}

	/** Its timer does not touch what comes after it. */
	@Test
	void theTimerOfAnAnsweredRequestIsStopped() {
		start("a", 1);
		start("b", Map.of("x", 1L));
		start("c", 1);
		start("d", Map.of("x", 1L));
		start("e", 1);
		this.requests.answer("a", "x", "1");
		this.requests.answer("b", "x", "1");
		this.requests.fail("e", new IllegalStateException("failed"));
		this.requests.left("x", 1L);
		assertThat(this.results).containsExactlyInAnyOrder("[1]", "[1]", "[]", "[]", "failed");
		this.time.advanceTimeBy(LIMIT.dividedBy(2));
		List.of("a", "b", "c", "d", "e").forEach((id) -> start(id, 1));
		this.time.advanceTimeBy(LIMIT.dividedBy(2));
		assertThat(List.of("a", "b", "c", "d", "e")).allMatch(this.requests::contains);
		this.time.advanceTimeBy(LIMIT.dividedBy(2));
		assertThat(this.results).hasSize(10).endsWith("[] of 1");
		assertThat(List.of("a", "b", "c", "d", "e")).noneMatch(this.requests::contains);
	}

	@Test
	void aRequestWithoutServersHasNoTimer() {
		start("a", Map.of());
		assertThat(this.results).containsExactly("[]");
		start("a", 1);
		this.time.advanceTimeBy(LIMIT.minusMillis(1));
		assertThat(this.requests.contains("a")).isTrue();
		assertThat(this.time.getScheduledTaskCount()).isOne();
	}

	/** The answers of others do not take the place of those that are waited for. */
	@Test
	void aRequestToKnownServersCanBeAnsweredWhileTheyAreLookedUp() {
		observe(this.requests.start("a", () -> {
			this.requests.answer("a", "newcomer", "0");
			return Map.of("x", 1L);
		}, LIMIT, (answers, count) -> new IllegalStateException(answers + " of " + count)));
		assertThat(this.results).hasSize(1);
		this.time.advanceTimeBy(LIMIT);
		assertThat(this.results).hasSize(1);
		assertThat(this.requests.contains("a")).isFalse();
	}

	@Test
	void answersWithoutANameCountOneByOne() {
		start("a", 3);
		this.requests.answer("a", null, "1");
		this.requests.answer("a", null, "2");
		this.requests.answer("a", "x", "3");
		assertThat(this.results).containsExactly("[1, 2, 3]");
	}

	@Test
	void anAnswerWithoutANameIsNoneOfAKnownServer() {
		start("a", Map.of("x", 1L));
		this.requests.answer("a", null, "1");
		assertThat(this.results).isEmpty();
		this.requests.answer("a", "x", "2");
		assertThat(this.results).containsExactly("[1, 2]");
	}

	@Test
	void oneThatLeavesTwiceCountsOnceIfItHasAnswered() {
		start("a", 3);
		this.requests.answer("a", "x", "1");
		this.requests.left("x", System.nanoTime() - 1_000_000_000L);
		this.requests.answer("a", "y", "2");
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
		this.requests.failAll(new IllegalStateException("closed"));
		assertThat(this.results).containsExactly("closed", "closed");
		this.requests.failAll(new IllegalStateException("again"));
		this.time.advanceTimeBy(LIMIT);
		assertThat(this.results).hasSize(2);
		assertThat(this.requests.contains("a") || this.requests.contains("b")).isFalse();
	}

	// acknowledgements of clients

	@Test
	void acknowledgementsArePassedOnUntilTheTimeIsUp() {
		startAcks("a");
		this.time.advanceTimeBy(LIMIT.minusMillis(1));
		assertThat(this.acks.contains("a")).isTrue();
		this.acks.clientCount("a", "x", 1);
		this.acks.acknowledged("a", ANSWER);
		assertThat(this.acknowledged).containsExactly(1, List.of("yes"));
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.acks.contains("a")).isFalse();
		this.acks.clientCount("a", "y", 1);
		this.acks.acknowledged("a", ANSWER);
		assertThat(this.acknowledged).hasSize(2);
	}

	@Test
	void acknowledgementsBehindTheEndAreIgnored() {
		startAcks("a");
		startAcks("b");
		this.acks.end("a");
		assertThat(this.acks.contains("a")).isFalse();
		this.acks.acknowledged("a", ANSWER);
		this.acks.clientCount("a", null, 1);
		assertThat(this.acknowledged).isEmpty();
		this.acks.acknowledged("b", ANSWER);
		assertThat(this.acknowledged).hasSize(1);
	}

	/** Old servers do not say who they are. */
	@Test
	void countsWithoutANameAllCount() {
		startAcks("a");
		this.acks.clientCount("a", null, 1);
		this.acks.clientCount("a", null, 1);
		this.acks.clientCount("a", "x", 2);
		this.acks.clientCount("a", "x", 2);
		assertThat(this.acknowledged).containsExactly(1, 1, 2);
	}

}
