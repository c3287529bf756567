package dev.socketio.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ValueTreeTests {

	private final ValueTree trees = new ValueTree(JsonMapper.builder().build());

	@Test
	void scalarsAreWhatTheyAre() {
		JsonNode array = this.trees.ofAll(Arrays.asList("text", 42, 1L << 40, true, null, new byte[] { 1 }));
		assertThat(ValueTree.values(array)).usingRecursiveComparison()
			.isEqualTo(Arrays.asList("text", 42, 1L << 40, true, null, new byte[] { 1 }));
	}

	@Test
	void binaryValuesAreFoundAtAnyDepth() {
		byte[] bytes = { 1 };
		for (Object value : List.of(bytes, List.of(1, bytes), Map.of("a", List.of(Map.of("b", bytes), 1)))) {
			assertThat(ValueTree.hasBinary(this.trees.of(value))).isTrue();
		}
		for (Object value : List.of("text", List.of(1, "AQ=="), Map.of("a", List.of(Map.of("b", 1), 1)), List.of())) {
			assertThat(ValueTree.hasBinary(this.trees.of(value))).isFalse();
		}
	}

}
