package dev.socketio.protocol.codec;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class JavaScriptValuesTests {

	@ParameterizedTest
	@CsvSource({ "0, 1970-01-01T00:00:00.000Z", "1001, 1970-01-01T00:00:01.001Z",
			"8640000000000000, +275760-09-13T00:00:00.000Z", "-8640000000000000, -271821-04-20T00:00:00.000Z" })
	void writesDatesWithMilliseconds(long millis, String text) {
		assertThat(JavaScriptValues.node(Instant.ofEpochMilli(millis)).stringValue()).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(longs = { 8_640_000_000_000_001L, -8_640_000_000_000_001L, Long.MAX_VALUE, Long.MIN_VALUE })
	void writesInvalidDatesAsNull(long millis) {
		assertThat(JavaScriptValues.node(Instant.ofEpochMilli(millis)).isNull()).isTrue();
	}

	@Test
	void keepsFractionsOfMilliseconds() {
		assertThat(JavaScriptValues.node(Instant.ofEpochSecond(1, 1_500_000)).stringValue())
			.isEqualTo("1970-01-01T00:00:01.001500Z");
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -0.0, 1, -1, 0x1p53, -0x1p53 })
	void readsWholeNumbersAsIntegers(double value) {
		JsonNode node = JavaScriptValues.node(value);
		assertThat(node.isIntegralNumber()).isTrue();
		assertThat(node.longValue()).isEqualTo((long) value);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.5, 0x1p54, -0x1p54, Double.NaN, Double.POSITIVE_INFINITY })
	void readsOtherNumbersAsDoubles(double value) {
		JsonNode node = JavaScriptValues.node(value);
		assertThat(node.isDouble()).isTrue();
		assertThat(node.doubleValue()).isEqualTo(Double.valueOf(value));
	}

	@Test
	void readsIntegersAsTheSmallestType() {
		assertThat(JavaScriptValues.node((long) Integer.MAX_VALUE).isInt()).isTrue();
		assertThat(JavaScriptValues.node(Integer.MAX_VALUE + 1L).isLong()).isTrue();
	}

	@Test
	void keepsTheDigitsOfFloats() {
		assertThat(JavaScriptValues.number(0.1f)).isEqualTo(0.1);
	}

}
