package dev.socketio.internal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PrintableTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "chat", "Grüße 東京 😀", "a b~!" })
	void keepsOrdinaryText(String text) {
		assertThat(Printable.of(text)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\t", "\0", "\u001b", "\u007f", "\u0085", "\u2028", "\u2029", "\u202e",
			"\ufeff", "\ud800", "\udc00", "\ue000" })
	void replacesCharactersThatAreNotPrintable(String character) {
		assertThat(Printable.of("a" + character + "b")).isEqualTo("a?b");
	}

	@Test
	void shortensLongText() {
		assertThat(Printable.of("x".repeat(100))).isEqualTo("x".repeat(100));
		assertThat(Printable.of("x".repeat(101))).isEqualTo("x".repeat(100) + "...");
		assertThat(Printable.of("é".repeat(300_000))).isEqualTo("é".repeat(100) + "...");
	}

	@Test
	void doesNotSplitCharacters() {
		assertThat(Printable.of("x".repeat(99) + "😀" + "y")).isEqualTo("x".repeat(99) + "😀" + "...");
	}

	@Test
	void namesNull() {
		assertThat(Printable.of(null)).isEqualTo("null");
	}

}
