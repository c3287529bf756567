package dev.socketio.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class ApplicationCodeTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("test"), new IOException("test"), new AssertionError("test"),
				new NoClassDefFoundError("test"), new StackOverflowError("test"), new OutOfMemoryError("test"),
				new InterruptedException("test"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void everyFailureHasTheOutcome(Throwable failure) throws Exception {
		List<Throwable> outcomes = new ArrayList<>();
		List<Throwable> uncaught = onThread(
				() -> assertThat(ApplicationCode.run(() -> sneak(failure), outcomes::add)).isFalse());
		assertThat(outcomes).containsExactly(failure);
		assertThat(uncaught)
			.containsExactlyElementsOf((failure instanceof VirtualMachineError) ? List.of(failure) : List.of());
	}

	@ParameterizedTest
	@MethodSource("failures")
	void runsTheOutcomeBeforeTheHandlerOfTheThread(Throwable failure) throws Exception {
		List<String> order = new ArrayList<>();
		Thread thread = new Thread(() -> ApplicationCode.run(() -> sneak(failure), (error) -> order.add("outcome")));
		thread.setUncaughtExceptionHandler((owner, error) -> order.add("thread"));
		thread.start();
		thread.join(TIMEOUT.toMillis());
		assertThat(order).startsWith("outcome").hasSize((failure instanceof VirtualMachineError) ? 2 : 1);
	}

	@Test
	void runsNoOutcomeAfterSuccess() {
		List<Throwable> outcomes = new ArrayList<>();
		assertThat(ApplicationCode.run(() -> {
		}, outcomes::add)).isTrue();
		assertThat(outcomes).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void containsFailuresOfOutcomes(Throwable failure) throws Exception {
		List<Throwable> uncaught = onThread(() -> ApplicationCode.run(() -> {
			throw new IllegalStateException("first");
		}, (error) -> sneak(failure)));
		assertThat(uncaught).isEmpty();
	}

	@Test
	void interruptionIsRestoredWhereThreadsMayBlock() throws Exception {
		AtomicReference<@Nullable Boolean> interrupted = new AtomicReference<>();
		onThread(() -> {
			ApplicationCode.run(() -> sneak(new InterruptedException()), (error) -> {
			});
			interrupted.set(Thread.interrupted());
		});
		assertThat(interrupted).hasValue(true);
	}

	@Test
	void interruptionIsNotRestoredOnEventLoops() {
		StepVerifier.create(Mono.fromCallable(() -> {
			ApplicationCode.run(() -> sneak(new InterruptedException()), (error) -> {
			});
			return Thread.interrupted();
		}).subscribeOn(Schedulers.parallel())).expectNext(false).expectComplete().verify(TIMEOUT);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void signalsExceptionsOfCalls(Throwable failure) {
		StepVerifier.create(ApplicationCode.<String>mono(this, () -> {
			sneak(failure);
			return Mono.empty();
		})).expectErrorMatches((error) -> error == failure).verify(TIMEOUT);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void signalsExceptionsOfOperators(Throwable failure) {
		StepVerifier.create(ApplicationCode.mono(this, () -> Mono.just("value").doOnNext((value) -> sneak(failure))))
			.expectErrorSatisfies((error) -> assertThat(error).satisfiesAnyOf(
					(thrown) -> assertThat(thrown).isSameAs(failure), (thrown) -> assertThat(thrown).hasCause(failure)))
			.verify(TIMEOUT);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void passesErrorsOfOtherThreads(Throwable failure) {
		StepVerifier
			.create(ApplicationCode.mono(this,
					() -> Mono.<String>create((sink) -> Schedulers.parallel().schedule(() -> sink.error(failure)))))
			.expectErrorMatches((error) -> error == failure)
			.verify(TIMEOUT);
	}

	@Test
	void valuesPass() {
		StepVerifier.create(ApplicationCode.mono(this, () -> Mono.just("value")))
			.expectNext("value")
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void namesTheOwnerOfAMissingPublisher() {
		StepVerifier.create(ApplicationCode.<String>mono(this, () -> null))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(MissingResultException.class)
				.hasMessageContaining(ApplicationCodeTests.class.getName()))
			.verify(TIMEOUT);
	}

	@Test
	void publishersEndOnce() {
		List<String> ends = new ArrayList<>();
		ApplicationCode.<String>mono(this, () -> new Mono<>() {

			@Override
			public void subscribe(reactor.core.CoreSubscriber<? super String> actual) {
				Mono.<String>empty().subscribe(actual);
				throw new IllegalStateException("behind the end");
			}

		}).subscribe(null, (error) -> ends.add("error"), () -> ends.add("complete"));
		assertThat(ends).containsExactly("complete");
	}

	/** Run a task on a thread of its own and return what its handler got. */
	private static List<Throwable> onThread(Runnable task) throws InterruptedException {
		List<Throwable> uncaught = new ArrayList<>();
		Thread thread = new Thread(task);
		thread.setUncaughtExceptionHandler((owner, error) -> uncaught.add(error));
		thread.start();
		thread.join(TIMEOUT.toMillis());
		assertThat(thread.isAlive()).isFalse();
		return uncaught;
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneak(Throwable error) throws T {
		throw (T) error;
	}

}
