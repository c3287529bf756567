package dev.socketio.protocol.codec;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Whatever comes in, the decoder answers with a packet or with its one exception, and
 * soon.
 */
class MsgpackFuzzTests {

	private static final int MEGABYTE = 1_000_000;

	private static final byte[] START = MsgpackPackets.bytes("83a47479706502a36e7370a12fa464617461");

	private static final byte[][] SEEDS = {
			MsgpackPackets.encode(
					Packet
						.event("/admin", "hello", 1, -200, 1L << 40, 1.5, true, null, "é".repeat(20),
								Map.of("a", List.of(new byte[3], Map.of("b", List.of()))))
						.withAckId(300)),
			MsgpackPackets.encode(Packet.ack("/", 7, "x", new byte[300], List.of(List.of(List.of())))),
			MsgpackPackets.encode(Packet.control(PacketType.CONNECT, "/", Map.of("token", "x"))),
			MsgpackPackets.encode(Packet.control(PacketType.CONNECT, "/ab?t=x", null)),
			MsgpackPackets.encode(Packet.event("/ab", "abc", 1, List.of(2))),
			MsgpackPackets.encode(Packet.ack("/ab", 1, 1, 2)),
			MsgpackPackets.encode(Packet.control(PacketType.CONNECT, "/a", Map.of("a", "123"))),
			MsgpackPackets.event("96d40000d7000000018bcfe56800c70300010203d6ff00000001d7ff0000000000000001c70cff"
					+ "000000010000000000000001"),
			MsgpackPackets.event("94c97fffffff00c6000000" + "0101df00000001a161dd0000000100") };

	@Property(tries = 1500)
	void arbitraryBytes(@ForAll @Size(max = 60) byte[] bytes) {
		feed(bytes);
		// behind a header the payload is looked at as well
		feed(concat(START, bytes));
		feed(concat(START, concat(MsgpackPackets.bytes("92a165"), bytes)));
	}

	@Property(tries = 5000)
	void damagedPackets(@ForAll long seed) {
		Random random = new Random(seed);
		byte[] bytes = SEEDS[random.nextInt(SEEDS.length)].clone();
		for (int i = random.nextInt(4); i >= 0; i--) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
		}
		feed(bytes);
	}

	static Stream<Arguments> pathological() {
		return Stream.of(arguments("nested arrays", payload("92a165", "91")),
				arguments("nested maps", payload("92a165", "81a161")),
				arguments("nested keys", payload("92a165", "81")),
				arguments("arrays with many elements", payload("92a165", "dc7fff")),
				arguments("many elements", payload("dd000f423fa165", "00")),
				arguments("many empty maps", payload("92a165dd000f4230", "80")),
				arguments("many properties", payload("92a165df00051615", "a16100")),
				arguments("long string", payload("92a165db000f4237", "61")),
				arguments("long name", payload("91db000f423b", "61")),
				arguments("long binary", payload("92a165c6000f4237", "61")),
				arguments("many keys", repeat(MsgpackPackets.bytes("df0007a11d"), "a000")),
				arguments("many other keys", repeat(MsgpackPackets.bytes("df00051615"), "a16100")));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pathological")
	void decodesLargeMessagesInLinearTime(String name, byte[] bytes) {
		assertThat(bytes.length).isLessThanOrEqualTo(MEGABYTE + 100);
		// what is quadratic takes minutes here, so the bound need not be tight
		assertThatCode(() -> feed(bytes)).doesNotThrowAnyException();
		long start = System.nanoTime();
		feed(bytes);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
	}

	private static void feed(byte[] bytes) {
		feed(bytes, DecoderLimits.DEFAULT);
		feed(bytes, DecoderFuzzTests.TIGHT);
		feed(bytes, DecoderFuzzTests.TIGHT.withNamespaceQueries());
	}

	private static void feed(byte[] bytes, DecoderLimits limits) {
		assertThatCode(() -> {
			try {
				DecodedPacket packet = MsgpackPackets.CODEC.decoder(limits).binary(bytes);
				if (packet != null) {
					DecoderFuzzTests.within(packet, limits);
					read(packet);
				}
			}
			catch (PacketFormatException ex) {
				assertThat(ex.getMessage()).isNotEmpty();
			}
		}).doesNotThrowAnyException();
	}

	/** Of those that were let through, the arguments can be asked for. */
	private static void read(DecodedPacket packet) {
		int last = Math.min(packet.arguments().size(), 10);
		for (int i = 0; i < last; i++) {
			try {
				packet.arguments().get(i);
				packet.arguments().get(i, String.class);
			}
			catch (ArgumentConversionException ex) {
				assertThat(ex.index()).isEqualTo(i);
			}
		}
	}

	private static byte[] payload(String start, String repeated) {
		return repeat(concat(START, MsgpackPackets.bytes(start)), repeated);
	}

	/** A megabyte that begins as given. */
	private static byte[] repeat(byte[] start, String repeated) {
		byte[] unit = MsgpackPackets.bytes(repeated);
		byte[] all = Arrays.copyOf(start, MEGABYTE);
		for (int i = start.length; i < all.length; i++) {
			all[i] = unit[(i - start.length) % unit.length];
		}
		return all;
	}

	private static byte[] concat(byte[] start, byte[] rest) {
		byte[] all = Arrays.copyOf(start, start.length + rest.length);
		System.arraycopy(rest, 0, all, start.length, rest.length);
		return all;
	}

}
