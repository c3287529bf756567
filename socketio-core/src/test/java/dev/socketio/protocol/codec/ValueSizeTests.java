package dev.socketio.protocol.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ValueSize}.
 */
class ValueSizeTests {

	@ParameterizedTest
	@MethodSource("values")
	void sizeOfAValue(@Nullable Object value, long size) {
		assertThat(ValueSize.of(value)).isEqualTo(size);
		JsonPacketCodec codec = new JsonPacketCodec(JsonMapper.builder().build());
		assertThat(codec.arguments(Arrays.asList(value, value)).retainedBytes()).isEqualTo(2 * size);
	}

	static Stream<Arguments> values() {
		return Stream.of(Arguments.of(null, 0), Arguments.of(5, 0), Arguments.of("text", 4),
				Arguments.of(new byte[7], 7), Arguments.of(List.of(), 0), Arguments.of(Map.of(), 0),
				Arguments.of(List.of("a", List.of("bc")), 16 + 1 + 16 + 16 + 2),
				Arguments.of(Map.of("key", new byte[2]), 16 + 3 + 2), Arguments.of(tree("null"), 0),
				Arguments.of(tree("5"), 0), Arguments.of(tree("\"text\""), 4), Arguments.of(tree("[]"), 0),
				Arguments.of(tree("[\"a\",[\"bc\"]]"), 16 + 1 + 16 + 16 + 2),
				Arguments.of(tree("{\"key\":{\"x\":\"yz\"}}"), 16 + 3 + 16 + 1 + 2),
				Arguments.of(JsonNodeFactory.instance.binaryNode(new byte[7]), 7));
	}

	private static JsonNode tree(String json) {
		return JsonMapper.shared().readTree(json);
	}

}
