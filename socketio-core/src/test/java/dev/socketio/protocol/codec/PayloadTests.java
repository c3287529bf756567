package dev.socketio.protocol.codec;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.EncodedPacket;
import dev.socketio.protocol.PacketDecoder;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the values of an application.
 */
class PayloadTests {

	private static final byte[] A = { 1, 2 };

	private static final byte[] B = { 3 };

	@Test
	void numbersThatAreNotFiniteBecomeNull() {
		assertThat(Packets.json(Double.NaN)).isEqualTo("null");
		assertThat(Packets.json(Double.POSITIVE_INFINITY)).isEqualTo("null");
		assertThat(Packets.json(Float.NEGATIVE_INFINITY)).isEqualTo("null");
		assertThat(Packets.json(List.of(Double.NaN, 1.5, Float.NaN))).isEqualTo("[null,1.5,null]");
		assertThat(Packets.json(new Measure(Double.NaN, Float.NaN, Double.NEGATIVE_INFINITY)))
			.isEqualTo("{\"value\":null,\"small\":null,\"boxed\":null}");
	}

	@Test
	void numbersThatAreNotFiniteBecomeNullInArraysToo() {
		assertThat(Packets.json(new double[] { 1, Double.NaN, Double.POSITIVE_INFINITY })).isEqualTo("[1.0,null,null]");
		assertThat(Packets.json(new float[] { Float.NaN, 2 })).isEqualTo("[null,2.0]");
	}

	@Test
	void scalars() {
		assertThat(Packets.json(null)).isEqualTo("null");
		assertThat(Packets.json(true)).isEqualTo("true");
		assertThat(Packets.json(Integer.MIN_VALUE)).isEqualTo("-2147483648");
		assertThat(Packets.json(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
		assertThat(Packets.json((short) 3)).isEqualTo("3");
		assertThat(Packets.json(1.0)).isEqualTo("1.0");
		assertThat(Packets.json(new BigInteger("12345678901234567890"))).isEqualTo("12345678901234567890");
		assertThat(Packets.json(new BigDecimal("1.10"))).isEqualTo("1.10");
		assertThat(Packets.json("a/\"é")).isEqualTo("\"a/\\\"é\"");
		assertThat(Packets.json('c')).isEqualTo("\"c\"");
	}

	@Test
	void findsBinaryValuesAtAnyDepth() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("list", List.of("x", ByteBuffer.wrap(B)));
		map.put("record", new Upload("a.txt", A));
		map.put("nothing", null);
		EncodedPacket packet = Packets.CODEC.encode(Packets.event(map, A, Arrays.asList(null, new byte[][] { B, A })));
		assertThat(Packets.content(packet)).isEqualTo(
				"55-[\"e\",{\"list\":[\"x\",{\"_placeholder\":true,\"num\":0}],\"record\":{\"name\":\"a.txt\",\"content\":"
						+ "{\"_placeholder\":true,\"num\":1}},\"nothing\":null},{\"_placeholder\":true,\"num\":2},"
						+ "[null,[{\"_placeholder\":true,\"num\":3},{\"_placeholder\":true,\"num\":4}]]]");
		assertThat(packet.attachments()).containsExactly(B, A, A, B, A);
	}

	@Test
	void binaryNodesOfTreesAreBinary() {
		JsonNode echo = Packets.decode("51-[\"e\",{\"file\":{\"_placeholder\":true,\"num\":0}}]", A)
			.arguments()
			.get(0, JsonNode.class);
		EncodedPacket packet = Packets.CODEC.encode(Packets.event(echo));
		assertThat(Packets.content(packet)).isEqualTo("51-[\"e\",{\"file\":{\"_placeholder\":true,\"num\":0}}]");
		assertThat(packet.attachments()).containsExactly(A);
	}

	@Test
	void sendsTheRemainingBytesOfABuffer() {
		ByteBuffer buffer = ByteBuffer.wrap(new byte[] { 0, 1, 2, 3 }, 1, 2);
		EncodedPacket packet = Packets.CODEC.encode(
				Packets.event(buffer, List.of(buffer.asReadOnlyBuffer()), ByteBuffer.allocateDirect(2).put(A).flip()));
		assertThat(packet.attachments()).containsExactly(A, A, A);
		assertThat(buffer.position()).isEqualTo(1);
		assertThat(buffer.remaining()).isEqualTo(2);
	}

	@Test
	void loneSurrogatesComeBack() {
		String text = "a\ud83d-\ude00\ud83d\ude00";
		for (Object value : List.of(text, List.of(text), Map.of("a", text))) {
			byte[] wire = Packets.CODEC.encode(Packets.event(value)).content();
			assertThat(new String(wire, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8)).isEqualTo(wire);
			DecodedPacket packet = Packets.decoder().text(wire, 0, wire.length);
			assertThat(packet).isNotNull();
			assertThat(packet.arguments().get(0)).isEqualTo(value);
		}
	}

	@Test
	void mapperOfTheApplicationDecides() {
		JsonPacketCodec codec = new JsonPacketCodec(JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.changeDefaultPropertyInclusion((present) -> present.withValueInclusion(JsonInclude.Include.NON_NULL))
			.build());
		Instant instant = Instant.parse("2025-01-02T03:04:05.678Z");
		Booking booking = new Booking("x", instant, null, A);
		EncodedPacket packet = codec.encode(Packets.event(booking));
		assertThat(Packets.content(packet)).isEqualTo("51-[\"e\",{\"guest_name\":\"x\","
				+ "\"starts_at\":\"2025-01-02T03:04:05.678Z\",\"pass_port\":{\"_placeholder\":true,\"num\":0}}]");
		PacketDecoder decoder = codec.decoder(DecoderLimits.DEFAULT);
		decoder.text(packet.content(), 0, packet.content().length);
		DecodedPacket decoded = decoder.binary(A);
		assertThat(decoded).isNotNull();
		Booking back = decoded.arguments().get(0, Booking.class);
		assertThat(back).usingRecursiveComparison().isEqualTo(booking);
		assertThat(codec.arguments(List.of(Map.of("guest_name", "y"))).get(0, Booking.class).guestName())
			.isEqualTo("y");
	}

	@Test
	void annotationsOnNumbersCount() {
		assertThat(Packets.json(new Price(1.5, 2.5f))).isEqualTo("{\"amount\":\"1.5\",\"tax\":\"2.5\"}");
	}

	@Test
	void serializersOfTheApplicationAreUsedForEveryValue() {
		SimpleModule module = new SimpleModule().addSerializer(Long.class, ToStringSerializer.instance)
			.addSerializer(Double.class, ToStringSerializer.instance);
		JsonPacketCodec codec = new JsonPacketCodec(JsonMapper.builder().addModule(module).build());
		String nested = Packets.content(codec.encode(Packets.event(List.of(1L, 1.5))));
		assertThat(nested).isEqualTo("2[\"e\",[\"1\",\"1.5\"]]");
		assertThat(Packets.content(codec.encode(Packets.event(1L, 1.5)))).isEqualTo("2[\"e\",\"1\",\"1.5\"]");
	}

	@Test
	void deserializersOfTheApplicationAreUsedForEveryValue() {
		SimpleModule module = new SimpleModule().addDeserializer(String.class, new TrimmingDeserializer());
		JsonPacketCodec codec = new JsonPacketCodec(JsonMapper.builder().addModule(module).build());
		DecodedPacket packet = Packets.text(codec.decoder(DecoderLimits.DEFAULT),
				"2[\" \\u0065 \",\" plain \",\" esc\\\"aped \",[\" nested \"]]");
		assertThat(packet).isNotNull();
		assertThat(packet.event()).isEqualTo(" e ");
		assertThat(packet.arguments().get(0, String.class)).isEqualTo("plain");
		assertThat(packet.arguments().get(1, String.class)).isEqualTo("esc\"aped");
		assertThat(packet.arguments().get(2, String[].class)).containsExactly("nested");
	}

	@Test
	void readsEventNamesWithoutTheMapper() {
		SimpleModule module = new SimpleModule().addSerializer(String.class, new ShoutingSerializer());
		JsonPacketCodec codec = new JsonPacketCodec(JsonMapper.builder().addModule(module).build());
		assertThat(Packets.content(codec.encode(Packets.event("x", List.of("y"))))).isEqualTo("2[\"e\",\"X\",[\"Y\"]]");
	}

	@Test
	void serializersMayWriteBinaryValuesInAnyWay() {
		SimpleModule module = new SimpleModule().addSerializer(Upload.class, new UploadSerializer());
		JsonPacketCodec codec = new JsonPacketCodec(JsonMapper.builder().addModule(module).build());
		EncodedPacket packet = codec.encode(Packets.event(new Upload("f", new byte[] { 1, 2, 3 })));
		String placeholder = "{\"_placeholder\":true,\"num\":";
		assertThat(Packets.content(packet)).isEqualTo("54-[\"e\",[" + placeholder + "0}," + placeholder + "1},"
				+ placeholder + "2},{\"x\":" + placeholder + "3}}]]");
		assertThat(packet.attachments()).containsExactly(new byte[] { 2, 3 }, new byte[] { 1, 2 },
				new byte[] { 1, 2, 3 }, new byte[] { 1, 2, 3 });
	}

	@Test
	void valuesOfTheApplicationAreNotChanged() {
		List<Object> list = new ArrayList<>(List.of(A, Map.of("b", B)));
		Packets.CODEC.encode(Packets.event(list));
		assertThat(list).containsExactly(A, Map.of("b", B));
	}

	record Measure(double value, float small, Double boxed) {
	}

	record Upload(String name, byte[] content) {
	}

	record Price(@JsonFormat(shape = JsonFormat.Shape.STRING) double amount,
			@JsonFormat(shape = JsonFormat.Shape.STRING) Float tax) {
	}

	record Booking(String guestName, Instant startsAt, String note, byte[] passPort) {
	}

	private static final class TrimmingDeserializer extends StdDeserializer<String> {

		TrimmingDeserializer() {
			super(String.class);
		}

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			return parser.getString().strip();
		}

	}

	private static final class ShoutingSerializer extends StdSerializer<String> {

		ShoutingSerializer() {
			super(String.class);
		}

		@Override
		public void serialize(String value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.toUpperCase(Locale.ROOT));
		}

	}

	private static final class UploadSerializer extends StdSerializer<Upload> {

		UploadSerializer() {
			super(Upload.class);
		}

		@Override
		public void serialize(Upload value, JsonGenerator generator, SerializationContext context) {
			generator.writeStartArray();
			generator.writeBinary(value.content(), 1, 2);
			generator.writeBinary(new ByteArrayInputStream(value.content()), 2);
			generator.writeEmbeddedObject(value.content());
			generator.writePOJO(Map.of("x", value.content()));
			generator.writeEndArray();
		}

	}

}
