package dev.socketio.protocol.codec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.PacketDecoder;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
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
class DecoderFuzzTests {

	private static final int MEGABYTE = 1_000_000;

	static final DecoderLimits TIGHT = DecoderLimits.builder()
		.maxAttachments(2)
		.maxDepth(3)
		.maxNumberLength(3)
		.maxNamespaceLength(3)
		.maxEventNameLength(3)
		.maxAuthBytes(10)
		.maxArguments(2)
		.maxPacketBytes(60)
		.build();

	private static final List<String> SEEDS = List.of("0/ab?t=x,", "2/ab,1[\"abc\",1,[2]]", "3/ab,1[1,2]",
			"0{\"a\":123}", "51-[\"e\",{\"_placeholder\":true,\"num\":0}]", "0/admin,{\"token\":\"x\"}", "1/admin,",
			"2/a,12[\"hello\",1,{\"a\":true},\"\\u00e9\\ud800\",[1.5e3,null]]", "312[\"world\",{\"b\":[]}]",
			"52-/x,7[\"e\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}]]",
			"61-7[{\"_placeholder\":true,\"num\":0}]", "51-[\"\\u0065\",{\"_placeholder\":true,\"num\":1e0}]");

	@Property(tries = 1500)
	void arbitraryBytes(@ForAll @Size(max = 60) byte[] bytes) {
		feed(bytes);
		// behind a header the payload is looked at as well
		feed(concat("2[\"", bytes));
		feed(concat("51-[\"e\",{\"_placeholder\":true,\"num\":", bytes));
	}

	@Property(tries = 3000)
	void damagedPackets(@ForAll long seed) {
		Random random = new Random(seed);
		byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8);
		for (int i = random.nextInt(4); i >= 0; i--) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
		}
		feed(bytes);
	}

	static Stream<Arguments> pathological() {
		return Stream.of(arguments("nested arrays", "2[\"a\"," + "[".repeat(MEGABYTE)),
				arguments("nested objects", "2[\"a\"," + "{\"a\":".repeat(MEGABYTE / 5)),
				arguments("balanced nesting", "2[\"a\"," + "[".repeat(400) + "1" + "]".repeat(400) + "]"),
				arguments("many elements", "2[\"a\"" + ",1".repeat(MEGABYTE / 2) + "]"),
				arguments("many binary elements", "51-[\"a\"" + ",1".repeat(MEGABYTE / 2) + "]"),
				arguments("many properties", "2[\"a\",{" + "\"k\":0,".repeat(MEGABYTE / 6) + "\"k\":1}]"),
				arguments("long string", "2[\"" + "a".repeat(MEGABYTE) + "\"]"),
				arguments("long string that never ends", "2[\"" + "\\\\".repeat(MEGABYTE / 2)),
				arguments("long escaped name", "2[\"" + "\\u0061".repeat(MEGABYTE / 6) + "\"]"),
				arguments("long number", "2[\"a\"," + "9".repeat(MEGABYTE) + "]"),
				arguments("long fraction", "2[\"a\",0." + "9".repeat(MEGABYTE) + "]"),
				arguments("long number as a name", "2[" + "9".repeat(MEGABYTE) + "]"),
				arguments("great exponents", "2[\"a\"" + ",1e999999999".repeat(MEGABYTE / 12) + "]"),
				arguments("great exponents of binary events", "51-[\"a\"" + ",1e999999999".repeat(MEGABYTE / 12) + "]"),
				arguments("spaces", "2[" + " ".repeat(MEGABYTE) + "\"a\"]"),
				arguments("spaces that never end", "2[\"a\"," + "\n".repeat(MEGABYTE)),
				arguments("long namespace", "2/" + "x".repeat(MEGABYTE)),
				arguments("long acknowledgement id", "2" + "0".repeat(MEGABYTE) + "[\"a\"]"),
				arguments("many attachments", "5" + "0".repeat(MEGABYTE) + "1-[\"a\"]"),
				arguments("placeholders",
						"51-[\"a\",[1" + ",{\"_placeholder\":true,\"num\":0}".repeat(MEGABYTE / 31) + "]]"),
				arguments("placeholders in placeholders",
						"51-[\"a\"," + "{\"_placeholder\":true,\"num\":0,\"a\":".repeat(400) + "1" + "}".repeat(400)
								+ "]"),
				arguments("escaped names",
						"51-[\"a\",{" + "\"\\u005fplaceholder\":1,".repeat(MEGABYTE / 22) + "\"a\":1}]"),
				arguments("many elements in an argument", "51-[\"a\",[1" + ",1".repeat(MEGABYTE / 2 - 10) + "]]"),
				arguments("great credentials", "0{\"a\":\"" + "a".repeat(MEGABYTE) + "\"}"),
				arguments("long query", "0/a?" + "x".repeat(MEGABYTE)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pathological")
	void decodesLargeMessagesInLinearTime(String name, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertThat(bytes.length).isLessThanOrEqualTo(MEGABYTE + 100);
		// what is quadratic takes minutes here, so the bound need not be tight
		assertThatCode(() -> feed(bytes)).doesNotThrowAnyException();
		long start = System.nanoTime();
		feed(bytes);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
	}

	private static void feed(byte[] bytes) {
		feed(bytes, DecoderLimits.DEFAULT);
		feed(bytes, TIGHT);
		feed(bytes, TIGHT.withNamespaceQueries());
	}

	private static void feed(byte[] bytes, DecoderLimits limits) {
		PacketDecoder decoder = Packets.CODEC.decoder(limits);
		assertThatCode(() -> {
			try {
				read(decoder.text(bytes, 0, bytes.length), limits);
				read(decoder.binary(new byte[] { 1 }), limits);
				read(decoder.binary(new byte[0]), limits);
			}
			catch (PacketFormatException ex) {
				assertThat(ex.getMessage()).isNotEmpty();
			}
		}).doesNotThrowAnyException();
	}

	/** Of those that were let through, the arguments can be asked for. */
	private static void read(@Nullable DecodedPacket packet, DecoderLimits limits) {
		if (packet == null) {
			return;
		}
		within(packet, limits);
		int last = Math.min(packet.arguments().size(), 3);
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

	static void within(DecodedPacket packet, DecoderLimits limits) {
		String name = packet.namespace();
		int query = limits.namespaceQueries() ? name.indexOf('?') : -1;
		assertThat((query < 0) ? name : name.substring(0, query)).hasSizeLessThanOrEqualTo(limits.maxNamespaceLength());
		assertThat(name.length()).isLessThanOrEqualTo(limits.maxNamespaceLength() + 1 + limits.maxAuthBytes());
		if (packet.event() != null) {
			assertThat(packet.event()).hasSizeLessThanOrEqualTo(limits.maxEventNameLength());
		}
		assertThat(packet.arguments().size()).isLessThanOrEqualTo(limits.maxArguments());
		if (packet.type() == PacketType.CONNECT) {
			assertThat(packet.arguments().size()).isLessThanOrEqualTo(1);
			assertThat(packet.authTooLarge() && packet.arguments().size() > 0).isFalse();
		}
		else {
			assertThat(packet.authTooLarge()).isFalse();
		}
	}

	private static byte[] concat(String start, byte[] rest) {
		byte[] head = start.getBytes(StandardCharsets.UTF_8);
		byte[] all = java.util.Arrays.copyOf(head, head.length + rest.length);
		System.arraycopy(rest, 0, all, head.length, rest.length);
		return all;
	}

}
