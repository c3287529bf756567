package dev.socketio.listener.support;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.listener.TooManyElementsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ElementsSubscriber}.
 */
class ElementsSubscriberTests {

	private final List<Long> requested = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(ints = { 1, 3, 100 })
	void asksForOneElementMoreThanFits(int maxElements) {
		Receiver receiver = new Receiver(maxElements, true);
		Flux.range(0, 1_000_000).doOnRequest(this.requested::add).subscribe(new ElementsSubscriber(receiver));
		assertThat(this.requested).containsExactly(maxElements + 1L);
		assertThat(receiver.outcomes).hasSize(1).first().isInstanceOf(TooManyElementsException.class);
	}

	@Test
	void takesAsManyElementsAsFit() {
		Receiver receiver = new Receiver(3, true);
		Flux.range(0, 3).subscribe(new ElementsSubscriber(receiver));
		assertThat(receiver.outcomes).containsExactly(List.of(0, 1, 2));
	}

	@Test
	void keepsNothingWithoutDemand() {
		Receiver receiver = new Receiver(3, false);
		Flux.range(0, 100).subscribe(new ElementsSubscriber(receiver));
		assertThat(receiver.outcomes).containsExactly("no value");
	}

	@Test
	void cancelsWhenThereAreTooManyElements() {
		Receiver receiver = new Receiver(2, true);
		TestPublisher<Object> publisher = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE,
				TestPublisher.Violation.REQUEST_OVERFLOW);
		publisher.subscribe(new ElementsSubscriber(receiver));
		publisher.next(1, 2, 3, 4, 5);
		publisher.assertCancelled();
		publisher.error(new IllegalStateException("late"));
		assertThat(receiver.outcomes).hasSize(1).first().isInstanceOf(TooManyElementsException.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void hasOneOutcomeWhenItIsGivenUp(boolean valueWanted) {
		Receiver receiver = new Receiver(2, valueWanted);
		TestPublisher<Object> publisher = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE,
				TestPublisher.Violation.REQUEST_OVERFLOW);
		publisher.subscribe(new ElementsSubscriber(receiver));
		publisher.next(1);
		receiver.cancellation.run();
		receiver.cancellation.run();
		publisher.assertCancelled();
		publisher.next(2, 3, 4);
		publisher.complete();
		assertThat(receiver.outcomes).containsExactly("no value");
	}

	private static final class Receiver implements ResultReceiver {

		final List<@Nullable Object> outcomes = new ArrayList<>();

		private final int maxElements;

		private final boolean valueWanted;

		Runnable cancellation = () -> {
		};

		Receiver(int maxElements, boolean valueWanted) {
			this.maxElements = maxElements;
			this.valueWanted = valueWanted;
		}

		@Override
		public void succeeded() {
			this.outcomes.add("no value");
		}

		@Override
		public void succeeded(@Nullable Object value) {
			this.outcomes.add(value);
		}

		@Override
		public void failed(Throwable error) {
			this.outcomes.add(error);
		}

		@Override
		public void cancellable(Runnable action) {
			this.cancellation = action;
		}

		@Override
		public boolean isValueWanted() {
			return this.valueWanted;
		}

		@Override
		public int maxElements() {
			return this.maxElements;
		}

		@Override
		public Context currentContext() {
			return Context.empty();
		}

	}

}
