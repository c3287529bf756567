package dev.socketio.protocol.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

import dev.socketio.protocol.PacketFormatException;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.JsonNode;

/**
 * Reads and writes trees as MessagePack, byte for byte as the libraries of the Node.js
 * packages: numbers in their smallest form, whole numbers as integers, bytes as binaries.
 * Requires {@code org.msgpack:msgpack-core} at run time.
 *
 * @since 0.1.0
 */
public final class MsgpackTreeCodec {

	/** Most messages are much smaller than the default of 8 KiB. */
	private static final MessagePack.PackerConfig CONFIG = new MessagePack.PackerConfig().withBufferSize(512);

	private static final double TWO_63 = 0x1p63;

	private static final double TWO_64 = 0x1p64;

	private MsgpackTreeCodec() {
	}

	/**
	 * Write a tree.
	 * @param tree a tree, as {@link ValueCodec} makes them
	 * @return its MessagePack form
	 */
	public static byte[] write(JsonNode tree) {
		try (MessageBufferPacker out = CONFIG.newBufferPacker()) {
			write(out, tree);
			return out.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read a tree. Dates become ISO 8601 strings, as in the JSON of JavaScript;
	 * {@code undefined} values are left out.
	 * @param bytes one value in MessagePack
	 * @return the tree; a missing node for {@code undefined}
	 * @throws PacketFormatException if it is not one value, or nested too deeply
	 */
	public static JsonNode read(byte[] bytes) {
		try (MessageUnpacker in = MessagePack.newDefaultUnpacker(bytes)) {
			JsonNode tree = new MsgpackTreeReader(in, bytes.length, StreamReadConstraints.DEFAULT_MAX_DEPTH).read();
			if (in.getTotalReadBytes() != bytes.length) {
				throw new PacketFormatException("bytes behind the value");
			}
			return tree;
		}
		catch (IOException | MessagePackException ex) {
			throw new PacketFormatException("no MessagePack");
		}
	}

	static void write(MessagePacker out, JsonNode node) throws IOException {
		switch (node.getNodeType()) {
			case OBJECT -> object(out, node);
			case ARRAY -> array(out, node);
			case STRING -> out.packString(node.stringValue());
			case BOOLEAN -> out.packBoolean(node.booleanValue());
			case NUMBER -> number(out, node);
			case BINARY -> binary(out, node.binaryValue());
			case NULL, MISSING -> out.packNil();
			case POJO -> throw new IllegalArgumentException("Tree with an embedded object");
		}
	}

	private static void object(MessagePacker out, JsonNode node) throws IOException {
		out.packMapHeader(node.size());
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			out.packString(property.getKey());
			write(out, property.getValue());
		}
	}

	private static void array(MessagePacker out, JsonNode node) throws IOException {
		out.packArrayHeader(node.size());
		for (JsonNode element : node.values()) {
			write(out, element);
		}
	}

	private static void number(MessagePacker out, JsonNode node) throws IOException {
		switch (node.numberType()) {
			case INT, LONG -> out.packLong(node.longValue());
			case BIG_INTEGER -> integer(out, node.bigIntegerValue());
			case BIG_DECIMAL -> decimal(out, node.decimalValue().doubleValue());
			case FLOAT -> decimal(out, JavaScriptValues.number(node.floatValue()));
			case DOUBLE -> decimal(out, node.doubleValue());
		}
	}

	private static void integer(MessagePacker out, BigInteger value) throws IOException {
		if (value.bitLength() < Long.SIZE || value.signum() > 0 && value.bitLength() == Long.SIZE) {
			out.packBigInteger(value);
		}
		else {
			out.packDouble(value.doubleValue());
		}
	}

	/** JavaScript has one type of numbers; its encoder writes whole ones as integers. */
	private static void decimal(MessagePacker out, double value) throws IOException {
		if (value != Math.rint(value) || value < -TWO_63 || value >= TWO_64) {
			out.packDouble(value);
		}
		else if (value < TWO_63) {
			out.packLong((long) value);
		}
		else {
			out.packBigInteger(new BigDecimal(value).toBigIntegerExact());
		}
	}

	static void binary(MessagePacker out, byte[] bytes) throws IOException {
		out.packBinaryHeader(bytes.length).writePayload(bytes);
	}

}
