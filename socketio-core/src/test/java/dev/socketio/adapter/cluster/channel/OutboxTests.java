package dev.socketio.adapter.cluster.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Publication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * No message in an outbox is lost, overtaken or repeated, whatever the bus does.
 */
class OutboxTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int MAX_PENDING = 10;

	private final ClusterStatistics statistics = new ClusterStatistics();

	private final AtomicInteger restored = new AtomicInteger();

	private final TestSender sender = new TestSender();

	private Outbox<Integer> outbox = outbox(MAX_PENDING, TIMEOUT);

	private Outbox<Integer> outbox(int maxPending, Duration maxAge) {
		return new Outbox<>(this.sender, maxPending, maxAge, this.statistics, this.restored::incrementAndGet);
	}

	@AfterEach
	void close() {
		this.outbox.close();
	}

	private Mono<Void> add(int message) {
		return this.outbox.add(message, message).sent();
	}

	private List<Mono<Void>> addAll(int from, int to) {
		return IntStream.rangeClosed(from, to).mapToObj(this::add).toList();
	}

	private static void verifySent(Iterable<Mono<Void>> results) {
		StepVerifier.create(Mono.when(results)).expectComplete().verify(TIMEOUT);
	}

	private static void verifyFailed(Mono<Void> result, String message) {
		StepVerifier.create(result)
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOf(PublicationException.class).hasMessageContaining(message))
			.verify(TIMEOUT);
	}

	@Test
	void sendsOneBatchAtATimeWithAllThatHasBeenAddedMeanwhile() {
		Sinks.Empty<Void> first = this.sender.answerLater();
		List<Mono<Void>> results = addAll(1, 3);
		assertThat(this.sender.batches).containsExactly(List.of(1));
		first.tryEmitEmpty();
		verifySent(results);
		assertThat(this.sender.batches).containsExactly(List.of(1), List.of(2, 3));
		assertThat(this.statistics.publishedMessages()).isEqualTo(3);
	}

	@Test
	void keepsBatchesWithinTheirBounds() {
		this.sender.maxBatchSize = 3;
		this.sender.maxBatchBytes = 10;
		this.outbox.hold();
		List<Mono<Void>> results = List.of(add(1), add(1), add(1), add(2), add(9), add(20), add(1));
		assertThat(this.sender.batches).isEmpty();
		this.outbox.release();
		verifySent(results);
		assertThat(this.sender.batches).containsExactly(List.of(1, 1, 1), List.of(2), List.of(9), List.of(20),
				List.of(1));
	}

	@Test
	void triesOneMessageUntilItIsTakenAndThenTheOthers() {
		this.outbox.hold();
		List<Mono<Void>> results = addAll(1, 5);
		this.sender.failures.addAll(List.of(new IOException("not now"), new IOException("not now")));
		this.outbox.release();
		assertThat(this.outbox.isUp()).isFalse();
		verifySent(results);
		assertThat(this.sender.batches).containsExactly(List.of(1, 2, 3, 4, 5), List.of(1), List.of(1),
				List.of(2, 3, 4, 5));
		assertThat(this.statistics.failedPublications()).isZero();
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(this.restored).hasValue(1));
		assertThat(this.outbox.isUp()).isTrue();
	}

	@Test
	void messagesBehindAFailedOneAreSentAtOnce() {
		this.outbox.hold();
		List<Mono<Void>> results = addAll(1, 3);
		this.sender.refused.add(2);
		this.outbox.release();
		verifyFailed(results.get(1), "did not take");
		verifySent(List.of(results.get(0), results.get(2)));
		assertThat(this.sender.batches).containsExactly(List.of(1, 2, 3), List.of(3));
		assertThat(this.restored).hasValue(0);
	}

	@Test
	void messagesThatTheBusRefusesFail() {
		this.sender.failures.add(new IllegalStateException("refused"));
		verifyFailed(add(1), "test bus did not take a message");
		verifySent(List.of(add(2)));
		assertThat(this.statistics.failedPublications()).isEqualTo(1);
	}

	@Test
	void sendersThatThrowAreErrorsOfTheMessage() {
		this.sender.failures.add(new NoClassDefFoundError("test"));
		verifyFailed(add(1), "did not take");
		verifySent(List.of(add(2)));
	}

	/** A message that arrived twice would be worse. */
	@Test
	void messagesOfUnknownFateFailIfTheBusCannotBeAsked() {
		this.sender.failures.add(new TimeoutException("unknown"));
		this.outbox.hold();
		List<Mono<Void>> results = addAll(1, 2);
		this.outbox.release();
		results.forEach((result) -> verifyFailed(result, "unknown whether test bus has taken"));
		verifySent(List.of(add(3)));
		assertThat(this.sender.batches).containsExactly(List.of(1, 2), List.of(3));
	}

	@Test
	void messagesThatTheBusHasTakenAreNotSentAgain() {
		this.sender.stored = Set.of(1, 3);
		this.sender.failures.add(new TimeoutException("unknown"));
		this.outbox.hold();
		List<Mono<Void>> results = addAll(1, 4);
		this.outbox.release();
		verifySent(results);
		assertThat(this.sender.batches).containsExactly(List.of(1, 2, 3, 4), List.of(2), List.of(4));
		assertThat(this.statistics.publishedMessages()).isEqualTo(4);
	}

	@Test
	void looksAgainIfTheBusCannotSay() {
		this.sender.stored = Set.of(1);
		this.sender.verifications.addAll(List.of(new TimeoutException("unknown"), new IOException("not now")));
		this.sender.failures.add(new TimeoutException("unknown"));
		verifySent(List.of(add(1)));
		assertThat(this.sender.verifications).isEmpty();
		assertThat(this.sender.batches).containsExactly(List.of(1));
	}

	@Test
	void sendsAgainIfLookingIsRefused() {
		this.sender.stored = Set.of(1);
		this.sender.verifications.add(new IllegalStateException("refused"));
		this.sender.failures.add(new TimeoutException("unknown"));
		verifySent(List.of(add(1)));
		assertThat(this.sender.batches).containsExactly(List.of(1), List.of(1));
	}

	@Test
	void aSenderThatTriesNothingIsAskedAgainLater() {
		this.sender.untried = 1;
		verifySent(List.of(add(1)));
		assertThat(this.sender.batches).containsExactly(List.of(1), List.of(1));
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(this.restored).hasValue(1));
	}

	@Test
	void isBounded() {
		Sinks.Empty<Void> answer = this.sender.answerLater();
		List<Mono<Void>> results = addAll(1, MAX_PENDING);
		verifyFailed(add(11), "10 messages wait for test bus already");
		answer.tryEmitEmpty();
		verifySent(results);
		verifySent(List.of(add(12)));
		assertThat(this.statistics.failedPublications()).isEqualTo(1);
	}

	@Test
	void messagesThatAreTooLargeFailAtOnce() {
		this.sender.maxMessageBytes = 99;
		verifySent(List.of(add(99)));
		verifyFailed(add(100), "100 bytes is larger than the 99 bytes that test bus takes");
		assertThat(this.sender.batches).containsExactly(List.of(99));
	}

	@Test
	void messagesThatAreTriedForTooLongFail() {
		this.outbox = outbox(MAX_PENDING, Duration.ofMillis(1));
		this.sender.always = new IOException("not now");
		verifyFailed(add(1), "did not take");
		this.sender.always = null;
		verifySent(List.of(add(2)));
	}

	@Test
	void offsetsAreKnownOrKnownToBeMissing() {
		StepVerifier.create(this.outbox.add(1, 1).offset()).expectNext("offset-1").expectComplete().verify(TIMEOUT);
		Sinks.Empty<Void> answer = this.sender.answerLater();
		Publication onItsWay = this.outbox.add(2, 1);
		Publication waiting = this.outbox.add(3, 1);
		answer.tryEmitError(new IOException("not now"));
		Publication late = this.outbox.add(4, 1);
		for (Publication publication : List.of(onItsWay, waiting, late)) {
			StepVerifier.create(publication.offset()).expectComplete().verify(TIMEOUT);
		}
		verifySent(List.of(onItsWay.sent(), waiting.sent(), late.sent()));
	}

	/** The bus answers on the thread that sends. */
	@Test
	void answersDoNotGrowTheStack() {
		int count = 20_000;
		this.outbox = outbox(count, TIMEOUT);
		this.sender.maxBatchSize = 1;
		this.outbox.hold();
		List<Mono<Void>> results = addAll(1, count);
		this.outbox.release();
		verifySent(results.subList(count - 1, count));
		assertThat(this.statistics.publishedMessages()).isEqualTo(count);
	}

	@Test
	void settlesWithTheLastMessage() {
		StepVerifier.create(this.outbox.settled()).expectComplete().verify(TIMEOUT);
		Sinks.Empty<Void> answer = this.sender.answerLater();
		addAll(1, 3);
		this.sender.refused.add(2);
		AtomicInteger settled = new AtomicInteger();
		this.outbox.settled().subscribe((nothing) -> {
		}, (error) -> {
		}, settled::incrementAndGet);
		assertThat(settled).hasValue(0);
		answer.tryEmitEmpty();
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(settled).hasValue(1));
	}

	@Test
	void settlesWithAllMessagesIfALaterOneIsFoundFirst() {
		this.sender.stored = Set.of(2);
		Sinks.Empty<Void> answer = this.sender.answerLater();
		this.outbox.hold();
		List<Mono<Void>> results = addAll(1, 2);
		AtomicInteger settled = new AtomicInteger();
		this.outbox.settled().subscribe((nothing) -> {
		}, (error) -> {
		}, settled::incrementAndGet);
		this.outbox.release();
		this.sender.always = new IOException("not now");
		answer.tryEmitError(new TimeoutException("unknown"));
		verifySent(results.subList(1, 2));
		assertThat(settled).hasValue(0);
		this.sender.always = null;
		verifySent(results);
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(settled).hasValue(1));
	}

	/** Messages that are added when another one has been taken may fail at once. */
	@Test
	void isNotUpWhenASuccessIsFollowedByAFailure() {
		this.sender.always = new IOException("not now");
		Mono<Void> first = add(1);
		Sinks.Empty<Void> answer = this.sender.answerLater();
		await().atMost(TIMEOUT).until(() -> this.sender.answer == null);
		first.subscribe((nothing) -> {
		}, (error) -> {
		}, () -> add(2));
		answer.tryEmitEmpty();
		assertThat(this.statistics.publishedMessages()).isEqualTo(1);
		assertThat(this.outbox.isUp()).isFalse();
	}

	@Test
	void isNotRestoredAfterItIsClosed() {
		this.sender.stored = Set.of();
		Sinks.Empty<Void> answer = Sinks.empty();
		this.sender.verification = answer;
		this.sender.failures.add(new TimeoutException("unknown"));
		Mono<Void> result = add(1);
		await().atMost(TIMEOUT).until(() -> answer.currentSubscriberCount() == 1);
		this.outbox.close();
		verifyFailed(result, "closed");
		answer.tryEmitEmpty();
		assertThat(this.restored).hasValue(0);
	}

	@Test
	void failsTheRestWhenItIsClosed() {
		Sinks.Empty<Void> answer = this.sender.answerLater();
		List<Mono<Void>> results = addAll(1, 3);
		this.outbox.close();
		results.forEach((result) -> verifyFailed(result, "closed"));
		verifyFailed(add(4), "closed");
		answer.tryEmitEmpty();
		assertThat(this.sender.batches).containsExactly(List.of(1));
		assertThat(this.statistics.publishedMessages()).isZero();
		assertThat(this.statistics.failedPublications()).isEqualTo(4);
	}

	@Test
	void triesNothingAfterItIsClosed() {
		this.sender.always = new IOException("not now");
		Mono<Void> result = add(1);
		this.outbox.close();
		verifyFailed(result, "closed");
		await().during(Duration.ofMillis(500)).atMost(TIMEOUT).until(() -> this.sender.batches.size() == 1);
	}

	@ParameterizedTest
	@EnumSource
	void losesAndRepeatsNothingWithSeveralThreads(Trouble trouble) throws Exception {
		this.outbox = outbox(10_000, TIMEOUT);
		List<Mono<Void>> results = new CopyOnWriteArrayList<>();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			int base = i * 1000;
			threads.add(new Thread(() -> {
				for (int n = 1; n <= 500; n++) {
					results.add(add(base + n));
					if (n % 100 == 0) {
						this.sender.failures.add(trouble.error);
					}
				}
			}));
		}
		this.sender.stored = ConcurrentHashMap.newKeySet();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		verifySent(results);
		List<Integer> taken = List.copyOf(this.sender.taken);
		assertThat(taken).hasSize(2000).doesNotHaveDuplicates();
		for (int i = 0; i < 4; i++) {
			int number = i;
			assertThat(taken.stream().filter((message) -> message / 1000 == number)).isSorted();
		}
	}

	/** What happens to a batch in the middle of others. */
	enum Trouble {

		NOT_NOW(new IOException("not now")), UNKNOWN(new TimeoutException("unknown"));

		private final Exception error;

		Trouble(Exception error) {
			this.error = error;
		}

	}

	/** A bus that answers as it is told. */
	private static final class TestSender implements Sender<Integer> {

		private final Queue<List<Integer>> batches = new ConcurrentLinkedQueue<>();

		private final Queue<Integer> taken = new ConcurrentLinkedQueue<>();

		private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

		private final Queue<Throwable> verifications = new ConcurrentLinkedQueue<>();

		private final Set<Integer> refused = ConcurrentHashMap.newKeySet();

		private volatile Throwable always;

		private volatile Set<Integer> stored;

		private volatile Sinks.Empty<Void> answer;

		private volatile Sinks.Empty<Void> verification;

		private volatile int untried;

		private volatile int maxMessageBytes = Integer.MAX_VALUE;

		private volatile int maxBatchSize = 500;

		private volatile int maxBatchBytes = Integer.MAX_VALUE;

		/** Answer the next batch later. */
		Sinks.Empty<Void> answerLater() {
			this.answer = Sinks.empty();
			return this.answer;
		}

		@Override
		public String name() {
			return "test bus";
		}

		@Override
		public int maxMessageBytes() {
			return this.maxMessageBytes;
		}

		@Override
		public int maxBatchSize() {
			return this.maxBatchSize;
		}

		@Override
		public int maxBatchBytes() {
			return this.maxBatchBytes;
		}

		@Override
		public Mono<Void> send(List<Outgoing<Integer>> batch) {
			this.batches.add(batch.stream().map(Outgoing::message).toList());
			Sinks.Empty<Void> later = this.answer;
			if (later != null) {
				this.answer = null;
				return later.asMono();
			}
			if (this.untried > 0) {
				this.untried--;
				batch.forEach(Outgoing::untried);
				return Mono.empty();
			}
			Throwable failure = (this.always != null) ? this.always : this.failures.poll();
			if (failure instanceof Error error) {
				throw error;
			}
			if (failure != null) {
				return Mono.error(failure);
			}
			for (int i = 0; i < batch.size(); i++) {
				Outgoing<Integer> outgoing = batch.get(i);
				if (this.refused.remove(outgoing.message())) {
					outgoing.failed(new PublicationException("test bus did not take a message", null));
					batch.subList(i + 1, batch.size()).forEach(Outgoing::untried);
					return Mono.empty();
				}
				this.taken.add(outgoing.message());
				outgoing.sent("offset-" + outgoing.message());
			}
			return Mono.empty();
		}

		@Override
		public Mono<Void> verify(List<Outgoing<Integer>> doubtful) {
			Set<Integer> found = this.stored;
			if (found == null) {
				return Sender.super.verify(doubtful);
			}
			if (this.verification != null) {
				return this.verification.asMono();
			}
			Throwable failure = this.verifications.poll();
			if (failure != null) {
				return Mono.error(failure);
			}
			doubtful.stream()
				.filter((outgoing) -> found.contains(outgoing.message()))
				.forEach((outgoing) -> outgoing.sent(null));
			return Mono.empty();
		}

		@Override
		public Failure failure(Throwable error) {
			if (error instanceof IOException) {
				return Failure.NOT_NOW;
			}
			return (error instanceof TimeoutException) ? Failure.UNKNOWN : Failure.REFUSED;
		}

	}

}
