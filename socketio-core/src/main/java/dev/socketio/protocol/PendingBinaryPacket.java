package dev.socketio.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A binary packet whose attachments are still coming in.
 */
final class PendingBinaryPacket {

	private final JsonBinding binding;

	private final PacketType type;

	private final String namespace;

	private final long ackId;

	private final @Nullable String event;

	private final byte[] json;

	private final int start;

	private final int length;

	private final int expected;

	/** Grows with what really arrives, not with what was announced. */
	private final List<byte[]> attachments = new ArrayList<>(2);

	PendingBinaryPacket(JsonBinding binding, PacketType type, String namespace, long ackId, @Nullable String event,
			byte[] json, int start, int length, int expected) {
		this.binding = binding;
		this.type = type;
		this.namespace = namespace;
		this.ackId = ackId;
		this.event = event;
		this.json = json;
		this.start = start;
		this.length = length;
		this.expected = expected;
	}

	/** Add an attachment and return whether it was the last one. */
	boolean add(byte[] data) {
		this.attachments.add(data);
		return this.attachments.size() == this.expected;
	}

	DecodedPacket complete() {
		List<JsonNode> nodes = new ArrayList<>();
		try {
			JsonNode array = restore(this.binding.mapper().reader().readTree(this.json, this.start, this.length));
			for (int i = (this.event != null) ? 1 : 0; i < array.size(); i++) {
				nodes.add(array.get(i));
			}
		}
		catch (JacksonException ex) {
			// well-formed, but beyond what the mapper is set up to read
			throw new PacketFormatException("unreadable JSON");
		}
		return new DecodedPacket(this.type, this.namespace, this.ackId, this.event,
				new TreeArguments(this.binding, nodes, retainedBytes()));
	}

	private long retainedBytes() {
		long bytes = this.json.length;
		for (byte[] attachment : this.attachments) {
			bytes += attachment.length;
		}
		return bytes;
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
				return this.binding.mapper().getNodeFactory().binaryNode(attachment(object.get("num")));
			}
			for (Map.Entry<String, JsonNode> property : object.properties()) {
				property.setValue(restore(property.getValue()));
			}
		}
		return node;
	}

	private byte[] attachment(@Nullable JsonNode number) {
		if (number == null || !number.isNumber()) {
			throw new PacketFormatException("illegal attachments");
		}
		double index = number.doubleValue();
		if (!(index >= 0) || index >= this.attachments.size() || index != Math.rint(index)) {
			throw new PacketFormatException("illegal attachments");
		}
		return this.attachments.get((int) index);
	}

}
