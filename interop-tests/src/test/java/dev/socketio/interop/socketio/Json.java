package dev.socketio.interop.socketio;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JSON as a JavaScript client sees it: every number is a double, and a placeholder is the
 * attachment it stands for.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final Comparator<JsonNode> AS_JAVASCRIPT = (left, right) -> {
		if (left.isNumber() && right.isNumber()) {
			return Double.compare(left.doubleValue(), right.doubleValue());
		}
		return left.equals(right) ? 0 : 1;
	};

	private Json() {
	}

	static JsonNode parse(String json) {
		return MAPPER.readTree(json);
	}

	static JsonNode parse(String json, List<byte[]> attachments) {
		return reconstruct(parse(json), attachments);
	}

	static void assertSame(JsonNode actual, JsonNode expected) {
		assertThat(actual.equals(AS_JAVASCRIPT, expected))
			.as("%s is %s", Message.shortened(actual.toString()), Message.shortened(expected.toString()))
			.isTrue();
	}

	private static JsonNode reconstruct(JsonNode node, List<byte[]> attachments) {
		if (node.isArray()) {
			ArrayNode copy = JsonNodeFactory.instance.arrayNode();
			node.forEach((element) -> copy.add(reconstruct(element, attachments)));
			return copy;
		}
		if (node.isObject()) {
			if (node.path("_placeholder").isBoolean() && node.get("_placeholder").booleanValue()) {
				return JsonNodeFactory.instance.binaryNode(attachments.get(node.get("num").intValue()));
			}
			ObjectNode copy = JsonNodeFactory.instance.objectNode();
			for (Map.Entry<String, JsonNode> property : node.properties()) {
				copy.set(property.getKey(), reconstruct(property.getValue(), attachments));
			}
			return copy;
		}
		return node;
	}

}
