package dev.socketio.protocol.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketDecoder;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import dev.socketio.protocol.TypeRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessagePacker;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MsgpackPacketDecodingTests {

	@Test
	void keysMayComeInAnyOrderWithOthersInBetween() {
		DecodedPacket packet = MsgpackPackets.decode(MsgpackPackets.pack((out) -> {
			out.packMapHeader(7);
			out.packString("options").packMapHeader(1).packString("compress").packBoolean(true);
			out.packString("nsp").packString("/admin");
			out.packString("data").packArrayHeader(2).packString("e").packInt(1);
			out.packString("").packNil();
			out.packString("x".repeat(300)).packArrayHeader(1).packDouble(0);
			out.packString("id").packLong(1L << 53);
			out.packString("type").packInt(2);
		}));
		assertThat(packet.type()).isEqualTo(PacketType.EVENT);
		assertThat(packet.namespace()).isEqualTo("/admin");
		assertThat(packet.ackId()).isEqualTo(1L << 53);
		assertThat(packet.event()).isEqualTo("e");
		assertThat(packet.arguments().toList()).containsExactly(1);
	}

	@Test
	void argumentsAreReadWithTypes() {
		DecodedPacket packet = MsgpackPackets.sent(List.of(Map.of("name", "a", "picture", new byte[] { 1, 2 })), "text",
				new byte[] { 3 }, null);
		List<Item> items = packet.arguments().get(0, new TypeRef<List<Item>>() {
		});
		assertThat(items).hasSize(1);
		assertThat(items.get(0).name()).isEqualTo("a");
		assertThat(items.get(0).picture()).containsExactly(1, 2);
		assertThat(packet.arguments().get(1, String.class)).isEqualTo("text");
		assertThat(packet.arguments().get(2, byte[].class)).containsExactly(3);
		assertThat(packet.arguments().get(2, ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(new byte[] { 3 }));
		assertThat(packet.arguments().get(3, String.class)).isNull();
		assertThat(packet.arguments().get(4)).isNull();
		assertThat(packet.arguments().get(-1)).isNull();
		assertThat(packet.arguments().get(0, JsonNode.class).isArray()).isTrue();
		assertThatExceptionOfType(ArgumentConversionException.class)
			.isThrownBy(() -> packet.arguments().get(1, Item.class));
	}

	@Test
	void datesAreReadAsDates() {
		DecodedPacket packet = MsgpackPackets.decode(MsgpackPackets.event("d7000000018bcfe56800"));
		assertThat(packet.arguments().get(0, Instant.class)).isEqualTo(Instant.ofEpochMilli(1_700_000_000_000L));
		assertThat(packet.arguments().get(0, String.class)).isEqualTo("2023-11-14T22:13:20.000Z");
	}

	@ParameterizedTest
	@CsvSource({ "d7007fffffffffffffff", "d7008000000000000000", "c70cff000000007fffffffffffffff",
			"c70cffffffffff8000000000000000" })
	void readsInvalidDatesAsNull(String hex) {
		assertThat(MsgpackPackets.decode(MsgpackPackets.event(hex)).arguments().get(0)).isNull();
	}

	@Test
	void timestampsKeepTheirNanoseconds() {
		assertThat(MsgpackPackets
			.decode(MsgpackPackets
				.pack((out) -> event(out).packTimestamp(Instant.ofEpochSecond(1, 1)).packString("nsp").packString("/")))
			.arguments()
			.get(0)).isEqualTo("1970-01-01T00:00:01.000000001Z");
	}

	@ParameterizedTest
	@CsvSource({ "d40509, 5", "d5000102, 0", "d8010102030405060708090a0b0c0d0e0f10, 1", "c703ff010203, -1" })
	@SuppressWarnings("unchecked")
	void otherExtensionsAreTypeAndContent(String hex, int type) {
		List<Object> value = (List<Object>) MsgpackPackets.decode(MsgpackPackets.event(hex)).arguments().get(0);
		assertThat(value).hasSize(2);
		assertThat(value.get(0)).isEqualTo(type);
		assertThat(value.get(1)).isInstanceOf(byte[].class);
	}

	@ParameterizedTest
	@CsvSource({ "cb4008000000000000, 3", "ca40400000, 3", "cbc008000000000000, -3", "d300000000000000ff, 255",
			"cf0000000000000001, 1", "d1ffff, -1", "cb8000000000000000, 0" })
	void readsWholeFloatsAsIntegers(String hex, int value) {
		DecodedPacket packet = MsgpackPackets.decode(MsgpackPackets.event(hex));
		assertThat(packet.arguments().get(0)).isEqualTo(value);
		assertThat(packet.arguments().get(0, long.class)).isEqualTo((long) value);
		assertThat(packet.arguments().get(0, double.class)).isEqualTo((double) value);
	}

	@Test
	void keepsNumbersThatAreNotFinite() {
		assertThat(MsgpackPackets.decode(MsgpackPackets.event("cb7ff8000000000000")).arguments().get(0))
			.isEqualTo(Double.NaN);
		assertThat(MsgpackPackets.decode(MsgpackPackets.event("caff800000")).arguments().get(0, double.class))
			.isEqualTo(Double.NEGATIVE_INFINITY);
	}

	@Test
	void textThatIsNotUtf8IsReadable() {
		assertThat(MsgpackPackets.decode(MsgpackPackets.event("a3c36180")).arguments().get(0))
			.isEqualTo("\ufffda\ufffd");
	}

	@Test
	void integersMayBeKeysAndTheLastOfEqualKeysCounts() {
		assertThat(MsgpackPackets.decode(MsgpackPackets.event("84070107020308a1610f")).arguments().get(0))
			.isEqualTo(Map.of("7", 2, "3", 8, "a", 15));
	}

	@ParameterizedTest
	@CsvSource({ "07, 7", "cbbff8000000000000, -1.5", "cb4008000000000000, 3",
			"cf8000000000000000, 9223372036854775808", "a0, ''",
			"ae686173" + "4f776e50726f7065727479, hasOwnProperty" })
	void namesAreStringsOrNumbers(String hex, String name) {
		byte[] bytes = MsgpackPackets.bytes("83a47479706502a46461746191" + hex + "a36e7370a12f");
		assertThat(MsgpackPackets.decode(bytes).event()).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "c0", "c3", "80", "90", "c40161", "d40000" })
	void eventsOfOtherNamesAreIgnored(String hex) {
		byte[] bytes = MsgpackPackets.bytes("83a47479706502a46461746191" + hex + "a36e7370a12f");
		assertThat(MsgpackPackets.CODEC.decoder(DecoderLimits.DEFAULT).binary(bytes)).isNull();
	}

	@Test
	void eventsWithoutNameAreIgnored() {
		byte[] bytes = MsgpackPackets.bytes("83a47479706502a46461746190a36e7370a12f");
		assertThat(MsgpackPackets.CODEC.decoder(DecoderLimits.DEFAULT).binary(bytes)).isNull();
	}

	@Test
	void acknowledgementsWithoutIdAnswerNothing() {
		DecodedPacket packet = MsgpackPackets.decode(MsgpackPackets.bytes("83a47479706503a46461746190a36e7370a12f"));
		assertThat(packet.type()).isEqualTo(PacketType.ACK);
		assertThat(packet.hasAckId()).isFalse();
	}

	@Test
	void retainsOnlyTheCredentialsOfAConnectPacket() {
		byte[] packed = MsgpackPackets.pack((out) -> {
			out.packMapHeader(4).packString("junk").packString("x".repeat(10_000)).packString("type").packInt(0);
			out.packString("data").packMapHeader(1).packString("token").packString("t");
			out.packString("nsp").packString("/");
		});
		DecodedPacket packet = MsgpackPackets.decode(packed);
		assertThat(packet.arguments().get(0)).isEqualTo(Map.of("token", "t"));
		assertThat(packet.arguments().retainedBytes()).isEqualTo(9 + 2 * Integer.BYTES);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a7636f6e6e656374", "d907636f6e6e656374", "aa646973636f6e6e656374" })
	void otherNamesAreRefused(String hex) {
		refuse("83a47479706502a46461746191" + hex + "a36e7370a12f");
	}

	@Test
	void payloadOfConnectIsOptional() {
		assertThat(MsgpackPackets.decode(MsgpackPackets.bytes("82a47479706500a36e7370a12f")).arguments().size())
			.isZero();
		DecodedPacket packet = MsgpackPackets
			.decode(MsgpackPackets.bytes("83a47479706500a46461746181a5746f6b656ea174a36e7370a12f"));
		assertThat(packet.arguments().get(0, new TypeRef<Map<String, Object>>() {
		})).isEqualTo(Map.of("token", "t"));
		assertThat(packet.arguments().size()).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "80", "c0", "90", "02", "81a47479706502", "81a36e7370a12f",
			// types
			"82a474797065c0a36e7370a12f", "82a474797065ffa36e7370a12f", "82a47479706505a36e7370a12f",
			"82a47479706506a36e7370a12f", "82a4747970657fa36e7370a12f", "82a474797065a130a36e7370a12f",
			"82a474797065cb3fe0000000000000a36e7370a12f", "82a474797065cfffffffffffffffffa36e7370a12f",
			"82a474797065cb7ff8000000000000a36e7370a12f", "82a474797065ce00000100a36e7370a12f",
			// namespaces
			"82a47479706500a36e737000", "82a47479706500a36e7370c0", "82a47479706500a36e7370a0",
			"82a47479706500a36e7370a161", "82a47479706500a36e7370c4012f", "82a47479706500a36e737090",
			// payloads of CONNECT and DISCONNECT
			"83a47479706500a464617461c0a36e7370a12f", "83a47479706500a46461746190a36e7370a12f",
			"83a47479706500a464617461a161a36e7370a12f", "83a47479706501a464617461c0a36e7370a12f",
			"83a47479706501a46461746180a36e7370a12f",
			// payloads of EVENT and ACK
			"82a47479706502a36e7370a12f", "83a47479706502a46461746180a36e7370a12f",
			"83a47479706502a464617461c0a36e7370a12f", "83a47479706502a464617461d40000a36e7370a12f",
			"83a47479706502a464617461a161a36e7370a12f", "83a47479706502a464617461d40100a36e7370a12f",
			"83a47479706503a2696400a36e7370a12f", "84a2696400a47479706503a46461746180a36e7370a12f",
			// refusals come from servers
			"83a47479706504a464617461a161a36e7370a12f", "83a47479706504a46461746180a36e7370a12f",
			// ids
			"84a26964ffa47479706502a46461746191a165a36e7370a12f", "84a26964c0a47479706502a46461746191a165a36e7370a12f",
			"84a26964a130a47479706502a46461746191a165a36e7370a12f",
			"84a26964cb3fe0000000000000a47479706502a46461746191a165a36e7370a12f",
			"84a26964cf0020000000000001a47479706502a46461746191a165a36e7370a12f",
			"84a26964cfffffffffffffffffa47479706502a46461746191a165a36e7370a12f",
			"84a26964cb7ff0000000000000a47479706502a46461746191a165a36e7370a12f", "83a47479706500a2696400a36e7370a12f",
			// keys
			"83a47479706500a47479706500a36e7370a12f", "8300a0a47479706500a36e7370a12f",
			"8390a0a47479706500a36e7370a12f",
			// trailing bytes
			"82a47479706500a36e7370a12fc0", "82a47479706500a36e7370a12f82a47479706500a36e7370a12f" })
	void otherPacketsAreRefused(String hex) {
		refuse(hex);
	}

	@ParameterizedTest
	@ValueSource(strings = { "c1", "81c0c0", "8190c0", "81c3c0", "81cb3fe0000000000000c0", "81c40161c0", "81d40000c0" })
	void otherValuesAreRefused(String hex) {
		refuse("83a47479706502a46461746192a165" + hex + "a36e7370a12f");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dd7fffffff", "ddffffffff", "df7fffffff", "dfffffffff", "df40000000", "db7fffffff",
			"dbffffffff", "c67fffffff", "c6ffffffff", "c97fffffff00", "c9ffffffff00", "dcffff", "deffff", "daffff",
			"d9ff", "c5ffff", "c8ffff00", "c7ff00" })
	void refusesAnnouncedSizesBeyondTheMessage(String hex) {
		refuse("83a47479706502a46461746192a165" + hex + "a36e7370a12f");
		refuse("83a47479706502a464617461" + hex);
		refuse(hex);
		refuse("81" + hex);
		refuse("81a36e7370" + hex);
	}

	@Test
	void packetsCutShortAreRefused() {
		byte[] bytes = MsgpackPackets.encode(Packet
			.event("/admin", "e", Map.of("a", List.of(1, 1.5, "x", new byte[40], 1L << 40)), "y".repeat(300), -70_000)
			.withAckId(1));
		assertThat(MsgpackPackets.decode(bytes).arguments().size()).isEqualTo(3);
		for (int i = 0; i < bytes.length; i++) {
			byte[] part = Arrays.copyOf(bytes, i);
			assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> MsgpackPackets.decode(part));
		}
	}

	@Test
	void limitsDepthAsInJson() {
		PacketDecoder decoder = MsgpackPackets.CODEC.decoder(DecoderLimits.builder().maxDepth(3).build());
		PacketDecoder json = Packets.CODEC.decoder(DecoderLimits.builder().maxDepth(3).build());
		assertThat(decoder.binary(MsgpackPackets.event("9190"))).isNotNull();
		assertThat(Packets.text(json, "2[\"e\",[[]]]")).isNotNull();
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> decoder.binary(MsgpackPackets.event("919190")));
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> Packets.text(json, "2[\"e\",[[[]]]]"));
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> decoder.binary(MsgpackPackets.event("81a16181a16180")));
		// also in elements that are not read
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> decoder.binary(MsgpackPackets.bytes("83a178919191" + "90a47479706500a36e7370a12f")));
	}

	@Test
	void textIsRefused() {
		byte[] text = "2[\"e\"]".getBytes(StandardCharsets.UTF_8);
		PacketDecoder decoder = MsgpackPackets.CODEC.decoder(DecoderLimits.DEFAULT);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decoder.text(text, 0, text.length));
	}

	private static MessagePacker event(MessagePacker out) throws IOException {
		out.packMapHeader(3).packString("type").packInt(2);
		return out.packString("data").packArrayHeader(2).packString("e");
	}

	private static void refuse(String hex) {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> MsgpackPackets.decode(MsgpackPackets.bytes(hex)));
	}

	@Test
	void typesAndIdsMayBeFloats() {
		DecodedPacket connect = MsgpackPackets
			.decode(MsgpackPackets.bytes("82a474797065cb0000000000000000a36e7370a12f"));
		assertThat(connect.type()).isEqualTo(PacketType.CONNECT);
		assertThat(ack("cb4008000000000000").ackId()).isEqualTo(3);
		assertThat(ack("ca40400000").ackId()).isEqualTo(3);
		assertThat(ack("cb4340000000000000").ackId()).isEqualTo(1L << 53);
		assertThat(ack("cf0020000000000000").ackId()).isEqualTo(1L << 53);
		for (String id : new String[] { "cb4340000000000001", "cb3ff8000000000000", "cbbff0000000000000" }) {
			assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> ack(id));
		}
	}

	private static DecodedPacket ack(String id) {
		return MsgpackPackets.decode(MsgpackPackets.bytes("84a26964" + id + "a47479706503a46461746190a36e7370a12f"));
	}

	record Item(String name, byte[] picture) {

	}

}
