package dev.socketio.protocol.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Packets that version 3.0.2 of {@code socket.io-msgpack-parser} has written, some of
 * them inside the official server and client. Dates of newer ones are from
 * {@code notepack.io} 3.
 */
class MsgpackVectorTests {

	static List<Vector> vectors() throws IOException {
		JsonMapper mapper = JsonMapper.builder().build();
		try (InputStream in = MsgpackVectorTests.class.getResourceAsStream("msgpack-vectors.json")) {
			List<Vector> vectors = new ArrayList<>();
			for (JsonNode node : mapper.readTree(in).values()) {
				vectors.add(new Vector(node.get("name").stringValue(), node));
			}
			return vectors;
		}
	}

	static Stream<Vector> fromClients() throws IOException {
		return vectors().stream().filter((vector) -> vector.type() != PacketType.CONNECT_ERROR);
	}

	static Stream<Vector> identical() throws IOException {
		return vectors().stream().filter((vector) -> vector.node().get("identical").booleanValue());
	}

	@Test
	void coversBothDirections() throws IOException {
		assertThat(fromClients().count()).isGreaterThan(120);
		assertThat(identical().count()).isGreaterThan(80);
	}

	@ParameterizedTest
	@MethodSource("fromClients")
	void decodesWhatTheOfficialParserWrites(Vector vector) throws IOException {
		DecodedPacket packet = MsgpackPackets.decode(vector.bytes());
		assertThat(packet.type()).isEqualTo(vector.type());
		assertThat(packet.namespace()).isEqualTo(vector.namespace());
		assertThat(packet.ackId()).isEqualTo(vector.ackId());
		List<@Nullable Object> expected = vector.data();
		if (packet.type() == PacketType.EVENT) {
			assertThat(packet.event()).isEqualTo(expected.remove(0));
		}
		assertThat(MsgpackPackets.comparable(packet.arguments().toList()))
			.isEqualTo(MsgpackPackets.comparable(expected));
	}

	@ParameterizedTest
	@MethodSource("identical")
	void writesWhatTheOfficialParserWrites(Vector vector) throws IOException {
		byte[] bytes = MsgpackPackets
			.encode(new Packet(vector.type(), vector.namespace(), vector.ackId(), vector.data()));
		assertThat(bytes).isEqualTo(vector.bytes());
	}

	record Vector(String name, JsonNode node) {

		PacketType type() {
			return PacketType.of(this.node.get("type").intValue());
		}

		String namespace() {
			return this.node.get("nsp").stringValue();
		}

		long ackId() {
			return this.node.has("id") ? this.node.get("id").longValue() : Packet.NO_ACK;
		}

		byte[] bytes() throws IOException {
			if (this.node.has("bytes")) {
				return HexFormat.of().parseHex(this.node.get("bytes").stringValue());
			}
			byte[] compressed = Base64.getDecoder().decode(this.node.get("gzip").stringValue());
			try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
				return in.readAllBytes();
			}
		}

		List<@Nullable Object> data() {
			List<@Nullable Object> list = new ArrayList<>();
			JsonNode data = this.node.get("data");
			if (data != null && data.isArray()) {
				data.values().forEach((value) -> list.add(value(value)));
			}
			else if (data != null) {
				list.add(value(data));
			}
			return list;
		}

		private static @Nullable Object value(JsonNode node) {
			if (node.isObject()) {
				return object(node);
			}
			if (node.isArray()) {
				List<@Nullable Object> list = new ArrayList<>();
				node.values().forEach((element) -> list.add(value(element)));
				return list;
			}
			return switch (node.getNodeType()) {
				case NULL -> null;
				case STRING -> node.stringValue();
				case BOOLEAN -> node.booleanValue();
				default -> node.numberValue();
			};
		}

		private static @Nullable Object object(JsonNode node) {
			if (node.has("$")) {
				return null;
			}
			if (node.has("$binary")) {
				return HexFormat.of().parseHex(node.get("$binary").stringValue());
			}
			if (node.has("$number")) {
				return number(node.get("$number").stringValue());
			}
			if (node.has("$string")) {
				return "s".repeat(node.get("$string").intValue());
			}
			if (node.has("$nulls")) {
				return new ArrayList<>(Collections.nCopies(node.get("$nulls").intValue(), null));
			}
			if (node.has("$buffer")) {
				byte[] bytes = new byte[node.get("$buffer").intValue()];
				for (int i = 0; i < bytes.length; i++) {
					bytes[i] = (byte) i;
				}
				return bytes;
			}
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			node.properties().forEach((entry) -> map.put(entry.getKey(), value(entry.getValue())));
			return map;
		}

		private static Number number(String text) {
			if (text.endsWith("y") || text.equals("NaN")) {
				return Double.valueOf(text);
			}
			BigInteger integer = new BigInteger(text);
			return (integer.bitLength() < Long.SIZE) ? integer.longValue() : integer;
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
