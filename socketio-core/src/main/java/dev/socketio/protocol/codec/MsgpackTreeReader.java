package dev.socketio.protocol.codec;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessageUnpacker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes trees of values that have been scanned before, with what JavaScript would have
 * put into JSON in place of the types that JSON has not, binaries excepted.
 */
final class MsgpackTreeReader {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final double TWO_53 = 0x1p53;

	/** Milliseconds, beyond which JavaScript has no dates. */
	private static final long MAX_TIME = 8_640_000_000_000_000L;

	/** As JavaScript writes dates: the milliseconds are always there. */
	private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

	/** Type of the extensions of version 2 of the JavaScript library. */
	private static final byte PRIVATE = 0;

	private static final byte TIMESTAMP = -1;

	private MsgpackTreeReader() {
	}

	/** Read a value; {@code undefined} is a missing node. Depth has been checked. */
	static JsonNode read(MessageUnpacker in) throws IOException {
		MessageFormat format = in.getNextFormat();
		return switch (format.getValueType()) {
			case NIL -> {
				in.unpackNil();
				yield NODES.nullNode();
			}
			case BOOLEAN -> NODES.booleanNode(in.unpackBoolean());
			case INTEGER, FLOAT -> number(in);
			case STRING -> NODES.stringNode(string(in));
			case BINARY -> NODES.binaryNode(in.readPayload(in.unpackBinaryHeader()));
			case ARRAY -> array(in);
			case MAP -> object(in);
			case EXTENSION -> extension(in, format);
		};
	}

	/** Decoding it with the library would take buffers of 16 KB for each unpacker. */
	static String string(MessageUnpacker in) throws IOException {
		return new String(in.readPayload(in.unpackRawStringHeader()), StandardCharsets.UTF_8);
	}

	/** Whole numbers are integers, as in the JSON of JavaScript. */
	static JsonNode number(MessageUnpacker in) throws IOException {
		if (in.getNextFormat() == MessageFormat.UINT64) {
			BigInteger value = in.unpackBigInteger();
			return (value.bitLength() < Long.SIZE) ? integer(value.longValue()) : NODES.numberNode(value);
		}
		if (in.getNextFormat().getValueType().isIntegerType()) {
			return integer(in.unpackLong());
		}
		double value = in.unpackDouble();
		if (value == Math.rint(value) && Math.abs(value) <= TWO_53) {
			return integer((long) value);
		}
		return NODES.numberNode(value);
	}

	private static JsonNode integer(long value) {
		return (value == (int) value) ? NODES.numberNode((int) value) : NODES.numberNode(value);
	}

	private static ArrayNode array(MessageUnpacker in) throws IOException {
		ArrayNode array = NODES.arrayNode();
		for (int i = in.unpackArrayHeader(); i > 0; i--) {
			JsonNode element = read(in);
			array.add(element.isMissingNode() ? NODES.nullNode() : element);
		}
		return array;
	}

	private static ObjectNode object(MessageUnpacker in) throws IOException {
		ObjectNode object = NODES.objectNode();
		for (int i = in.unpackMapHeader(); i > 0; i--) {
			String key = read(in).asString();
			JsonNode value = read(in);
			if (!value.isMissingNode()) {
				object.set(key, value);
			}
		}
		return object;
	}

	private static JsonNode extension(MessageUnpacker in, MessageFormat format) throws IOException {
		ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
		if (header.getType() == PRIVATE && format == MessageFormat.FIXEXT8) {
			return date(Instant.ofEpochMilli(new BigInteger(in.readPayload(8)).longValue()));
		}
		if (header.getType() == TIMESTAMP) {
			return timestamp(in, header);
		}
		byte[] payload = in.readPayload(header.getLength());
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
		// as the official parser presents what it does not know
		return NODES.arrayNode().add((int) header.getType()).add(payload);
	}

	private static JsonNode timestamp(MessageUnpacker in, ExtensionTypeHeader header) throws IOException {
		int length = header.getLength();
		if (length != 4 && length != 8 && length != 12) {
			return NODES.arrayNode().add((int) header.getType()).add(in.readPayload(length));
		}
		try {
			return date(in.unpackTimestamp(header));
		}
		catch (DateTimeException | ArithmeticException ex) {
			return NODES.nullNode();
		}
	}

	/** A string, or {@code null} as JSON has it for dates that are not valid. */
	private static JsonNode date(Instant instant) {
		if (Math.abs((double) instant.getEpochSecond()) * 1000 > MAX_TIME) {
			return NODES.nullNode();
		}
		boolean finer = instant.getNano() % 1_000_000 != 0;
		return NODES.stringNode(finer ? instant.toString() : DATE.format(instant));
	}

}
