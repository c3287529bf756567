package dev.socketio.protocol.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketEncodeException;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class MsgpackPacketEncodingTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	static Stream<Arguments> numbers() {
		return Stream.of(arguments(3.0, "03"), arguments(-0.0, "00"), arguments(0.1f, "cb3fb999999999999a"),
				arguments(2.0f, "02"), arguments((byte) -1, "ff"), arguments((short) 300, "cd012c"),
				arguments(new BigDecimal("1.50"), "cb3ff8000000000000"), arguments(new BigDecimal("7.00"), "07"),
				arguments(BigInteger.TEN, "0a"), arguments(BigInteger.ONE.shiftLeft(63), "cf8000000000000000"),
				arguments(BigInteger.ONE.shiftLeft(64), "cb43f0000000000000"),
				arguments(BigInteger.ONE.shiftLeft(64).negate(), "cbc3f0000000000000"),
				arguments(0x1p63, "cf8000000000000000"), arguments(0x1p64, "cb43f0000000000000"),
				arguments(-0x1p63, "d38000000000000000"), arguments(-0x1p64, "cbc3f0000000000000"),
				arguments(1e300, "cb7e37e43c8800759c"), arguments(Long.MAX_VALUE, "cf7fffffffffffffff"),
				arguments(Long.MIN_VALUE, "d38000000000000000"), arguments(Float.NaN, "cb7ff8000000000000"),
				arguments(Double.NEGATIVE_INFINITY, "cbfff0000000000000"),
				arguments(new double[] { 1, Double.NaN }, "9201cb7ff8000000000000"), arguments('c', "a163"));
	}

	@ParameterizedTest
	@MethodSource("numbers")
	void numbersAreThoseOfJavaScript(Object value, String hex) {
		assertThat(MsgpackPackets.argument(value)).isEqualTo(hex);
		assertThat(MsgpackPackets.argument(List.of(value))).isEqualTo("91" + hex);
	}

	@Test
	void binariesAreFoundAtAnyDepth() {
		ByteBuffer direct = ByteBuffer.allocateDirect(3).put((byte) 1).put((byte) 2).put((byte) 3).flip().position(1);
		assertThat(MsgpackPackets.argument(direct)).isEqualTo("c4020203");
		assertThat(MsgpackPackets.argument(List.of(direct.asReadOnlyBuffer(), Map.of("a", new byte[] { 9 }))))
			.isEqualTo("92c402020381a161c40109");
		assertThat(direct.remaining()).isEqualTo(2);
		assertThat(MsgpackPackets.argument(new Picture("x", new byte[] { 1 }, null)))
			.isEqualTo("82a46e616d65a178a7636f6e74656e74c40101");
		assertThat(MsgpackPackets.argument(new byte[0])).isEqualTo("c400");
	}

	@Test
	void writesOtherValuesAsInJson() {
		Map<String, Object> map = new LinkedHashMap<>();
		map.put("time", Instant.ofEpochSecond(1));
		map.put("optional", Optional.of(1));
		map.put("enum", PacketType.ACK);
		map.put("raw", new Raw("{\"a\":[1,null]}"));
		map.put("node", MAPPER.readTree("{\"b\":1.5}"));
		map.put("null", null);
		map.put("list", new int[] { 1, 2 });
		Object json = MAPPER.readValue(Packets.json(map), Object.class);
		assertThat(MsgpackPackets.sent(map).arguments().get(0)).isEqualTo(json);
	}

	@Test
	void usesTheMapperOfTheApplication() {
		MsgpackPacketCodec codec = new MsgpackPacketCodec(
				JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE).build());
		Packet packet = Packet.event("/", "e", new Named(1));
		DecodedPacket decoded = codec.decoder(DecoderLimits.DEFAULT).binary(codec.encode(packet).content());
		assertThat(decoded).isNotNull();
		assertThat(decoded.arguments().get(0)).isEqualTo(Map.of("long-name", 1));
		assertThat(decoded.arguments().get(0, Named.class)).isEqualTo(new Named(1));
		assertThat(codec.arguments(List.of(Map.of("long-name", 2))).get(0, Named.class)).isEqualTo(new Named(2));
	}

	@Test
	void customizedScalarsAreWrittenAsCustomized() {
		SimpleModule module = new SimpleModule().addSerializer(String.class, new QuotingSerializer());
		MsgpackPacketCodec codec = new MsgpackPacketCodec(JsonMapper.builder().addModule(module).build());
		DecodedPacket decoded = codec.decoder(DecoderLimits.DEFAULT)
			.binary(codec.encode(Packet.event("/", "e", "a", List.of("b"))).content());
		assertThat(decoded).isNotNull();
		assertThat(decoded.event()).isEqualTo("e");
		assertThat(decoded.arguments().toList()).containsExactly("<a>", List.of("<b>"));
	}

	@Test
	void valuesAreAsDeepAsInJson() {
		Object value = 1;
		for (int i = 0; i < 500; i++) {
			value = List.of(value);
		}
		assertThat(MsgpackPackets.argument(value)).startsWith("91".repeat(500));
		Object deeper = List.of(value);
		assertThatExceptionOfType(PacketEncodeException.class).isThrownBy(() -> MsgpackPackets.argument(deeper));
		assertThatExceptionOfType(PacketEncodeException.class).isThrownBy(() -> Packets.json(deeper));
	}

	@Test
	void writesSmallestSizesOfMapsAndArrays() {
		Map<String, Integer> map = new LinkedHashMap<>();
		for (int i = 0; i < 70_000; i++) {
			map.put("k" + i, i);
		}
		assertThat(MsgpackPackets.argument(map)).startsWith("df00011170");
		assertThat(MsgpackPackets.sent(map).arguments().get(0)).isEqualTo(map);
	}

	@Test
	void controlPacketsHaveAtMostOneValue() {
		assertThat(MsgpackPackets.encode(Packet.control(PacketType.DISCONNECT, "/a", null)))
			.isEqualTo(MsgpackPackets.bytes("82a47479706501a36e7370a22f61"));
		assertThat(MsgpackPackets.encode(Packet.control(PacketType.CONNECT_ERROR, "/a", Map.of("message", "no"))))
			.isEqualTo(MsgpackPackets.bytes("83a47479706504a46461746181a76d657373616765a26e6fa36e7370a22f61"));
	}

	@Test
	void valuesThatCannotBeWrittenAreReported() {
		List<Object> cycle = new ArrayList<>();
		cycle.add(cycle);
		for (Object value : List.of(new Broken(), cycle, new Raw("{"))) {
			assertThatExceptionOfType(PacketEncodeException.class)
				.isThrownBy(() -> MsgpackPackets.argument(List.of(value)));
		}
	}

	record Raw(@JsonRawValue String json) {

	}

	record Picture(String name, byte[] content, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String comment) {

	}

	record Named(int longName) {

	}

	static class Broken {

		public String getName() {
			throw new IllegalStateException("broken");
		}

	}

	static class QuotingSerializer extends StdSerializer<String> {

		QuotingSerializer() {
			super(String.class);
		}

		@Override
		public void serialize(String value, JsonGenerator generator, SerializationContext context) {
			generator.writeString("<" + value + ">");
		}

	}

}
