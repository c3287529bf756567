package dev.socketio.emitter;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TypedEvents}.
 */
class TypedEventsTests {

	private final RecordingTarget target = new RecordingTarget();

	@Test
	void emitsTheNameAndArgumentsOfAMethod() {
		ChatEvents events = TypedEvents.create(ChatEvents.class, this.target);
		events.message("ann", 3);
		events.cleared();
		assertThat(this.target.calls).containsExactly(List.of("message", "ann", 3), List.of("room-cleared"));
	}

	@Test
	void asksForAnAnswerWhenAMethodReturnsAMono() {
		ChatEvents events = TypedEvents.create(ChatEvents.class, this.target);
		assertThat(events.ask("why").block()).isEqualTo("because");
		assertThat(this.target.calls).containsExactly(List.of("ask", "why"));
		assertThat(this.target.result).isEqualTo(String.class);
	}

	@Test
	void objectMethodsWork() {
		ChatEvents events = TypedEvents.create(ChatEvents.class, this.target);
		assertThat(events).isEqualTo(events).hasToString("Events of " + ChatEvents.class.getName());
		assertThat(events.hashCode()).isEqualTo(System.identityHashCode(events));
		assertThat(this.target.calls).isEmpty();
	}

	@Test
	void refusesWhatCannotBeAnEvent() {
		assertRefused(String.class, "is not an interface");
		assertRefused(Reserved.class, "\"disconnect\" is a reserved event name");
		assertRefused(Overloaded.class, "emit 'message'");
		assertRefused(WithBody.class, "has a body");
		assertRefused(WithResult.class, "must return void or a Mono");
	}

	private void assertRefused(Class<?> type, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> TypedEvents.create(type, this.target))
			.withMessageContaining(message);
	}

	interface ChatEvents {

		void message(String from, int count);

		@SocketEvent("room-cleared")
		void cleared();

		Mono<String> ask(String question);

	}

	interface Reserved {

		void disconnect();

	}

	interface Overloaded {

		void message(String text);

		void message(int number);

	}

	interface WithBody {

		default void message() {
		}

	}

	interface WithResult {

		String message();

	}

	private static final class RecordingTarget implements TypedEvents.Target {

		private final List<List<@Nullable Object>> calls = new ArrayList<>();

		private @Nullable Type result;

		@Override
		public void emit(String event, @Nullable Object... args) {
			List<@Nullable Object> call = new ArrayList<>();
			call.add(event);
			call.addAll(Arrays.asList(args));
			this.calls.add(call);
		}

		@Override
		public Mono<?> emitWithAck(String event, Type type, @Nullable Object... args) {
			emit(event, args);
			this.result = type;
			return Mono.just("because");
		}

	}

}
