package dev.socketio.adapter.mongo;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;

import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.JavaScriptValues;
import org.bson.BsonBinary;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trees as BSON, with the types that the Node.js driver chooses: whole numbers of 32 bits
 * are integers, all others are doubles. Read are all types; those that JSON has not
 * become what JavaScript puts into JSON in their place, binaries excepted.
 */
final class BsonTreeCodec {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	/** MongoDB stores no more. */
	private static final int MAX_DEPTH = 180;

	private BsonTreeCodec() {
	}

	static void write(BsonWriter out, JsonNode node) {
		switch (node.getNodeType()) {
			case OBJECT -> object(out, node);
			case ARRAY -> {
				out.writeStartArray();
				node.values().forEach((element) -> write(out, element));
				out.writeEndArray();
			}
			case STRING -> out.writeString(wellFormed(node.stringValue()));
			case BOOLEAN -> out.writeBoolean(node.booleanValue());
			case NUMBER -> number(out, node);
			case BINARY -> out.writeBinaryData(new BsonBinary(node.binaryValue()));
			case NULL, MISSING -> out.writeNull();
			case POJO -> throw new IllegalArgumentException("Not a plain tree");
		}
	}

	private static void object(BsonWriter out, JsonNode node) {
		out.writeStartDocument();
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			out.writeName(wellFormed(property.getKey()));
			write(out, property.getValue());
		}
		out.writeEndDocument();
	}

	private static void number(BsonWriter out, JsonNode node) {
		switch (node.numberType()) {
			case INT -> out.writeInt32(node.intValue());
			case LONG -> integer(out, node.longValue());
			case BIG_INTEGER -> bigInteger(out, node.bigIntegerValue());
			case BIG_DECIMAL -> decimal(out, node.decimalValue().doubleValue());
			case FLOAT -> decimal(out, JavaScriptValues.number(node.floatValue()));
			case DOUBLE -> decimal(out, node.doubleValue());
		}
	}

	private static void bigInteger(BsonWriter out, BigInteger value) {
		if (value.bitLength() < Long.SIZE) {
			integer(out, value.longValue());
		}
		else {
			out.writeDouble(value.doubleValue());
		}
	}

	private static void integer(BsonWriter out, long value) {
		if (value == (int) value) {
			out.writeInt32((int) value);
		}
		else if (Math.abs((double) value) <= JavaScriptValues.MAX_INTEGER) {
			out.writeDouble(value);
		}
		else {
			// a double would change it, and Java servers can read it
			out.writeInt64(value);
		}
	}

	private static void decimal(BsonWriter out, double value) {
		boolean negativeZero = value == 0 && 1 / value < 0;
		if (value == (int) value && !negativeZero) {
			out.writeInt32((int) value);
		}
		else {
			out.writeDouble(value);
		}
	}

	/**
	 * Half surrogates have no UTF-8 form, and Node.js refuses to read what Java makes of
	 * them.
	 */
	static String wellFormed(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (Character.isSurrogate(c)) {
				if (Character.isHighSurrogate(c) && i + 1 < text.length()
						&& Character.isLowSurrogate(text.charAt(i + 1))) {
					i++;
				}
				else {
					return replaced(text);
				}
			}
		}
		return text;
	}

	private static String replaced(String text) {
		StringBuilder result = new StringBuilder(text.length());
		text.codePoints()
			.forEach((point) -> result.appendCodePoint(
					(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) ? '\ufffd' : point));
		return result.toString();
	}

	/** Read the value at the reader. */
	static JsonNode read(BsonReader in) {
		return read(in, 0);
	}

	private static JsonNode read(BsonReader in, int depth) {
		if (depth > MAX_DEPTH) {
			throw new PacketFormatException("nested too deeply");
		}
		BsonType type = in.getCurrentBsonType();
		return switch (type) {
			case DOCUMENT -> document(in, depth);
			case ARRAY -> array(in, depth);
			case STRING -> NODES.stringNode(in.readString());
			case SYMBOL -> NODES.stringNode(in.readSymbol());
			case BOOLEAN -> NODES.booleanNode(in.readBoolean());
			case INT32 -> NODES.numberNode(in.readInt32());
			case INT64 -> JavaScriptValues.node(in.readInt64());
			case DOUBLE -> JavaScriptValues.node(in.readDouble());
			case DECIMAL128 -> NODES.objectNode().put("$numberDecimal", in.readDecimal128().toString());
			case BINARY -> NODES.binaryNode(in.readBinaryData().getData());
			case DATE_TIME -> JavaScriptValues.node(Instant.ofEpochMilli(in.readDateTime()));
			case OBJECT_ID -> NODES.stringNode(in.readObjectId().toHexString());
			default -> {
				in.skipValue();
				yield NODES.nullNode();
			}
		};
	}

	private static JsonNode document(BsonReader in, int depth) {
		ObjectNode object = NODES.objectNode();
		in.readStartDocument();
		while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
			String name = in.readName();
			object.set(name, read(in, depth + 1));
		}
		in.readEndDocument();
		return object;
	}

	private static JsonNode array(BsonReader in, int depth) {
		ArrayNode array = NODES.arrayNode();
		in.readStartArray();
		while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
			array.add(read(in, depth + 1));
		}
		in.readEndArray();
		return array;
	}

}
