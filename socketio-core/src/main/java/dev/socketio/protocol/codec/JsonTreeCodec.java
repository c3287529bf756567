package dev.socketio.protocol.codec;

import java.io.ByteArrayOutputStream;
import java.util.Map;

import dev.socketio.protocol.PacketEncodeException;
import dev.socketio.protocol.PacketFormatException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes trees as JSON, in the form of {@code JSON.stringify}: bytes are
 * objects that Node.js reads as buffers, numbers that are not finite are {@code null}.
 *
 * @since 0.1.0
 */
public final class JsonTreeCodec {

	/** The application's mapper does not change the JSON between servers. */
	private static final JsonMapper MAPPER = JsonMapper.shared();

	private JsonTreeCodec() {
	}

	/**
	 * Write a tree.
	 * @param tree a tree, as {@link ValueCodec} makes them
	 * @return its JSON text in UTF-8
	 * @throws PacketEncodeException if it is nested too deeply
	 */
	public static byte[] write(JsonNode tree) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(256);
		try (JsonGenerator generator = MAPPER.createGenerator(out)) {
			write(generator, tree);
		}
		catch (JacksonException ex) {
			throw new PacketEncodeException("Cannot write the message as JSON", ex);
		}
		return out.toByteArray();
	}

	/**
	 * Read a tree.
	 * @param bytes one JSON text in UTF-8
	 * @return the tree
	 * @throws PacketFormatException if it is not JSON
	 */
	public static JsonNode read(byte[] bytes) {
		try {
			return MAPPER.readTree(bytes);
		}
		catch (JacksonException ex) {
			throw new PacketFormatException("invalid JSON");
		}
	}

	private static void write(JsonGenerator out, JsonNode node) {
		switch (node.getNodeType()) {
			case OBJECT -> {
				out.writeStartObject();
				for (Map.Entry<String, JsonNode> property : node.properties()) {
					out.writeName(property.getKey());
					write(out, property.getValue());
				}
				out.writeEndObject();
			}
			case ARRAY -> {
				out.writeStartArray();
				for (JsonNode element : node.values()) {
					write(out, element);
				}
				out.writeEndArray();
			}
			case STRING -> out.writeString(node.stringValue());
			case BOOLEAN -> out.writeBoolean(node.booleanValue());
			case NUMBER -> number(out, node);
			case BINARY -> buffer(out, node.binaryValue());
			case NULL, MISSING -> out.writeNull();
			case POJO -> throw new IllegalArgumentException("Tree with an embedded object");
		}
	}

	private static void number(JsonGenerator out, JsonNode node) {
		switch (node.numberType()) {
			case INT, LONG -> out.writeNumber(node.longValue());
			case BIG_INTEGER -> out.writeNumber(node.bigIntegerValue());
			case BIG_DECIMAL -> out.writeNumber(node.decimalValue());
			case FLOAT -> decimal(out, JavaScriptValues.number(node.floatValue()));
			case DOUBLE -> decimal(out, node.doubleValue());
		}
	}

	private static void decimal(JsonGenerator out, double value) {
		if (!Double.isFinite(value)) {
			out.writeNull();
		}
		else if (JavaScriptValues.isInteger(value)) {
			out.writeNumber((long) value);
		}
		else {
			out.writeNumber(value);
		}
	}

	private static void buffer(JsonGenerator out, byte[] bytes) {
		out.writeStartObject();
		out.writeStringProperty("type", "Buffer");
		out.writeName("data");
		out.writeStartArray();
		for (byte value : bytes) {
			out.writeNumber(value & 0xff);
		}
		out.writeEndArray();
		out.writeEndObject();
	}

}
