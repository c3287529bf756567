package dev.socketio.protocol.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one side writes, the other side reads.
 */
class MsgpackRoundTripTests {

	private static final double[] DOUBLES = { 0.5, -1.25, Math.PI, Double.NaN, Double.POSITIVE_INFINITY,
			Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e300 };

	private static final int[] CODE_POINTS = { 0, 'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000,
			0x10ffff };

	@Property(tries = 1000)
	void eventsComeBack(@ForAll long seed, @ForAll @AlphaChars @StringLength(max = 40) String name,
			@ForAll @LongRange(min = -1, max = 1L << 53) long id) {
		List<@Nullable Object> args = list(new Random(seed), 0);
		DecodedPacket packet = MsgpackPackets
			.decode(MsgpackPackets.encode(Packet.event("/" + name, "e", args.toArray()).withAckId(id)));
		assertThat(packet.namespace()).isEqualTo("/" + name);
		assertThat(packet.ackId()).isEqualTo(id);
		assertThat(packet.event()).isEqualTo("e");
		assertThat(MsgpackPackets.comparable(packet.arguments().toList())).isEqualTo(MsgpackPackets.comparable(args));
	}

	@Property(tries = 200)
	void acknowledgementsComeBack(@ForAll long seed, @ForAll @LongRange(min = 0, max = 1L << 53) long id) {
		List<@Nullable Object> args = list(new Random(seed), 0);
		DecodedPacket packet = MsgpackPackets.decode(MsgpackPackets.encode(Packet.ack("/", id, args.toArray())));
		assertThat(packet.type()).isEqualTo(PacketType.ACK);
		assertThat(packet.ackId()).isEqualTo(id);
		assertThat(MsgpackPackets.comparable(packet.arguments().toList())).isEqualTo(MsgpackPackets.comparable(args));
	}

	private static List<@Nullable Object> list(Random random, int depth) {
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = random.nextInt(20 >> depth); i > 0; i--) {
			list.add(value(random, depth + 1));
		}
		return list;
	}

	private static Map<String, @Nullable Object> map(Random random, int depth) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = random.nextInt(20 >> depth); i > 0; i--) {
			map.put(text(random), value(random, depth + 1));
		}
		return map;
	}

	private static @Nullable Object value(Random random, int depth) {
		return switch (random.nextInt((depth < 4) ? 9 : 7)) {
			case 0 -> null;
			case 1 -> random.nextBoolean();
			case 2 -> text(random);
			case 3 -> random.nextInt() >> random.nextInt(32);
			case 4 -> (1L + Integer.MAX_VALUE + (random.nextLong() >>> 2 >>> random.nextInt(30)))
					* (1 - 2 * random.nextInt(2)) - 1;
			case 5 -> DOUBLES[random.nextInt(DOUBLES.length)];
			case 6 -> {
				byte[] bytes = new byte[random.nextInt(300)];
				random.nextBytes(bytes);
				yield bytes;
			}
			case 7 -> list(random, depth);
			default -> map(random, depth);
		};
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(40); i > 0; i--) {
			text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
		}
		return text.toString();
	}

}
