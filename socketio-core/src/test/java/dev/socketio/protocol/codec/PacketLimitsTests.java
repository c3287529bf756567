package dev.socketio.protocol.codec;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.EncodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.PacketDecoder;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each limit lets through what is exactly at it and refuses what is one beyond, in every
 * codec and every kind of packet that it applies to.
 */
class PacketLimitsTests {

	private static final byte[] BYTES = { 1 };

	private static final DecoderLimits SMALL = DecoderLimits.builder()
		.maxNamespaceLength(8)
		.maxEventNameLength(6)
		.maxArguments(4)
		.maxAuthBytes(20)
		.build();

	/** Seven characters behind the slash, of one to four bytes. */
	private static final List<String> NAMES = List.of("abcdefg", "éabcdef", "€€€€€€€", "\ud83d\ude00abcde");

	enum Kind {

		JSON(Packets.CODEC, false), JSON_BINARY(Packets.CODEC, true), MSGPACK(MsgpackPackets.CODEC, false);

		private final PacketCodec codec;

		private final boolean withBytes;

		Kind(PacketCodec codec, boolean withBytes) {
			this.codec = codec;
			this.withBytes = withBytes;
		}

		@Nullable DecodedPacket receive(DecoderLimits limits, Packet packet) {
			return PacketLimitsTests.receive(this.codec.decoder(limits), this.codec.encode(packet));
		}

		/** The last argument is binary if this kind is. */
		List<@Nullable Object> arguments(int count) {
			List<@Nullable Object> arguments = new ArrayList<>(Collections.nCopies(count, "x"));
			if (this.withBytes) {
				arguments.set(count - 1, BYTES);
			}
			return arguments;
		}

		Packet event(String namespace, String name, int count) {
			return Packet.event(namespace, name, arguments(count).toArray());
		}

		Packet ack(String namespace, int count) {
			return Packet.ack(namespace, 1, arguments(count).toArray());
		}

	}

	static Stream<org.junit.jupiter.params.provider.Arguments> kindsAndTypes() {
		return Stream.of(Kind.values()).flatMap((kind) -> {
			Stream<PacketType> types = kind.withBytes ? Stream.of(PacketType.EVENT, PacketType.ACK)
					: Stream.of(PacketType.CONNECT, PacketType.DISCONNECT, PacketType.EVENT, PacketType.ACK);
			return types.map((type) -> org.junit.jupiter.params.provider.Arguments.of(kind, type));
		});
	}

	@ParameterizedTest
	@MethodSource("kindsAndTypes")
	void namespace(Kind kind, PacketType type) {
		for (String name : NAMES) {
			DecodedPacket packet = kind.receive(SMALL, packet(kind, type, "/" + name));
			assertThat(packet).isNotNull();
			assertThat(packet.namespace()).isEqualTo("/" + name);
			refused(kind, SMALL, packet(kind, type, "/" + name + "x"), "namespace too long");
			refused(kind, SMALL, packet(kind, type, "/" + name + "?"), "namespace too long");
			refused(kind, SMALL, packet(kind, type, "/" + "€".repeat(100_000)), "namespace too long");
		}
	}

	@Test
	void namespaceOfBytesThatAreNoText() {
		// each of them is a character
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> MsgpackPackets.CODEC.decoder(SMALL)
				.binary(MsgpackPackets.bytes("82a47479706500a36e7370a92f" + "80".repeat(8))))
			.withMessage("namespace too long");
	}

	private static Packet packet(Kind kind, PacketType type, String namespace) {
		return switch (type) {
			case EVENT -> kind.event(namespace, "e", 1);
			case ACK -> kind.ack(namespace, 1);
			default -> Packet.control(type, namespace, null);
		};
	}

	@ParameterizedTest
	@EnumSource
	void eventName(Kind kind) {
		for (String name : List.of("abcdef", "é\"\\\n\u0001\u007f", "€€€€€€", "\ud83d\ude00abcd", "\u0001".repeat(6))) {
			DecodedPacket packet = kind.receive(SMALL, kind.event("/", name, 1));
			assertThat(packet).isNotNull();
			assertThat(packet.event()).isEqualTo(name);
			refused(kind, SMALL, kind.event("/", name + "x", 1), "event name too long");
		}
		refused(kind, SMALL, kind.event("/", "€".repeat(100_000), 1), "event name too long");
	}

	@Test
	void readsEscapedEventNames() {
		String escapes = "\\u0061".repeat(6);
		assertThat(Packets.text(Packets.CODEC.decoder(SMALL), "2[\"" + escapes + "\"]")).isNotNull();
		refused("2[\"" + escapes + "a\"]");
		refused("2[\"a" + escapes + "\"]");
	}

	@Test
	void eventNameThatIsANumber() {
		assertThat(Packets.text(Packets.CODEC.decoder(SMALL), "2[123456]")).isNotNull();
		refused("2[1234567]");
		refused("2[-1.5e100]");
		assertThat(MsgpackPackets.CODEC.decoder(SMALL).binary(number("ce0001e240"))).isNotNull();
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> MsgpackPackets.CODEC.decoder(SMALL).binary(number("ce0012d687")))
			.withMessage("event name too long");
	}

	private static byte[] number(String hex) {
		return MsgpackPackets.bytes("83a47479706502a46461746191" + hex + "a36e7370a12f");
	}

	private static void refused(String event) {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> Packets.text(Packets.CODEC.decoder(SMALL), event))
			.withMessage("event name too long");
	}

	@ParameterizedTest
	@EnumSource
	void arguments(Kind kind) {
		DecodedPacket event = kind.receive(SMALL, kind.event("/", "e", 4));
		assertThat(event).isNotNull();
		assertThat(event.arguments().size()).isEqualTo(4);
		refused(kind, SMALL, kind.event("/", "e", 5), "too many arguments");
		DecodedPacket ack = kind.receive(SMALL, kind.ack("/", 4));
		assertThat(ack).isNotNull();
		assertThat(ack.arguments().size()).isEqualTo(4);
		refused(kind, SMALL, kind.ack("/", 5), "too many arguments");
		refused(kind, SMALL, kind.ack("/", 6), "too many arguments");
	}

	@ParameterizedTest
	@EnumSource
	void anyNumberOfArguments(Kind kind) {
		DecoderLimits limits = DecoderLimits.builder().maxArguments(Integer.MAX_VALUE).build();
		DecodedPacket event = kind.receive(limits, kind.event("/", "e", 2000));
		assertThat(event).isNotNull();
		assertThat(event.arguments().size()).isEqualTo(2000);
	}

	@Test
	void elementsOfArgumentsAreNotCounted() {
		assertThat(Packets.text(Packets.CODEC.decoder(SMALL), "2[\"e\",[1,2,3,4,5,6,7]]")).isNotNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "JSON", "MSGPACK" })
	void credentials(Kind kind) {
		// of 20 bytes in JSON
		int length = (kind == Kind.JSON) ? 12 : 16;
		Packet packet = Packet.control(PacketType.CONNECT, "/a", Map.of("t", "x".repeat(length)));
		DecodedPacket received = kind.receive(SMALL, packet);
		assertThat(received).isNotNull();
		assertThat(received.authTooLarge()).isFalse();
		assertThat(received.arguments().get(0)).isEqualTo(packet.data().get(0));
		DecodedPacket marked = kind.receive(SMALL,
				Packet.control(PacketType.CONNECT, "/a", Map.of("t", "x".repeat(length + 1))));
		assertThat(marked).isNotNull();
		assertThat(marked.type()).isEqualTo(PacketType.CONNECT);
		assertThat(marked.namespace()).isEqualTo("/a");
		assertThat(marked.authTooLarge()).isTrue();
		assertThat(marked.arguments().size()).isZero();
		assertThat(marked.arguments().retainedBytes()).isZero();
		assertThat(marked.hasAckId()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(names = { "JSON", "MSGPACK" })
	void noCredentials(Kind kind) {
		DecoderLimits limits = DecoderLimits.builder().maxAuthBytes(0).build();
		DecodedPacket without = kind.receive(limits, Packet.control(PacketType.CONNECT, "/", null));
		assertThat(without).isNotNull();
		assertThat(without.authTooLarge()).isFalse();
		DecodedPacket with = kind.receive(limits, Packet.control(PacketType.CONNECT, "/", Map.of()));
		assertThat(with).isNotNull();
		assertThat(with.authTooLarge()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "JSON", "MSGPACK" })
	void credentialsOfOldClients(Kind kind) {
		DecoderLimits limits = SMALL.withNamespaceQueries();
		String name = "/abcdefg";
		for (String query : List.of("", "?", "?token=x", "?" + "x".repeat(20))) {
			DecodedPacket packet = kind.receive(limits, Packet.control(PacketType.CONNECT, name + query, null));
			assertThat(packet).isNotNull();
			assertThat(packet.namespace()).isEqualTo(name + query);
			assertThat(packet.authTooLarge()).isFalse();
		}
		DecodedPacket marked = kind.receive(limits,
				Packet.control(PacketType.CONNECT, name + "?" + "x".repeat(21), null));
		assertThat(marked).isNotNull();
		assertThat(marked.namespace()).isEqualTo(name);
		assertThat(marked.authTooLarge()).isTrue();
		refused(kind, limits, Packet.control(PacketType.CONNECT, name + "h?token=x", null), "namespace too long");
		refused(kind, limits, Packet.control(PacketType.CONNECT, name + "h?" + "x".repeat(21), null),
				"namespace too long");
	}

	@Test
	void packetWithAttachments() {
		String text = "52-[\"e\",{\"_placeholder\":true,\"num\":1}]";
		DecoderLimits limits = DecoderLimits.builder().maxPacketBytes(text.length() + 10).build();
		PacketDecoder decoder = Packets.CODEC.decoder(limits);
		for (int i = 0; i < 2; i++) {
			// each packet has the whole limit
			Packets.text(decoder, text);
			assertThat(decoder.binary(new byte[7])).isNull();
			assertThat(decoder.binary(new byte[3])).isNotNull();
		}
		Packets.text(decoder, text);
		assertThat(decoder.binary(new byte[7])).isNull();
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decoder.binary(new byte[4]))
			.withMessage("packet too large");
		assertThat(decoder.partialBytes()).isZero();
	}

	@Test
	void textOfPacketWithAttachments() {
		String text = "51-[\"e\"]";
		byte[] padded = (" " + text + "    ").getBytes(StandardCharsets.UTF_8);
		DecoderLimits exact = DecoderLimits.builder().maxPacketBytes(text.length()).build();
		PacketDecoder decoder = Packets.CODEC.decoder(exact);
		assertThat(decoder.text(padded, 1, text.length())).isNull();
		assertThat(decoder.binary(new byte[0])).isNotNull();
		PacketDecoder another = Packets.CODEC.decoder(exact);
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> another.text(padded, 1, text.length() + 1))
			.withMessage("packet too large");
		assertThat(another.partialBytes()).isZero();
		// without attachments it is no such packet
		assertThat(Packets.text(Packets.CODEC.decoder(exact), "2[\"abcdefghi\"]")).isNotNull();
	}

	@Test
	void numberLength() {
		DecoderLimits limits = DecoderLimits.builder().maxNumberLength(4).build();
		for (String number : List.of("1234", "-123", "1.25", "1e23", "0")) {
			assertThat(Packets.text(Packets.CODEC.decoder(limits), "2[\"e\"," + number + "]")).isNotNull();
		}
		for (String number : List.of("12345", "-1234", "1.255", "1e+23", "0.000")) {
			assertThatExceptionOfType(PacketFormatException.class)
				.isThrownBy(() -> Packets.text(Packets.CODEC.decoder(limits), "2[\"e\"," + number + "]"))
				.withMessage("number too long");
		}
	}

	private static void refused(Kind kind, DecoderLimits limits, Packet packet, String message) {
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> kind.receive(limits, packet))
			.withMessage(message);
	}

	private static @Nullable DecodedPacket receive(PacketDecoder decoder, EncodedPacket encoded) {
		DecodedPacket packet = encoded.binary() ? decoder.binary(encoded.content())
				: decoder.text(encoded.content(), 0, encoded.content().length);
		for (byte[] attachment : encoded.attachments()) {
			packet = decoder.binary(attachment);
		}
		return packet;
	}

	/** What cannot be short enough is refused before it is decoded or indexed. */
	@Test
	void refusalAllocatesNothing() {
		int size = 900_000;
		String text = "x".repeat(size);
		List<byte[]> json = Stream
			.of("0/" + text, "2/" + text + ",[\"e\"]", "2[\"" + text + "\"]", "2[\"\\u0061" + text + "\"]",
					"2[" + "1".repeat(900) + ",1".repeat(size / 2) + "]", "31[1" + ",1".repeat(size / 2) + "]",
					"51-[\"e\"" + ",1".repeat(size / 2) + "]", "0{\"a\":\"" + text + "\"}")
			.map((message) -> message.getBytes(StandardCharsets.UTF_8))
			.toList();
		for (byte[] message : json) {
			allocatesLittle(() -> Packets.decoder().text(message, 0, message.length));
		}
		List<byte[]> msgpack = List.of(MsgpackPackets.encode(Packet.control(PacketType.CONNECT, "/" + text, null)),
				MsgpackPackets.encode(Packet.event("/", text)),
				MsgpackPackets.encode(Packet.event("/", "e", Collections.nCopies(size, 1).toArray())),
				MsgpackPackets.encode(Packet.ack("/", 1, Collections.nCopies(size, 1).toArray())),
				MsgpackPackets.encode(Packet.control(PacketType.CONNECT, "/", Map.of("a", text))));
		for (byte[] message : msgpack) {
			allocatesLittle(() -> MsgpackPackets.CODEC.decoder(DecoderLimits.DEFAULT).binary(message));
		}
	}

	private static void allocatesLittle(Supplier<@Nullable DecodedPacket> decoding) {
		com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
		boolean refused = false;
		long allocated = Long.MAX_VALUE;
		// the first attempts load classes
		for (int i = 0; i < 3; i++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			try {
				DecodedPacket packet = decoding.get();
				refused = packet != null && packet.authTooLarge();
			}
			catch (PacketFormatException ex) {
				refused = true;
			}
			allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(refused).isTrue();
		assertThat(allocated).isLessThan(100_000);
	}

	@Test
	void everyAttachmentCanBeUsed() {
		StringBuilder json = new StringBuilder("510-[\"e\"");
		byte[][] attachments = new byte[10][];
		for (int i = 0; i < 10; i++) {
			json.append(",{\"_placeholder\":true,\"num\":").append(9 - i).append('}');
			attachments[i] = new byte[] { (byte) i };
		}
		Arguments arguments = Packets.decode(json.append(']').toString(), attachments).arguments();
		for (int i = 0; i < 10; i++) {
			assertThat(arguments.get(i, byte[].class)).containsExactly(9 - i);
		}
	}

}
