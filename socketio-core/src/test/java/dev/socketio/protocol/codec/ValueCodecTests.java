package dev.socketio.protocol.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ValueCodecTests {

	private final ValueCodec trees = new ValueCodec(JsonMapper.builder().build());

	@Test
	void scalarsComeBack() {
		JsonNode array = this.trees.encodeAll(Arrays.asList("text", 42, 1L << 40, true, null, new byte[] { 1 }));
		assertThat(ValueCodec.decodeAll(array)).usingRecursiveComparison()
			.isEqualTo(Arrays.asList("text", 42, 1L << 40, true, null, new byte[] { 1 }));
	}

	@Test
	void binaryValuesAreFoundAtAnyDepth() {
		byte[] bytes = { 1 };
		for (Object value : List.of(bytes, List.of(1, bytes), Map.of("a", List.of(Map.of("b", bytes), 1)))) {
			assertThat(ValueCodec.hasBinary(this.trees.encode(value))).isTrue();
		}
		for (Object value : List.of("text", List.of(1, "AQ=="), Map.of("a", List.of(Map.of("b", 1), 1)), List.of())) {
			assertThat(ValueCodec.hasBinary(this.trees.encode(value))).isFalse();
		}
	}

}
