package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

import io.netty.buffer.ByteBufUtil;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LenientBase64Tests {

	@Property(tries = 500)
	void readsWhatEncodersWrite(@ForAll byte[] data) {
		assertThat(decode(Base64.getEncoder().encodeToString(data))).isEqualTo(data);
		assertThat(decode(Base64.getEncoder().withoutPadding().encodeToString(data))).isEqualTo(data);
		assertThat(decode(Base64.getUrlEncoder().encodeToString(data))).isEqualTo(data);
	}

	@Property(tries = 500)
	void skipsWhatIsNotBase64(@ForAll byte[] data, @ForAll long seed) {
		Random random = new Random(seed);
		StringBuilder text = new StringBuilder();
		for (char c : Base64.getEncoder().withoutPadding().encodeToString(data).toCharArray()) {
			if (random.nextInt(4) == 0) {
				text.append(" \n!*.,é\u0000".charAt(random.nextInt(8)));
			}
			text.append(c);
		}
		assertThat(decode(text.toString())).isEqualTo(data);
	}

	/** Expected values are those of {@code Buffer.from(text, "base64")}. */
	@ParameterizedTest
	@CsvSource(nullValues = "none", textBlock = """
			AQIDBA==,   01020304
			AQIDBA,     01020304
			AQIDBA=,    01020304
			'',         ''
			=,          ''
			A,          ''
			AQ,         01
			AQI,        0102
			-_-_,       fbffbf
			+/+/,       fbffbf
			'AQ ID\tBA', 01020304
			AQ==AQID,   01
			!!!!,       ''
			""")
	void agreesWithNode(String text, String hex) {
		assertThat(ByteBufUtil.hexDump(decode(text))).isEqualTo(hex);
	}

	@Test
	void readsAPartOfAnArray() {
		byte[] in = "xxxAQID;;".getBytes(StandardCharsets.US_ASCII);
		assertThat(LenientBase64.decode(in, 3, 7)).containsExactly(1, 2, 3);
		assertThat(LenientBase64.decode(in, 3, 3)).isEmpty();
	}

	private static byte[] decode(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return LenientBase64.decode(bytes, 0, bytes.length);
	}

}
