package dev.socketio.protocol.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.socketio.protocol.EncodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketEncodeException;
import dev.socketio.protocol.PacketType;
import dev.socketio.protocol.ReservedEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class JsonPacketEncodingTests {

	static Stream<Arguments> packets() {
		Map<String, Object> refusal = new LinkedHashMap<>();
		refusal.put("message", "Not authorized");
		refusal.put("data", Map.of("x", 1));
		return Stream.of(
				arguments("0{\"sid\":\"wZX3oN0bSVIhsaknAAAI\"}",
						Packet.control(PacketType.CONNECT, "/", Map.of("sid", "wZX3oN0bSVIhsaknAAAI"))),
				arguments("0/admin,{\"sid\":\"x\"}", Packet.control(PacketType.CONNECT, "/admin", Map.of("sid", "x"))),
				arguments("0/admin,", Packet.control(PacketType.CONNECT, "/admin", null)),
				arguments("0", Packet.control(PacketType.CONNECT, "/", null)),
				arguments("4/admin,{\"message\":\"Not authorized\",\"data\":{\"x\":1}}",
						Packet.control(PacketType.CONNECT_ERROR, "/admin", refusal)),
				arguments("4\"refused\"", Packet.control(PacketType.CONNECT_ERROR, "/", "refused")),
				arguments("1", Packet.control(PacketType.DISCONNECT, "/", null)),
				arguments("1/admin,", Packet.control(PacketType.DISCONNECT, "/admin", null)),
				arguments("2[\"hello\",1,{\"a\":true}]", Packet.event("/", "hello", 1, Map.of("a", true))),
				arguments("2/admin,[\"hello\"]", Packet.event("/admin", "hello")),
				arguments("212[\"hello\"]", Packet.event("/", "hello").withAckId(12)),
				arguments("2/admin,0[\"hello\"]", Packet.event("/admin", "hello").withAckId(0)),
				arguments("312[\"world\"]", Packet.ack("/", 12, "world")), arguments("312[]", Packet.ack("/", 12)),
				arguments("3/admin,0[null]", Packet.ack("/admin", 0, (Object) null)),
				arguments("29007199254740992[\"e\"]", Packet.event("/", "e").withAckId(1L << 53)));
	}

	@ParameterizedTest
	@MethodSource("packets")
	void writesPacketsOfTheSpecification(String wire, Packet packet) {
		EncodedPacket encoded = Packets.CODEC.encode(packet);
		assertThat(Packets.content(encoded)).isEqualTo(wire);
		assertThat(encoded.binary()).isFalse();
		assertThat(encoded.attachments()).isEmpty();
	}

	@Test
	void binaryEventCarriesCountAndPlaceholders() {
		byte[] first = { 1, 2 };
		byte[] second = { 3 };
		EncodedPacket encoded = Packets.CODEC.encode(Packet.event("/admin", "e", first, second).withAckId(7));
		assertThat(Packets.content(encoded))
			.isEqualTo("52-/admin,7[\"e\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
		assertThat(encoded.attachments()).containsExactly(first, second);
	}

	@Test
	void binaryAcknowledgementCarriesCountAndPlaceholders() {
		byte[] data = { 9 };
		EncodedPacket encoded = Packets.CODEC.encode(Packet.ack("/admin", 7, data));
		assertThat(Packets.content(encoded)).isEqualTo("61-/admin,7[{\"_placeholder\":true,\"num\":0}]");
		assertThat(encoded.attachments()).containsExactly(data);
	}

	@Test
	void emptyBinaryValuesCount() {
		EncodedPacket encoded = Packets.CODEC.encode(Packets.event(new byte[0]));
		assertThat(Packets.content(encoded)).isEqualTo("51-[\"e\",{\"_placeholder\":true,\"num\":0}]");
		assertThat(encoded.attachments()).containsExactly(new byte[0]);
	}

	@Test
	void reservedNamesCannotBeSent() {
		for (String name : List.of("connect", "connect_error", "disconnect", "disconnecting", "newListener",
				"removeListener")) {
			assertThat(ReservedEvents.contains(name)).isTrue();
			assertThatIllegalArgumentException().isThrownBy(() -> ReservedEvents.check(name))
				.withMessage("\"" + name + "\" is a reserved event name");
		}
		for (String name : List.of("error", "connection", "CONNECT", "", "__proto__", "message")) {
			assertThat(ReservedEvents.check(name)).isEqualTo(name);
		}
	}

	@Test
	void refusesValuesWithoutSerializer() {
		List<Object> loop = new java.util.ArrayList<>();
		loop.add(loop);
		assertThatExceptionOfType(PacketEncodeException.class)
			.isThrownBy(() -> Packets.CODEC.encode(Packets.event(loop)));
	}

	@Test
	void onlyEventsHaveANameAsFirstValue() {
		assertThat(Packet.event("/", "hello", 1).event()).isEqualTo("hello");
		assertThatIllegalStateException().isThrownBy(() -> Packet.ack("/", 1, "hello").event());
	}

	@Test
	void copiesLeaveThePacketAlone() {
		Packet packet = Packet.event("/", "e", 1);
		Packet changed = packet.withAckId(3).withNamespace("/x").withArgument("offset");
		assertThat(Packets.encode(packet)).isEqualTo("2[\"e\",1]");
		assertThat(Packets.encode(changed)).isEqualTo("2/x,3[\"e\",1,\"offset\"]");
		assertThat(packet.hasAckId()).isFalse();
		assertThat(changed.hasAckId()).isTrue();
	}

}
