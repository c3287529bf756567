package dev.socketio.adapter.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Nothing overtakes a delivery whose offset is not known yet.
 */
class OrderedDeliveriesTests {

	private final OrderedDeliveries deliveries = new OrderedDeliveries();

	private final List<String> done = new ArrayList<>();

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("test"), new IOException("test"), new AssertionError("test"),
				new NoClassDefFoundError("test"), new StackOverflowError("test"), new InterruptedException("test"));
	}

	private void add(Mono<String> offset, String name) {
		this.deliveries.add(offset, (value) -> this.done.add(name + "@" + value));
	}

	private void run(String name) {
		this.deliveries.run(() -> this.done.add(name));
	}

	@Test
	void whatWaitsForNothingIsDoneAtOnce() {
		run("a");
		add(Mono.just("1"), "b");
		add(Mono.empty(), "c");
		add(Mono.error(new IllegalStateException("no offset")), "d");
		run("e");
		assertThat(this.done).containsExactly("a", "b@1", "c@null", "d@null", "e");
	}

	@Test
	void theOrderIsThatOfAdding() {
		Sinks.One<String> first = Sinks.one();
		Sinks.One<String> second = Sinks.one();
		add(first.asMono(), "a");
		run("b");
		add(second.asMono(), "c");
		run("d");
		second.tryEmitValue("2");
		assertThat(this.done).isEmpty();
		first.tryEmitValue("1");
		assertThat(this.done).containsExactly("a@1", "b", "c@2", "d");
		run("e");
		assertThat(this.done).hasSize(5).endsWith("e");
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailureDoesNotStopWhatIsBehindIt(Throwable failure) {
		Sinks.One<String> offset = Sinks.one();
		this.deliveries.add(offset.asMono(), (value) -> OrderedDeliveriesTests.<RuntimeException>sneak(failure));
		run("b");
		this.deliveries.run(() -> OrderedDeliveriesTests.<RuntimeException>sneak(failure));
		add(Mono.just("3"), "c");
		offset.tryEmitValue("1");
		assertThat(this.done).containsExactly("b", "c@3");
		run("d");
		assertThat(this.done).endsWith("d");
	}

	/** As the failures of the caller they are. */
	@Test
	void failuresOfWhatDoesNotWaitAreThrown() {
		assertThatIllegalStateException().isThrownBy(() -> this.deliveries.run(() -> {
			throw new IllegalStateException("test");
		}));
		run("a");
		assertThat(this.done).containsExactly("a");
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

}
