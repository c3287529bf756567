package dev.socketio.protocol.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.socketio.protocol.PacketEncodeException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Utf8BufferTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@Property(tries = 1000)
	void encodesTextLikeString(@ForAll String text, @ForAll @IntRange(min = 0, max = 70) int capacity) {
		String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
		Utf8Buffer buffer = new Utf8Buffer(capacity);
		buffer.text(wellFormed);
		assertThat(buffer.toByteArray()).isEqualTo(wellFormed.getBytes(StandardCharsets.UTF_8));
		assertThat(buffer.size()).isEqualTo(wellFormed.getBytes(StandardCharsets.UTF_8).length);
	}

	@Property(tries = 1000)
	void quotedTextComesBack(@ForAll String text, @ForAll @IntRange(min = 0, max = 70) int capacity) {
		Utf8Buffer buffer = new Utf8Buffer(capacity);
		buffer.quoted(text);
		byte[] json = buffer.toByteArray();
		assertThat(new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)).isEqualTo(json);
		assertThat(MAPPER.readValue(json, String.class)).isEqualTo(text);
	}

	@Property(tries = 200)
	void numbers(@ForAll long value) {
		Utf8Buffer buffer = new Utf8Buffer(1);
		buffer.number(value);
		buffer.ascii(',');
		assertThat(buffer.toByteArray()).asString(StandardCharsets.UTF_8).isEqualTo(value + ",");
	}

	@Test
	void loneSurrogatesBecomeEscapes() {
		assertThat(quoted("\ud83d")).isEqualTo("\"\\ud83d\"");
		assertThat(quoted("\ude00\ud83d")).isEqualTo("\"\\ude00\\ud83d\"");
		assertThat(quoted("a\ud83dé")).isEqualTo("\"a\\ud83dé\"");
		assertThat(quoted("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
	}

	@Test
	void escapesAreThoseOfJavaScript() {
		assertThat(quoted("\b\f\n\r\t\"\\/\u0000\u001f\u007f\u2028"))
			.isEqualTo("\"\\b\\f\\n\\r\\t\\\"\\\\/\\u0000\\u001f\u007f\u2028\"");
	}

	@Test
	void buffersCanBeJoined() {
		Utf8Buffer first = new Utf8Buffer(0);
		Utf8Buffer second = new Utf8Buffer(200);
		second.ascii("x".repeat(100));
		first.ascii('[');
		first.append(second, 0);
		first.ascii(']');
		assertThat(first.toByteArray()).asString(StandardCharsets.UTF_8).isEqualTo("[" + "x".repeat(100) + "]");
	}

	private static String quoted(String text) {
		Utf8Buffer buffer = new Utf8Buffer(0);
		buffer.quoted(text);
		return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
	}

	@Test
	void capacityDoublesUntilArraysCannotBeLarger() {
		assertThat(Utf8Buffer.capacity(10, 11)).isEqualTo(20);
		assertThat(Utf8Buffer.capacity(10, 21)).isEqualTo(21);
		assertThat(Utf8Buffer.capacity(0, 0)).isZero();
		assertThat(Utf8Buffer.capacity(1 << 30, (1 << 30) + 1)).isEqualTo(Utf8Buffer.MAX_SIZE);
		assertThat(Utf8Buffer.capacity(Utf8Buffer.MAX_SIZE, Utf8Buffer.MAX_SIZE)).isEqualTo(Utf8Buffer.MAX_SIZE);
		for (long needed : new long[] { Utf8Buffer.MAX_SIZE + 1L, 1L << 31, Long.MAX_VALUE }) {
			assertThatExceptionOfType(PacketEncodeException.class)
				.isThrownBy(() -> Utf8Buffer.capacity(Utf8Buffer.MAX_SIZE, needed))
				.withMessage("Cannot write a packet of more than 2147483639 bytes");
		}
	}

	/** The first and the last character of each length, and those around the escapes. */
	@ParameterizedTest
	@ValueSource(ints = { 0x1f, 0x20, 0x21, 0x22, 0x5b, 0x5c, 0x5d, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff,
			0x10000, 0x3ffff, 0x40000, 0x10ffff })
	void boundaries(int codePoint) {
		String text = Character.toString(codePoint);
		for (String value : List.of(text, "a" + text, text + "a", text + text)) {
			Utf8Buffer buffer = new Utf8Buffer(1);
			buffer.text(value);
			assertThat(buffer.toByteArray()).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
			Utf8Buffer quoted = new Utf8Buffer(1);
			quoted.quoted(value);
			String expected = switch (codePoint) {
				case 0x1f -> value.replace("\u001f", "\\u001f");
				case 0x22 -> value.replace("\"", "\\\"");
				case 0x5c -> value.replace("\\", "\\\\");
				default -> value;
			};
			assertThat(quoted.toByteArray()).isEqualTo(("\"" + expected + "\"").getBytes(StandardCharsets.UTF_8));
		}
	}

}
