package dev.socketio.autoconfigure.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefusedCommandLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusedCommandLogTests {

	/** Clocks of this kind may begin anywhere. */
	@ParameterizedTest
	@ValueSource(longs = { 0, 1234, Long.MAX_VALUE - 5, Long.MIN_VALUE, -1 })
	void writesOneLineAMinute(long start, CapturedOutput output) {
		AtomicLong clock = new AtomicLong(start);
		RefusedCommandLog log = new RefusedCommandLog(clock::get);
		log.accept(refusal("first"));
		for (int second = 0; second < 60; second++) {
			log.accept(refusal("next"));
			clock.addAndGet(Duration.ofSeconds(1).toNanos());
			assertThat(output).contains("first").doesNotContain("next");
		}
		log.accept(new IllegalStateException(refusal("later")));
		log.accept(refusal("again"));
		assertThat(output).containsOnlyOnce("later").doesNotContain("again");
	}

	@Test
	void whatIsNoRefusalDoesNotCount(CapturedOutput output) {
		RefusedCommandLog log = new RefusedCommandLog(() -> 0);
		log.accept(new RedisConnectionException("gone"));
		log.accept(refusal("refused"));
		assertThat(output).contains("refused").doesNotContain("gone");
	}

	private static RedisCommandExecutionException refusal(String message) {
		return new RedisCommandExecutionException(message);
	}

}
