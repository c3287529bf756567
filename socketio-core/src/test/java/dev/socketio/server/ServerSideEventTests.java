package dev.socketio.server;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.socketio.adapter.LocalNamespace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What a namespace does with the events of other servers.
 */
class ServerSideEventTests {

	private final ServerFixture fixture = new ServerFixture();

	private final LocalNamespace namespace = (LocalNamespace) this.fixture.server.of("/");

	@AfterEach
	void close() {
		this.fixture.close();
	}

	static List<org.junit.jupiter.params.provider.Arguments> answers() {
		return List.of(arguments(new Object[] {}, List.of()),
				arguments(new Object[] { null }, Arrays.asList((Object) null)),
				arguments(new Object[] { "one" }, List.of("one")),
				arguments(new Object[] { "one", "two" }, List.of("one")));
	}

	@ParameterizedTest
	@MethodSource("answers")
	void oneValueOrNoneIsAnswered(@Nullable Object[] answer, List<@Nullable Object> expected) {
		this.fixture.server.onServerSide("ask", (args, ack) -> {
			assertThat(ack.isRequested()).isTrue();
			ack.send(answer);
			ack.send("late");
		});
		List<List<@Nullable Object>> answers = new CopyOnWriteArrayList<>();
		this.namespace.receiveServerSideEvent("ask", List.of(), answers::add);
		assertThat(answers).containsExactly(expected);
	}

	@Test
	void noAnswerIsWanted() {
		AtomicBoolean requested = new AtomicBoolean(true);
		this.fixture.server.onServerSide("tell", (args, ack) -> {
			requested.set(ack.isRequested());
			ack.send("ignored");
			assertThat(args.toList()).containsExactly("x", null);
		});
		this.namespace.receiveServerSideEvent("tell", Arrays.asList("x", null), null);
		assertThat(requested).isFalse();
	}

	@Test
	void listenersGoOneByOneOrTogether() {
		List<String> called = new CopyOnWriteArrayList<>();
		ServerSideListener first = (args, ack) -> called.add("first");
		this.fixture.server.onServerSide("tell", first).onServerSide("tell", (args, ack) -> called.add("second"));
		this.namespace.receiveServerSideEvent("tell", List.of(), null);
		assertThat(called).containsExactly("first", "second");
		this.fixture.server.offServerSide("tell", first).offServerSide("other");
		this.namespace.receiveServerSideEvent("tell", List.of(), null);
		assertThat(called).containsExactly("first", "second", "second");
		this.fixture.server.offServerSide("tell");
		this.namespace.receiveServerSideEvent("tell", List.of(), null);
		assertThat(called).hasSize(3);
	}

	@Test
	void failingListenerDoesNotStopTheOthers() {
		List<String> called = new CopyOnWriteArrayList<>();
		this.fixture.server.onServerSide("tell", (args, ack) -> {
			called.add("first");
			throw new IllegalStateException("expected");
		});
		this.fixture.server.onServerSide("tell", (args, ack) -> called.add("second"));
		this.namespace.receiveServerSideEvent("tell", List.of(), null);
		assertThat(called).containsExactly("first", "second");
	}

}
