package dev.socketio.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares with the decoder of the JDK.
 */
class Utf8Tests {

	@Property(tries = 1000)
	void acceptsText(@ForAll String text) {
		assertThat(Utf8.isValid(text.getBytes(StandardCharsets.UTF_8))).isTrue();
	}

	@Property(tries = 2000)
	void agreesOnArbitraryBytes(@ForAll @Size(max = 8) byte[] bytes) {
		check(bytes);
	}

	@Property(tries = 2000)
	void agreesOnDamagedText(@ForAll long seed) {
		Random random = new Random(seed);
		byte[] bytes = "aé€\ud83d\ude00\u07ff\u0800\uffff\udbff\udfff".getBytes(StandardCharsets.UTF_8);
		bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
		check(bytes);
		check(java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
	}

	@Test
	void agreesOnAllShortSequences() {
		byte[] two = new byte[2];
		byte[] four = { 0, 0, (byte) 0x80, (byte) 0x80 };
		byte[] three = { 0, 0, (byte) 0x80 };
		for (int first = 0; first < 256; first++) {
			for (int second = 0; second < 256; second++) {
				for (byte[] bytes : new byte[][] { two, three, four }) {
					bytes[0] = (byte) first;
					bytes[1] = (byte) second;
					check(bytes);
				}
			}
		}
	}

	private static void check(byte[] bytes) {
		if (Utf8.isValid(bytes) != isDecodable(bytes)) {
			throw new AssertionError(io.netty.buffer.ByteBufUtil.hexDump(bytes));
		}
	}

	private static boolean isDecodable(byte[] bytes) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

}
