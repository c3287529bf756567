package dev.socketio.listener.support;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RejectionLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class RejectionLogTests {

	@Test
	void writesOneLineASecond(CapturedOutput output) {
		AtomicLong clock = new AtomicLong();
		RejectionLog log = new RejectionLog(clock::get);
		for (int i = 0; i < 10; i++) {
			log.rejected("call " + i, new RejectedExecutionException("full\nforged"));
			clock.addAndGet(Duration.ofMillis(99).toNanos());
		}
		clock.addAndGet(Duration.ofMillis(10).toNanos());
		log.rejected("call 10", new RejectedExecutionException("full"));
		List<String> lines = output.getOut().lines().toList();
		assertThat(lines).hasSize(2).allSatisfy((line) -> assertThat(line).contains("WARN"));
		assertThat(lines.get(0)).contains("call 0,").contains("full?forged (0 more");
		assertThat(lines.get(1)).contains("call 10,").contains("full (9 more");
	}

	@Test
	void aCallThatCannotBePrintedIsLoggedAsWell(CapturedOutput output) {
		new RejectionLog(() -> 0).rejected(new Object() {

			@Override
			public String toString() {
				throw new IllegalStateException("test");
			}

		}, new RejectedExecutionException());
		assertThat(output.getOut().lines()).hasSizeGreaterThanOrEqualTo(1).first().asString().contains("rejected");
	}

}
