package dev.socketio.protocol.codec;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.StringNode;

/**
 * Estimates the size of values that were read from a message: trees, maps, lists, texts
 * and bytes. Other objects count as nothing.
 */
final class ValueSize {

	/** The overhead of an element or a property. */
	private static final int ELEMENT = 16;

	private ValueSize() {
	}

	static long of(@Nullable Object value) {
		if (value instanceof String text) {
			return text.length();
		}
		if (value instanceof byte[] bytes) {
			return bytes.length;
		}
		if (value instanceof JsonNode node) {
			return ofTree(node);
		}
		long size = 0;
		if (value instanceof Map<?, ?> map) {
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				size += ELEMENT + of(entry.getKey()) + of(entry.getValue());
			}
		}
		else if (value instanceof Collection<?> elements) {
			for (Object element : elements) {
				size += ELEMENT + of(element);
			}
		}
		return size;
	}

	private static long ofTree(JsonNode node) {
		if (node instanceof StringNode text) {
			return text.stringValue().length();
		}
		if (node instanceof BinaryNode binary) {
			return binary.binaryValue().length;
		}
		long size = 0;
		if (node.isObject()) {
			for (Map.Entry<String, JsonNode> property : node.properties()) {
				size += ELEMENT + property.getKey().length() + ofTree(property.getValue());
			}
		}
		else {
			for (JsonNode element : node) {
				size += ELEMENT + ofTree(element);
			}
		}
		return size;
	}

}
