package dev.socketio.protocol.codec;

import java.util.HexFormat;

import dev.socketio.protocol.PacketFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MsgpackTreeCodec}. The tests of adapters compare it with what Node.js
 * writes.
 */
class MsgpackTreeCodecTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			c0 | null
			c3 | true
			07 | 7
			cf 8000000000000000 | 9223372036854775808
			cb 4008000000000000 | 3
			cb 3ff8000000000000 | 1.5
			a2 6869 | "hi"
			93 01 d40000 02 | [1,null,2]
			82 a161 01 a162 d40000 | {"a":1}
			81 05 a178 | {"5":"x"}
			d6ff 00000001 | "1970-01-01T00:00:01.000Z"
			d7ff 0000000400000001 | "1970-01-01T00:00:01.000000001Z"
			d700 00000000000003e8 | "1970-01-01T00:00:01.000Z"
			d700 7fffffffffffffff | null
			c7 0c ff 00000000 7fffffffffffffff | null
			""")
	void decodes(String hex, String json) {
		assertThat(decode(hex)).hasToString(json);
	}

	@Test
	void decodesBinaries() {
		assertThat(decode("c4 02 0102").binaryValue()).containsExactly(1, 2);
		assertThat(decode("c7 02 00 0102").binaryValue()).containsExactly(1, 2);
	}

	@Test
	void decodesUndefinedAsMissing() {
		assertThat(decode("d40000").isMissingNode()).isTrue();
	}

	@Test
	void decodesUnknownExtensionsAsTypeAndBytes() {
		JsonNode tree = decode("d5 07 0102");
		assertThat(tree.get(0).intValue()).isEqualTo(7);
		assertThat(tree.get(1).binaryValue()).containsExactly(1, 2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			'' | no MessagePack
			c1 | no MessagePack
			a2 68 | no MessagePack
			db 7fffffff 61 | no MessagePack
			c6 7fffffff 61 | no MessagePack
			c9 7fffffff 00 61 | no MessagePack
			c9 7fffffff 07 61 | no MessagePack
			c9 7fffffff ff 61 | no MessagePack
			c9 ffffffff 07 61 | no MessagePack
			d6 ff 00 | no MessagePack
			dd 7fffffff 01 | more elements announced than there are bytes
			df 3fffffff 01 | more elements announced than there are bytes
			df 7fffffff 01 | more elements announced than there are bytes
			81 c3 01 | key is neither a string nor an integer
			81 cb 3ff8000000000000 01 | key is neither a string nor an integer
			01 02 | bytes behind the value
			""")
	void refuses(String hex, String message) {
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decode(hex)).withMessage(message);
	}

	@ParameterizedTest
	@CsvSource({ "91, 00", "81 00, 00" })
	void limitsDepth(String container, String value) {
		assertThat(decode(container.repeat(500) + value).isContainer()).isTrue();
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decode(container.repeat(501) + value))
			.withMessage("too deep");
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decode(container.repeat(100_000)))
			.withMessage("too deep");
	}

	private static JsonNode decode(String hex) {
		return MsgpackTreeCodec.read(HexFormat.of().parseHex(hex.replace(" ", "")));
	}

}
