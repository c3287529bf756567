package dev.socketio.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentOutputTests {

	private final RecentOutput output = new RecentOutput();

	@Test
	void printsOutputOnce() {
		write("first\nsecond\n");
		assertThat(print()).contains("Output of the failed test", "first\nsecond");
		assertThat(print()).isEmpty();
	}

	@Test
	void doesNotPrintDiscardedOutput() {
		write("first\n");
		this.output.discard();
		write("second\n");
		assertThat(print()).contains("second").doesNotContain("first");
	}

	@Test
	void keepsTheEndOfLongOutput() {
		write("x".repeat(2 * RecentOutput.MAX_BYTES) + "end");
		assertThat(print()).contains("(its end)", "xend").hasSizeLessThan(RecentOutput.MAX_BYTES + 1000);
	}

	private void write(String text) {
		new PrintStream(this.output, true).print(text);
	}

	private String print() {
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		this.output.printTo(new PrintStream(printed, true));
		return printed.toString();
	}

}
