package dev.socketio.protocol.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.TypeRef;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Arguments with attachments are read late and without a tree of the whole packet.
 * Compared with what a tree says about placeholders, as Node.js treats them.
 */
class BinaryArgumentsTests {

	private static final int ATTACHMENTS = 3;

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final String[] MARKS = { "_placeholder", "\\u005fplaceholder", "_place\\u0068older", "_placeholde",
			"_placeholders", "placeholder", "\\\\u005fplaceholder", "_placeholder\\n" };

	private static final String[] NUMBERS = { "num", "n\\u0075m", "nu", "nums", "NUM" };

	private static final String[] VALUES = { "true", "true", "true", "true", "false", "null", "1", "\"true\"", "[]",
			"{}" };

	private static final String[] INDEXES = { "0", "1", "2", "0", "1", "2", "3", "-1", "-0", "1.0", "2e0", "20e-1",
			"0.5", "\"0\"", "null", "true", "1e400", "99999999999999999999", "{\"num\":0}", "[0]" };

	@Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
	void treatsPlaceholdersAsTreesDo(@ForAll long seed) {
		Random random = new Random(seed);
		StringBuilder json = new StringBuilder("[\"e\"");
		for (int i = random.nextInt(4); i >= 0; i--) {
			json.append(',');
			value(json, random, 4);
		}
		compare(json.append(']').toString());
	}

	/** Enough of them to be sure that both sides are seen. */
	@Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
	void treatsSoundPlaceholdersAsTreesDo(@ForAll long seed) {
		Random random = new Random(seed);
		List<Integer> left = new ArrayList<>(List.of(0, 1, 2));
		StringBuilder json = new StringBuilder("[\"e\"");
		for (int i = random.nextInt(4); i >= 0; i--) {
			json.append(',');
			sound(json, random, left, 4);
		}
		assertThat(compare(json.append(']').toString())).isTrue();
	}

	private static boolean compare(String json) {
		List<byte[]> attachments = new ArrayList<>();
		for (int i = 0; i < ATTACHMENTS; i++) {
			attachments.add(new byte[] { (byte) i });
		}
		List<JsonNode> expected = tree(json, attachments);
		DecodedPacket packet = null;
		try {
			packet = Packets.decode("53-" + json, attachments.toArray(new byte[0][]));
		}
		catch (PacketFormatException ex) {
			assertThat(ex).hasMessage("illegal attachments");
		}
		if (expected == null) {
			assertThat(packet).as(json).isNull();
			return false;
		}
		assertThat(packet).as(json).isNotNull();
		assertThat(packet.arguments().size()).isEqualTo(expected.size());
		for (int i = 0; i < expected.size(); i++) {
			JsonNode read = packet.arguments().get(i, JsonNode.class);
			// null is read as nothing
			assertThat((read != null) ? read : JsonNodeFactory.instance.nullNode()).as(json).isEqualTo(expected.get(i));
		}
		return true;
	}

	/** What a tree of the whole packet says; {@code null} if it is illegal. */
	private static @Nullable List<JsonNode> tree(String json, List<byte[]> attachments) {
		Set<Integer> used = new HashSet<>();
		try {
			JsonNode array = restore(MAPPER.readTree(json), attachments, used);
			List<JsonNode> nodes = new ArrayList<>();
			for (int i = 1; i < array.size(); i++) {
				nodes.add(array.get(i));
			}
			return nodes;
		}
		catch (IndexOutOfBoundsException ex) {
			return null;
		}
	}

	private static JsonNode restore(JsonNode node, List<byte[]> attachments, Set<Integer> used) {
		if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				array.set(i, restore(array.get(i), attachments, used));
			}
		}
		else if (node instanceof ObjectNode object) {
			JsonNode mark = object.get("_placeholder");
			if (mark != null && mark.isBoolean() && mark.booleanValue()) {
				JsonNode number = object.get("num");
				double index = (number != null && number.isNumber()) ? number.doubleValue() : Double.NaN;
				if (!(index >= 0) || index >= attachments.size() || index != Math.rint(index)
						|| !used.add((int) index)) {
					throw new IndexOutOfBoundsException();
				}
				return JsonNodeFactory.instance.binaryNode(attachments.get((int) index));
			}
			for (Map.Entry<String, JsonNode> property : object.properties()) {
				property.setValue(restore(property.getValue(), attachments, used));
			}
		}
		return node;
	}

	/** Names of properties repeat only where it does not hide a placeholder. */
	private static void value(StringBuilder json, Random random, int depth) {
		switch (random.nextInt((depth > 0) ? 8 : 4)) {
			case 0 -> json.append(random.nextInt(10));
			case 1 -> json.append("\"_placeholder\"");
			case 2 -> json.append("\"a\\\"{[:}]\\\\\"");
			case 3 -> json.append("null");
			case 4 -> {
				json.append("[ ");
				for (int i = random.nextInt(4); i > 0; i--) {
					value(json, random, depth - 1);
					json.append((i > 1) ? " ,\n" : "");
				}
				json.append(']');
			}
			default -> object(json, random, depth);
		}
	}

	private static void object(StringBuilder json, Random random, int depth) {
		List<String> properties = new ArrayList<>();
		for (int i = random.nextInt(4); i > 0; i--) {
			switch (random.nextInt(5)) {
				case 0, 1 -> properties.add(property(MARKS, VALUES, random));
				case 2, 3 -> properties.add(property(NUMBERS, INDEXES, random));
				default -> {
					StringBuilder nested = new StringBuilder();
					value(nested, random, depth - 1);
					properties.add("\"k" + i + "\":" + nested);
				}
			}
		}
		json.append('{').append(String.join(" , ", properties)).append('}');
	}

	private static String property(String[] names, String[] values, Random random) {
		String name = random.nextBoolean() ? names[0] : names[random.nextInt(names.length)];
		return "\"" + name + "\"\t: " + values[random.nextInt(values.length)];
	}

	private static void sound(StringBuilder json, Random random, List<Integer> left, int depth) {
		switch (random.nextInt((depth > 0) ? 6 : 2)) {
			case 0 -> json.append(random.nextInt(10));
			case 1 -> json.append("\"text\"");
			case 2 -> {
				json.append('[');
				sound(json, random, left, depth - 1);
				json.append(',');
				sound(json, random, left, depth - 1);
				json.append(']');
			}
			case 3 -> {
				json.append("{\"a\":");
				sound(json, random, left, depth - 1);
				json.append(",\"b\":");
				sound(json, random, left, depth - 1);
				json.append('}');
			}
			default -> {
				if (left.isEmpty()) {
					json.append("{}");
					return;
				}
				int index = left.remove(random.nextInt(left.size()));
				// what else there is goes with the placeholder
				String more = random.nextBoolean() ? ",\"x\":{\"_placeholder\":true,\"num\":" + random.nextInt(5) + "}"
						: "";
				json.append("{\"_placeholder\":false,\"num\":7,\"num\":")
					.append(index)
					.append(more)
					.append(",\"_placeholder\":true}");
			}
		}
	}

	@Test
	void retainsItsTextAndItsAttachments() {
		String text = "52-[\"e\",{\"_placeholder\":true,\"num\":0},[1,2,3]]";
		Arguments arguments = Packets.decode(text, new byte[100], new byte[20]).arguments();
		// three elements, attachments that are not used included
		assertThat(arguments.retainedBytes()).isEqualTo(text.length() + 3 * 2 * Integer.BYTES + 120);
		arguments.get(1);
		assertThat(arguments.retainedBytes()).isEqualTo(text.length() + 3 * 2 * Integer.BYTES + 120);
	}

	@Test
	void otherArgumentsAreReadAsInPacketsWithoutAttachments() {
		Arguments arguments = Packets
			.decode("51-[\"e\",1.10,{\"_placeholder\":true,\"num\":0},{\"a\":1.10}]", new byte[1])
			.arguments();
		assertThat(arguments.get(0, java.math.BigDecimal.class)).isEqualTo(new java.math.BigDecimal("1.10"));
		assertThat(arguments.get(2, new TypeRef<Map<String, java.math.BigDecimal>>() {
		})).containsEntry("a", new java.math.BigDecimal("1.10"));
	}

	@Test
	void attachmentsAreNotCopied() {
		byte[] attachment = { 1, 2, 3 };
		Arguments arguments = Packets.decode("51-[\"e\",{\"_placeholder\":true,\"num\":0}]", attachment).arguments();
		assertThat(arguments.get(0, byte[].class)).isSameAs(attachment);
		assertThat(arguments.get(0)).isSameAs(attachment);
	}

	@Test
	void encodesDeepNesting() {
		String json = "[\"e\"," + "{\"a\":".repeat(400) + "{\"_placeholder\":true,\"num\":0}" + "}".repeat(400) + "]";
		Arguments arguments = Packets.decode("51-" + json, new byte[1]).arguments();
		assertThat(arguments.get(0)).isInstanceOf(Map.class);
		assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(2000);
	}

}
