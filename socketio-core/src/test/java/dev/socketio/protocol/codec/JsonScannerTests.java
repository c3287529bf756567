package dev.socketio.protocol.codec;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.PacketFormatException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the scanner with Jackson, which has to agree on what is JSON and what is not.
 */
class JsonScannerTests {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private static final String[] EDITS = { "", " ", "\n", "\"", "\\", "[", "]", "{", "}", ",", ":", "0", "1", "-", "+",
			".", "e", "E", "t", "null", "true", "\\u", "\\u00e9", "\u0000", "\u001f", "\u007f", "é", "\ud83d\ude00",
			"/", "a" };

	private final JsonScanner scanner = new JsonScanner(DecoderLimits.DEFAULT);

	@Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
	void acceptsWhatJacksonWritesAndFindsTheElements(@ForAll("arrays") List<Object> values, @ForAll boolean pretty) {
		byte[] json = (pretty ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer()).writeValueAsBytes(values);
		byte[] padded = new byte[json.length + 7];
		System.arraycopy(json, 0, padded, 3, json.length);
		int[] bounds = this.scanner.scanArray(padded, 3, json.length, values.size());
		JsonNode expected = MAPPER.readTree(json);
		assertThat(bounds).hasSize(2 * values.size());
		for (int i = 0; i < values.size(); i++) {
			int start = bounds[2 * i];
			int end = bounds[2 * i + 1];
			String element = new String(padded, start, end - start, StandardCharsets.UTF_8);
			assertThat(element).isEqualTo(element.strip());
			assertThat(MAPPER.readTree(element)).isEqualTo(expected.get(i));
		}
	}

	@Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
	void acceptsObjectsThatJacksonWrites(@ForAll("objects") Map<String, Object> value) {
		byte[] json = MAPPER.writeValueAsBytes(value);
		this.scanner.scanObject(json, 0, json.length);
	}

	@Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
	void agreesWithJacksonOnDamagedArrays(@ForAll("arrays") List<Object> values, @ForAll long seed) {
		String damaged = damage(MAPPER.writeValueAsString(values), new Random(seed));
		assertThat(scansArray(damaged)).as(damaged).isEqualTo(isJson(damaged, JsonNode::isArray));
	}

	@Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
	void agreesWithJacksonOnDamagedObjects(@ForAll("objects") Map<String, Object> value, @ForAll long seed) {
		String damaged = damage(MAPPER.writeValueAsString(value), new Random(seed));
		assertThat(scansObject(damaged)).as(damaged).isEqualTo(isJson(damaged, JsonNode::isObject));
	}

	@Property(tries = 1000)
	void agreesWithJacksonOnTokenSoup(@ForAll("soup") String text) {
		String array = "[" + text + "]";
		assertThat(scansArray(array)).as(array).isEqualTo(isJson(array, JsonNode::isArray));
		String object = "{" + text + "}";
		assertThat(scansObject(object)).as(object).isEqualTo(isJson(object, JsonNode::isObject));
	}

	private boolean scansArray(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		try {
			this.scanner.scanArray(bytes, 0, bytes.length, Integer.MAX_VALUE);
			return true;
		}
		catch (PacketFormatException ex) {
			return false;
		}
	}

	private boolean scansObject(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		try {
			this.scanner.scanObject(bytes, 0, bytes.length);
			return true;
		}
		catch (PacketFormatException ex) {
			return false;
		}
	}

	private static boolean isJson(String text, java.util.function.Predicate<JsonNode> shape) {
		try {
			return shape.test(MAPPER.readTree(text));
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private static String damage(String json, Random random) {
		StringBuilder text = new StringBuilder(json);
		int edits = 1 + random.nextInt(3);
		for (int i = 0; i < edits && !text.isEmpty(); i++) {
			int at = random.nextInt(text.length());
			String edit = EDITS[random.nextInt(EDITS.length)];
			switch (random.nextInt(4)) {
				case 0 -> text.insert(at, edit);
				case 1 -> text.replace(at, at + 1, edit);
				case 2 -> text.deleteCharAt(at);
				default -> text.setLength(at);
			}
		}
		return text.toString();
	}

	@Provide
	Arbitrary<String> soup() {
		return Arbitraries
			.of("\"a\"", "\"\"", "\"\\\\\"", "0", "-0", "1.5e-3", "true", "false", "null", "[", "]", "{", "}", ",", ":",
					" ", "\"k\":")
			.list()
			.ofMaxSize(9)
			.map((tokens) -> String.join("", tokens));
	}

	@Provide
	Arbitrary<List<Object>> arrays() {
		return values().map((value) -> (value instanceof List<?> list) ? new ArrayList<>(list) : listOf(value));
	}

	@Provide
	Arbitrary<Map<String, Object>> objects() {
		return values().map((value) -> {
			Map<String, Object> map = new LinkedHashMap<>();
			map.put("value", value);
			map.put("", listOf(value));
			return map;
		});
	}

	private static List<Object> listOf(Object value) {
		List<Object> list = new ArrayList<>();
		list.add(value);
		return list;
	}

	private static Arbitrary<Object> values() {
		Arbitrary<Object> scalars = Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(12).map(Object.class::cast),
				Arbitraries.integers().map(Object.class::cast), Arbitraries.longs().map(Object.class::cast),
				Arbitraries.doubles().map(Object.class::cast), Arbitraries.bigDecimals().map(Object.class::cast),
				Arbitraries.of(true, false).map(Object.class::cast), Arbitraries.just((Object) null).injectNull(1));
		return Arbitraries
			.recursive(() -> scalars, (inner) -> Arbitraries.oneOf(inner.list().ofMaxSize(4).map(Object.class::cast),
					Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner).ofMaxSize(4).map(Object.class::cast)),
					0, 4);
	}

	@Test
	void releasesTheMessage() throws ReflectiveOperationException {
		JsonScanner patient = new JsonScanner(DecoderLimits.builder().maxDepth(1_000_000).build());
		List<String> large = List.of("[1" + ",1".repeat(490_000) + "]",
				"[" + "[".repeat(100_000) + "]".repeat(100_000) + "]", "[1" + ",1".repeat(490_000),
				"{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
		for (String message : large) {
			byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
			try {
				if (message.startsWith("{")) {
					patient.scanObject(bytes, 0, bytes.length);
				}
				else {
					assertThat(patient.scanArray(bytes, 0, bytes.length, Integer.MAX_VALUE)).isNotEmpty();
				}
			}
			catch (PacketFormatException ex) {
				assertThat(message).doesNotEndWith("]").doesNotEndWith("}");
			}
			assertThat(retained(patient)).isLessThanOrEqualTo(500);
		}
	}

	private static long retained(JsonScanner scanner) throws ReflectiveOperationException {
		long bytes = 0;
		for (Field field : JsonScanner.class.getDeclaredFields()) {
			if (field.getType().isArray() && !Modifier.isStatic(field.getModifiers())) {
				field.setAccessible(true);
				Object array = field.get(scanner);
				long width = (array instanceof long[]) ? Long.BYTES : ((array instanceof int[]) ? Integer.BYTES : 1);
				bytes += width * Array.getLength(array);
			}
		}
		assertThat(bytes).isPositive();
		return bytes;
	}

	@Test
	void arraysOfOrdinaryMessagesAreKept() throws ReflectiveOperationException {
		byte[] ordinary = ("[1" + ",1".repeat(31) + "]").getBytes(StandardCharsets.UTF_8);
		assertThat(this.scanner.scanArray(ordinary, 0, ordinary.length, 32)).hasSize(64);
		assertThat(retained(this.scanner)).isEqualTo(64 * Integer.BYTES + Long.BYTES);
		byte[] deepest = ("[" + "[".repeat(499) + "]".repeat(499) + "]").getBytes(StandardCharsets.UTF_8);
		this.scanner.scanArray(deepest, 0, deepest.length, 1);
		assertThat(retained(this.scanner)).isEqualTo(64 * Integer.BYTES + 8 * Long.BYTES);
	}

}
