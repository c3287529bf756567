package dev.socketio.protocol.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class JsonPacketDecodingTests {

	static Stream<Arguments> packets() {
		return Stream.of(arguments("0", PacketType.CONNECT, "/", Packet.NO_ACK, null, List.of()),
				arguments("0{\"token\":\"x\"}", PacketType.CONNECT, "/", Packet.NO_ACK, null,
						List.of(Map.of("token", "x"))),
				arguments("0/admin,", PacketType.CONNECT, "/admin", Packet.NO_ACK, null, List.of()),
				arguments("0/admin", PacketType.CONNECT, "/admin", Packet.NO_ACK, null, List.of()),
				arguments("0/admin,{\"a\":1}", PacketType.CONNECT, "/admin", Packet.NO_ACK, null,
						List.of(Map.of("a", 1))),
				arguments("0/custom?token=a%20b&x", PacketType.CONNECT, "/custom?token=a%20b&x", Packet.NO_ACK, null,
						List.of()),
				arguments("1", PacketType.DISCONNECT, "/", Packet.NO_ACK, null, List.of()),
				arguments("1/admin,", PacketType.DISCONNECT, "/admin", Packet.NO_ACK, null, List.of()),
				arguments("1/admin", PacketType.DISCONNECT, "/admin", Packet.NO_ACK, null, List.of()),
				arguments("2[\"hello\",1,{\"a\":true}]", PacketType.EVENT, "/", Packet.NO_ACK, "hello",
						List.of(1, Map.of("a", true))),
				arguments("2/,[\"a\"]", PacketType.EVENT, "/", Packet.NO_ACK, "a", List.of()),
				arguments("2/admin,[\"hello\"]", PacketType.EVENT, "/admin", Packet.NO_ACK, "hello", List.of()),
				arguments("212[\"hello\"]", PacketType.EVENT, "/", 12L, "hello", List.of()),
				arguments("20[\"hello\"]", PacketType.EVENT, "/", 0L, "hello", List.of()),
				arguments("2/a,007[\"hello\"]", PacketType.EVENT, "/a", 7L, "hello", List.of()),
				arguments("2 \t\r\n[ \"a\" , 1 ,\n{ \"b\" : [ ] } ] ", PacketType.EVENT, "/", Packet.NO_ACK, "a",
						List.of(1, Map.of("b", List.of()))),
				arguments("2[42,\"x\"]", PacketType.EVENT, "/", Packet.NO_ACK, "42", List.of("x")),
				arguments("2[-1.5e3]", PacketType.EVENT, "/", Packet.NO_ACK, "-1.5e3", List.of()),
				arguments("2[\"\"]", PacketType.EVENT, "/", Packet.NO_ACK, "", List.of()),
				arguments("2[\"__proto__\"]", PacketType.EVENT, "/", Packet.NO_ACK, "__proto__", List.of()),
				arguments("2[\"error\",1]", PacketType.EVENT, "/", Packet.NO_ACK, "error", List.of(1)),
				arguments("2[\"a\\n\\u00e9\"]", PacketType.EVENT, "/", Packet.NO_ACK, "a\né", List.of()),
				arguments("312[\"world\"]", PacketType.ACK, "/", 12L, null, List.of("world")),
				arguments("312[]", PacketType.ACK, "/", 12L, null, List.of()),
				arguments("3[]", PacketType.ACK, "/", Packet.NO_ACK, null, List.of()),
				arguments("3/admin,[1]", PacketType.ACK, "/admin", Packet.NO_ACK, null, List.of(1)),
				arguments("3/admin,9007199254740992[null]", PacketType.ACK, "/admin", 1L << 53, null,
						Arrays.asList((Object) null)));
	}

	@ParameterizedTest
	@MethodSource("packets")
	void readsPacketsOfTheSpecification(String wire, PacketType type, String namespace, long ackId,
			@Nullable String event, List<Object> args) {
		DecodedPacket packet = Packets.decode(wire);
		assertThat(packet).isNotNull();
		assertThat(packet.type()).isEqualTo(type);
		assertThat(packet.namespace()).isEqualTo(namespace);
		assertThat(packet.ackId()).isEqualTo(ackId);
		assertThat(packet.hasAckId()).isEqualTo(ackId != Packet.NO_ACK);
		assertThat(packet.event()).isEqualTo(event);
		assertThat(Packets.list(packet)).isEqualTo(args);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "2/admin,", "212", "2/admin,12", "3", "312", "3/admin,12" })
	void messagesWithoutPayloadAreIgnored(String wire) {
		assertThat(Packets.decode(wire)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "7", "9", "a", "/", "[", " 2[\"a\"]", "-1", "abc", "\u00b2[\"a\"]",
			// payload of connect and disconnect
			"0[]", "0null", "0\"a\"", "0{", "0{\"a\":1", "0{}x", "0{} {}", "01", "0/a,1{}", "1{}", "1[]", "1null",
			"1/a,x", "15",
			// payload of events
			"2{}", "2[]", "2null", "2[null]", "2[{}]", "2[[\"a\"]]", "2[true]", "2[false]", "2\"a\"", "2[\"a\"]x",
			"2[\"a\"],", "2[\"a\"][\"b\"]", "2[\"a\",]", "2[,\"a\"]", "2[\"a\"", "2[\"a", "2[\"a\",tru]",
			"2[\"a\" \"b\"]", "2[\"a\",'b']", "2[\"a\",NaN]", "2[\"a\",01]", "2[\"a\",1.]", "2[\"a\",.5]",
			"2[\"a\",+1]", "2[\"a\",-]", "2[\"a\",1e]", "2[\"a\",{a:1}]", "2[\"a\",{\"a\"}]", "2[\"a\",{\"a\":1,}]",
			"2[\"a\",\"\t\"]", "2[\"a\",\"\\x\"]", "2[\"a\",\"\\u12g4\"]", "2[\"a\",/**/1]", "2[\"a\",undefined]",
			// reserved names, whatever way they are written
			"2[\"connect\"]", "2[\"connect_error\"]", "2[\"disconnect\"]", "2[\"disconnecting\"]", "2[\"newListener\"]",
			"2[\"removeListener\"]", "2[\"\\u0063onnect\"]", "51-[\"connect\"]",
			// payload of acknowledgements
			"312{}", "312null", "3{}", "312[1", "61-{}",
			// acknowledgement ids
			"2abc[\"a\"]", "2-1[\"a\"]", "21.5[\"a\"]", "2 1[\"a\"]", "21 2[\"a\"]", "21e3[\"a\"]",
			"29007199254740993[\"a\"]", "299999999999999999999999999999999999[\"a\"]",
			// what only servers send
			"4", "4{}", "4/admin,{\"message\":\"x\"}" })
	void refuses(String wire) {
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> Packets.decode(wire));
	}

	@Test
	void messageMayLieAnywhereInTheArray() {
		byte[] buffer = "xxx2[\"a\",\"b\"]yyy".getBytes(java.nio.charset.StandardCharsets.UTF_8);
		DecodedPacket packet = Packets.decoder().text(buffer, 3, buffer.length - 6);
		assertThat(packet).isNotNull();
		assertThat(packet.event()).isEqualTo("a");
		assertThat(packet.arguments().get(0)).isEqualTo("b");
	}

	@Test
	void nestingIsLimited() {
		DecoderLimits limits = DecoderLimits.builder().maxDepth(5).build();
		assertThat(Packets.text(Packets.CODEC.decoder(limits), "2[\"a\",[[[[]]]]]")).isNotNull();
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> Packets.text(Packets.CODEC.decoder(limits), "2[\"a\",[[[[[]]]]]]"))
			.withMessage("nested too deeply");
	}

	@Test
	void readsValuesWithinTheLimits() {
		int depth = DecoderLimits.DEFAULT.maxDepth() - 1;
		DecodedPacket deep = Packets.decode("2[\"a\"," + "[".repeat(depth) + "]".repeat(depth) + "]");
		assertThat(deep).isNotNull();
		assertThat(deep.arguments().get(0)).isInstanceOf(List.class);
		DecodedPacket longNumber = Packets.decode("2[\"a\"," + "9".repeat(1000) + "]");
		assertThat(longNumber).isNotNull();
		assertThat(longNumber.arguments().get(0)).isInstanceOf(java.math.BigInteger.class);
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> Packets.decode("2[\"a\"," + "9".repeat(1001) + "]"));
	}

	@Test
	void failuresDoNotContainReceivedData() {
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> Packets.decode("2[\"secret\",tru]"))
			.withMessageNotContaining("secret");
	}

}
