package dev.socketio.protocol.codec;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

import dev.socketio.protocol.PacketFormatException;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads values as trees. Types that JSON does not have, except binaries, become the
 * values that JavaScript would write in JSON. Sizes are compared with the remaining bytes
 * before anything is allocated.
 */
final class MsgpackTreeReader {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	/** Type of the extensions of version 2 of the JavaScript library. */
	private static final byte PRIVATE = 0;

	private static final byte TIMESTAMP = -1;

	private final MessageUnpacker in;

	private final int size;

	private final int maxDepth;

	/**
	 * Create a reader.
	 * @param in supplies the bytes
	 * @param size the number of bytes
	 * @param maxDepth how deep arrays and maps may be nested
	 */
	MsgpackTreeReader(MessageUnpacker in, int size, int maxDepth) {
		this.in = in;
		this.size = size;
		this.maxDepth = maxDepth;
	}

	/** Read a value; {@code undefined} is a missing node. */
	JsonNode read() throws IOException {
		return read(0);
	}

	private JsonNode read(int depth) throws IOException {
		MessageFormat format = this.in.getNextFormat();
		return switch (format.getValueType()) {
			case NIL -> {
				this.in.unpackNil();
				yield NODES.nullNode();
			}
			case BOOLEAN -> NODES.booleanNode(this.in.unpackBoolean());
			case INTEGER, FLOAT -> number(this.in);
			case STRING -> NODES.stringNode(string());
			case BINARY -> NODES.binaryNode(payload(this.in.unpackBinaryHeader()));
			case ARRAY -> array(depth + 1);
			case MAP -> object(depth + 1);
			case EXTENSION -> extension(format);
		};
	}

	/** Decoding by the library would allocate buffers of 16 KB for each unpacker. */
	private String string() throws IOException {
		return new String(payload(this.in.unpackRawStringHeader()), StandardCharsets.UTF_8);
	}

	/** Whole numbers are integers, as in the JSON of JavaScript. */
	static JsonNode number(MessageUnpacker in) throws IOException {
		MessageFormat format = in.getNextFormat();
		if (format == MessageFormat.UINT64) {
			BigInteger value = in.unpackBigInteger();
			return (value.bitLength() < Long.SIZE) ? JavaScriptValues.node(value.longValue()) : NODES.numberNode(value);
		}
		return format.getValueType().isIntegerType() ? JavaScriptValues.node(in.unpackLong())
				: JavaScriptValues.node(in.unpackDouble());
	}

	private ArrayNode array(int depth) throws IOException {
		requireDepth(depth);
		int elements = this.in.unpackArrayHeader();
		requireRemaining(elements);
		ArrayNode array = NODES.arrayNode();
		for (int i = 0; i < elements; i++) {
			JsonNode element = read(depth);
			array.add(element.isMissingNode() ? NODES.nullNode() : element);
		}
		return array;
	}

	private ObjectNode object(int depth) throws IOException {
		requireDepth(depth);
		int entries = this.in.unpackMapHeader();
		requireRemaining(2L * entries);
		ObjectNode object = NODES.objectNode();
		for (int i = 0; i < entries; i++) {
			String key = key();
			JsonNode value = read(depth);
			if (!value.isMissingNode()) {
				object.set(key, value);
			}
		}
		return object;
	}

	private String key() throws IOException {
		ValueType type = this.in.getNextFormat().getValueType();
		if (type.isStringType()) {
			return string();
		}
		if (!type.isIntegerType()) {
			throw new PacketFormatException("key is neither a string nor an integer");
		}
		return number(this.in).asString();
	}

	private JsonNode extension(MessageFormat format) throws IOException {
		ExtensionTypeHeader header = this.in.unpackExtensionTypeHeader();
		if (header.getType() == PRIVATE && format == MessageFormat.FIXEXT8) {
			return JavaScriptValues.node(Instant.ofEpochMilli(new BigInteger(payload(8)).longValue()));
		}
		if (header.getType() == TIMESTAMP) {
			return timestamp(header);
		}
		byte[] payload = payload(header.getLength());
		if (header.getType() == PRIVATE) {
			switch (format) {
				case FIXEXT1 -> {
					return NODES.missingNode();
				}
				case EXT8, EXT16, EXT32 -> {
					return NODES.binaryNode(payload);
				}
				default -> {
				}
			}
		}
		return unknown(header, payload);
	}

	private JsonNode timestamp(ExtensionTypeHeader header) throws IOException {
		int length = header.getLength();
		if (length != 4 && length != 8 && length != 12) {
			return unknown(header, payload(length));
		}
		try {
			return JavaScriptValues.node(this.in.unpackTimestamp(header));
		}
		catch (DateTimeException | ArithmeticException ex) {
			return NODES.nullNode();
		}
	}

	/** As the official parser represents unknown extensions. */
	private static JsonNode unknown(ExtensionTypeHeader header, byte[] payload) {
		return NODES.arrayNode().add((int) header.getType()).add(payload);
	}

	private byte[] payload(int length) throws IOException {
		if (length > remaining()) {
			throw new PacketFormatException("no MessagePack");
		}
		return this.in.readPayload(length);
	}

	private void requireDepth(int depth) {
		if (depth > this.maxDepth) {
			throw new PacketFormatException("too deep");
		}
	}

	/** An element takes at least one byte. */
	private void requireRemaining(long elements) {
		if (elements > remaining()) {
			throw new PacketFormatException("more elements announced than there are bytes");
		}
	}

	private long remaining() {
		return this.size - this.in.getTotalReadBytes();
	}

}
