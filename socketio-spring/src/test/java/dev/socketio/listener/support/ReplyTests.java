package dev.socketio.listener.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.socketio.listener.SocketError;
import dev.socketio.server.Ack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Reply}.
 */
class ReplyTests {

	private final SocketError error = SocketError.of(409, "conflict", "Already there");

	@ParameterizedTest
	@EnumSource
	void anErrorThatCannotBeWrittenIsAnInternalError(Failure failure) {
		try (UncaughtErrors uncaught = new UncaughtErrors()) {
			uncaught.watch();
			BrokenAck ack = new BrokenAck(failure, 1);
			Reply.failure(ack, this.error);
			assertThat(ack.sent).containsExactly(FailureReport.INTERNAL.toEnvelope());
			Reply.failure(new BrokenAck(failure, 2), this.error);
		}
		assertThat(Thread.interrupted()).isEqualTo(failure == Failure.INTERRUPTED);
	}

	@Test
	void anErrorIsTheOnlyArgument() {
		BrokenAck ack = new BrokenAck(Failure.EXCEPTION, 0);
		Reply.failure(ack, this.error);
		assertThat(ack.sent).containsExactly(Map.of("error",
				Map.of("status", 409, "code", "conflict", "message", "Already there", "details", List.of())));
	}

	private static final class BrokenAck implements Ack {

		final List<@Nullable Object> sent = new ArrayList<>();

		private final Failure failure;

		private int failures;

		BrokenAck(Failure failure, int failures) {
			this.failure = failure;
			this.failures = failures;
		}

		@Override
		public boolean isRequested() {
			return true;
		}

		@Override
		public void send(@Nullable Object @Nullable ... args) {
			if (this.failures-- > 0) {
				this.failure.raise();
			}
			this.sent.addAll(List.of(args));
		}

	}

}
