package dev.socketio.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a subscriber throws is its own affair.
 */
class ResultsTests {

	private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("test"), new IOException("test"), new AssertionError("test"),
				new NoClassDefFoundError("test"), new StackOverflowError("test"), new OutOfMemoryError("test"));
	}

	@BeforeEach
	void observeThread() {
		Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> this.uncaught.add(error));
	}

	@AfterEach
	void leaveThread() {
		Thread.currentThread().setUncaughtExceptionHandler(null);
	}

	private void assertTold(Throwable failure) {
		assertThat(this.uncaught)
			.containsExactlyElementsOf((failure instanceof VirtualMachineError) ? List.of(failure) : List.of());
	}

	@ParameterizedTest
	@MethodSource("failures")
	void signalsErrorsThrownInOperators(Throwable failure) {
		Sinks.One<String> sink = Sinks.one();
		Mono<String> result = Results.of(sink.asMono());
		List<Object> signals = new ArrayList<>();
		result.map((value) -> sneak(failure)).subscribe(signals::add, signals::add);
		result.subscribe(signals::add, signals::add);
		assertThat(sink.tryEmitValue("value").isSuccess()).isTrue();
		assertThat(signals).containsExactly(failure, "value");
		assertTold(failure);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void cancelsASubscriberThatThrows(Throwable failure) {
		Sinks.Many<Integer> sink = Sinks.many().multicast().directBestEffort();
		Flux<Integer> results = Results.of(sink.asFlux());
		List<Object> first = new ArrayList<>();
		List<Integer> second = new ArrayList<>();
		results.doOnNext((value) -> sneak(failure)).subscribe(first::add, first::add);
		results.subscribe(second::add);
		assertThat(sink.tryEmitNext(1).isSuccess()).isTrue();
		assertThat(sink.tryEmitNext(2).isSuccess()).isTrue();
		assertThat(first).containsExactly(failure);
		assertThat(second).containsExactly(1, 2);
		assertThat(sink.currentSubscriberCount()).isOne();
		assertTold(failure);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void containsErrorsThrownOnCompletion(Throwable failure) {
		Sinks.Empty<Void> sink = Sinks.empty();
		List<String> second = new ArrayList<>();
		Mono<Void> result = Results.of(sink.asMono());
		result.subscribe((value) -> {
		}, (error) -> {
		}, () -> sneak(failure));
		result.subscribe((value) -> {
		}, (error) -> {
		}, () -> second.add("done"));
		assertThat(sink.tryEmitEmpty().isSuccess()).isTrue();
		assertThat(second).containsExactly("done");
	}

	@ParameterizedTest
	@MethodSource("failures")
	void containsErrorsThrownOnError(Throwable failure) {
		Sinks.Empty<Void> sink = Sinks.empty();
		List<Throwable> second = new ArrayList<>();
		Mono<Void> result = Results.of(sink.asMono());
		result.subscribe((value) -> {
		}, (error) -> sneak(failure));
		result.subscribe((value) -> {
		}, second::add);
		IllegalStateException error = new IllegalStateException("the error");
		assertThat(sink.tryEmitError(error).isSuccess()).isTrue();
		assertThat(second).containsExactly(error);
	}

	/** Sources may offer more than signals, such as a queue. */
	@Test
	void passesResultsThatAreAvailable() {
		assertThat(Results.of(Mono.just(1)).map((value) -> value + 1).block()).isEqualTo(2);
		assertThat(Results.of(Mono.just(1).map((value) -> value + 1)).flatMapIterable(List::of).collectList().block())
			.containsExactly(2);
		assertThat(
				Results.of(Flux.range(1, 5).map((value) -> value + 1)).map((value) -> value * 2).collectList().block())
			.containsExactly(4, 6, 8, 10, 12);
		assertThat(Results.of(Flux.just(1)).publishOn(Schedulers.parallel()).blockLast()).isEqualTo(1);
		assertThat(Results.of(Mono.empty()).blockOptional()).isEmpty();
	}

	private static <T> T sneak(Throwable failure) {
		return ResultsTests.<RuntimeException, T>sneakAs(failure);
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable, T> T sneakAs(Throwable failure) throws E {
		throw (E) failure;
	}

}
