package dev.socketio.protocol;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePacker;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.jdk.ByteBufferSerializer;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.util.RawValue;

/**
 * Writes values of the application. MessagePack wants the size of a map before its
 * entries, so what is more than a scalar becomes a tree first.
 */
final class MsgpackValueWriter {

	private static final double TWO_63 = 0x1p63;

	private static final double TWO_64 = 0x1p64;

	private final JsonBinding binding;

	private final JsonMapper mapper;

	private final StreamWriteConstraints constraints;

	MsgpackValueWriter(JsonBinding binding) {
		this.binding = binding;
		this.mapper = binding.mapper()
			.rebuild()
			.addModule(new SimpleModule("socketio-binary").setSerializerModifier(new BufferModifier()))
			.build();
		this.constraints = this.mapper.tokenStreamFactory().streamWriteConstraints();
	}

	void write(MessagePacker out, @Nullable Object value) throws IOException {
		if (value == null) {
			out.packNil();
		}
		else if (value instanceof byte[] bytes) {
			binary(out, bytes);
		}
		else if (value instanceof ByteBuffer buffer) {
			binary(out, Attachments.bytes(buffer));
		}
		else if (!this.binding.isWritingPlainly() || !scalar(out, value)) {
			mapped(out, value);
		}
	}

	/** Scalars need no mapper, unless the application has taught it another way. */
	private static boolean scalar(MessagePacker out, Object value) throws IOException {
		if (value instanceof String text) {
			out.packString(text);
		}
		else if (value instanceof Integer || value instanceof Long) {
			out.packLong(((Number) value).longValue());
		}
		else if (value instanceof Boolean bool) {
			out.packBoolean(bool);
		}
		else {
			return false;
		}
		return true;
	}

	private void mapped(MessagePacker out, Object value) throws IOException {
		try {
			node(out, this.mapper.valueToTree(value), 0);
		}
		catch (JacksonException | StackOverflowError ex) {
			// the latter for values that contain themselves: building a tree has no limit
			throw new PacketEncodeException("Cannot write " + value.getClass().getName() + " as MessagePack", ex);
		}
	}

	private void node(MessagePacker out, JsonNode node, int depth) throws IOException {
		switch (node.getNodeType()) {
			case OBJECT -> object(out, node, depth + 1);
			case ARRAY -> array(out, node, depth + 1);
			case STRING -> out.packString(node.stringValue());
			case BOOLEAN -> out.packBoolean(node.booleanValue());
			case NUMBER -> number(out, node);
			case BINARY -> binary(out, node.binaryValue());
			case POJO -> embedded(out, ((POJONode) node).getPojo(), depth);
			case NULL, MISSING -> out.packNil();
		}
	}

	private void object(MessagePacker out, JsonNode node, int depth) throws IOException {
		this.constraints.validateNestingDepth(depth);
		out.packMapHeader(node.size());
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			out.packString(property.getKey());
			node(out, property.getValue(), depth);
		}
	}

	private void array(MessagePacker out, JsonNode node, int depth) throws IOException {
		this.constraints.validateNestingDepth(depth);
		out.packArrayHeader(node.size());
		for (JsonNode element : node.values()) {
			node(out, element, depth);
		}
	}

	/** What serializers leave in a tree without writing it. */
	private void embedded(MessagePacker out, @Nullable Object value, int depth) throws IOException {
		if (value instanceof RawValue raw) {
			node(out, this.mapper.readTree(String.valueOf(raw.rawValue())), depth);
		}
		else if (value instanceof byte[] bytes) {
			binary(out, bytes);
		}
		else {
			out.packString(String.valueOf(value));
		}
	}

	private static void number(MessagePacker out, JsonNode node) throws IOException {
		switch (node.numberType()) {
			case INT, LONG -> out.packLong(node.longValue());
			case BIG_INTEGER -> integer(out, node.bigIntegerValue());
			case BIG_DECIMAL -> decimal(out, node.decimalValue().doubleValue());
			// the digits that JSON would have, not those of the nearest double
			case FLOAT -> decimal(out, Double.parseDouble(Float.toString(node.floatValue())));
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

	/** JavaScript knows one kind of numbers: whole ones are integers for its encoder. */
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

	private static void binary(MessagePacker out, byte[] bytes) throws IOException {
		out.packBinaryHeader(bytes.length).writePayload(bytes);
	}

	/** Leaves alone what the application has made of buffers. */
	private static final class BufferModifier extends ValueSerializerModifier {

		@Override
		public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
				ValueSerializer<?> serializer) {
			return (serializer instanceof ByteBufferSerializer) ? new BufferSerializer() : serializer;
		}

	}

	/** Of any kind of buffer; that of Jackson wants one with an array. */
	private static final class BufferSerializer extends StdSerializer<ByteBuffer> {

		BufferSerializer() {
			super(ByteBuffer.class);
		}

		@Override
		public void serialize(ByteBuffer value, JsonGenerator generator, SerializationContext context) {
			generator.writeBinary(Attachments.bytes(value));
		}

	}

}
