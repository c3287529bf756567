package dev.socketio.protocol.codec;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Arguments of a binary packet: JSON with placeholders of attachments. Only an argument
 * with placeholders becomes a tree, while it is read.
 */
final class BinaryArguments extends PeerArguments {

	private final JsonBinding binding;

	private final JsonArguments text;

	private final List<byte[]> attachments;

	/**
	 * Create the arguments.
	 * @param binding the mapper
	 * @param text the arguments with placeholders
	 * @param attachments as many as {@link PlaceholderScanner#check} was told
	 */
	BinaryArguments(JsonBinding binding, JsonArguments text, List<byte[]> attachments) {
		this.binding = binding;
		this.text = text;
		this.attachments = attachments;
	}

	@Override
	public int size() {
		return this.text.size();
	}

	@Override
	public long retainedBytes() {
		long bytes = this.text.retainedBytes();
		for (byte[] attachment : this.attachments) {
			bytes += attachment.length;
		}
		return bytes;
	}

	@Override
	@Nullable Object read(int index, Type type) {
		byte[] json = this.text.json();
		int start = this.text.start(index);
		int end = this.text.end(index);
		if (!isContainer(json[start]) || !PlaceholderScanner.isAnyIn(json, start, end)) {
			return this.text.read(index, type);
		}
		JsonNode tree = this.binding.mapper().reader().readTree(json, start, end - start);
		return this.binding.read(restore(tree), type);
	}

	private static boolean isContainer(byte first) {
		return first == '{' || first == '[';
	}

	/** Depth is bounded, because the scanner has seen this JSON before. */
	private JsonNode restore(JsonNode node) {
		if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				array.set(i, restore(array.get(i)));
			}
		}
		else if (node instanceof ObjectNode object) {
			JsonNode mark = object.get("_placeholder");
			if (mark != null && mark.isBoolean() && mark.booleanValue()) {
				return JsonNodeFactory.instance.binaryNode(this.attachments.get((int) object.get("num").doubleValue()));
			}
			for (Map.Entry<String, JsonNode> property : object.properties()) {
				property.setValue(restore(property.getValue()));
			}
		}
		return node;
	}

}
