package dev.socketio.protocol.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.socketio.protocol.PacketEncodeException;
import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.jdk.ByteBufferSerializer;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.util.RawValue;

/**
 * Converts values of the application to trees, as its mapper would write them in JSON,
 * and back. Byte arrays and byte buffers, at any depth, become binary nodes. Every format
 * for other servers is written from trees. Instances are safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ValueCodec {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final JsonMapper mapper;

	private final boolean writesPlainly;

	private final StreamWriteConstraints constraints;

	/**
	 * Create a codec that uses the given mapper.
	 * @param mapper the application's mapper; it is not changed
	 */
	public ValueCodec(JsonMapper mapper) {
		this(new JsonBinding(mapper));
	}

	ValueCodec(JsonBinding binding) {
		this.mapper = binding.mapper()
			.rebuild()
			.addModule(new SimpleModule("socketio-binary").setSerializerModifier(new BufferModifier()))
			.build();
		this.writesPlainly = binding.isWritingPlainly();
		this.constraints = this.mapper.tokenStreamFactory().streamWriteConstraints();
	}

	/**
	 * Convert a value to a tree.
	 * @param value the value
	 * @return a tree without POJO nodes; it may be the value itself
	 * @throws PacketEncodeException if the mapper cannot write the value
	 */
	public JsonNode encode(@Nullable Object value) {
		if (value == null) {
			return NODES.nullNode();
		}
		if (value instanceof byte[] bytes) {
			return NODES.binaryNode(bytes);
		}
		if (value instanceof ByteBuffer buffer) {
			return NODES.binaryNode(Attachments.bytes(buffer));
		}
		JsonNode scalar = this.writesPlainly ? scalar(value) : null;
		return (scalar != null) ? scalar : mapped(value);
	}

	/**
	 * Convert values to trees.
	 * @param values the values
	 * @return an array node
	 * @throws PacketEncodeException if the mapper cannot write one of them
	 */
	public ArrayNode encodeAll(Iterable<? extends @Nullable Object> values) {
		ArrayNode array = NODES.arrayNode();
		values.forEach((value) -> array.add(encode(value)));
		return array;
	}

	/** Scalars need no mapper, unless the application has taught it another way. */
	private static @Nullable JsonNode scalar(Object value) {
		if (value instanceof String text) {
			return NODES.stringNode(text);
		}
		if (value instanceof Integer number) {
			return NODES.numberNode(number.intValue());
		}
		if (value instanceof Long number) {
			return NODES.numberNode(number.longValue());
		}
		return (value instanceof Boolean bool) ? NODES.booleanNode(bool) : null;
	}

	private JsonNode mapped(Object value) {
		try {
			JsonNode tree = (value instanceof JsonNode node) ? node : this.mapper.valueToTree(value);
			return resolve(tree, 0);
		}
		catch (JacksonException | StackOverflowError ex) {
			// the latter for values that contain themselves: building a tree has no limit
			throw new PacketEncodeException("Cannot write " + value.getClass().getName(), ex);
		}
	}

	/** Replace embedded objects that serializers have not written. */
	private JsonNode resolve(JsonNode node, int depth) {
		if (node instanceof POJONode pojo) {
			return embedded(pojo.getPojo(), depth);
		}
		if (!node.isContainer()) {
			return node;
		}
		this.constraints.validateNestingDepth(depth + 1);
		if (node instanceof ObjectNode object) {
			for (String name : object.propertyNames().toArray(new String[0])) {
				JsonNode present = object.get(name);
				JsonNode resolved = resolve(present, depth + 1);
				if (resolved != present) {
					object.set(name, resolved);
				}
			}
		}
		else if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				JsonNode present = array.get(i);
				JsonNode resolved = resolve(present, depth + 1);
				if (resolved != present) {
					array.set(i, resolved);
				}
			}
		}
		return node;
	}

	private JsonNode embedded(@Nullable Object value, int depth) {
		if (value == null) {
			return NODES.nullNode();
		}
		if (value instanceof RawValue raw) {
			return resolve(this.mapper.readTree(String.valueOf(raw.rawValue())), depth);
		}
		return (value instanceof byte[] bytes) ? NODES.binaryNode(bytes) : NODES.stringNode(String.valueOf(value));
	}

	/**
	 * Return whether a tree contains bytes.
	 * @param node the tree
	 * @return {@code true} if there is a binary node
	 */
	public static boolean hasBinary(JsonNode node) {
		if (!node.isContainer()) {
			return node.isBinary();
		}
		for (JsonNode child : node) {
			if (hasBinary(child)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Convert a tree to a value that can be sent to clients or passed to listeners:
	 * scalars to Java values, containers stay trees.
	 * @param node the tree
	 * @return a string, number, boolean, byte array, {@code null} or a container node
	 */
	public static @Nullable Object decode(JsonNode node) {
		return switch (node.getNodeType()) {
			case STRING -> node.stringValue();
			case NUMBER -> node.numberValue();
			case BOOLEAN -> node.booleanValue();
			case BINARY -> node.binaryValue();
			case OBJECT, ARRAY -> node;
			default -> null;
		};
	}

	/**
	 * Convert the elements of an array to values.
	 * @param array the array
	 * @return a new list of values, see {@link #decode}
	 */
	public static List<@Nullable Object> decodeAll(JsonNode array) {
		List<@Nullable Object> values = new ArrayList<>(array.size());
		array.forEach((element) -> values.add(decode(element)));
		return values;
	}

	/** Keeps a serializer of the application for buffers. */
	private static final class BufferModifier extends ValueSerializerModifier {

		@Override
		public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
				ValueSerializer<?> serializer) {
			return (serializer instanceof ByteBufferSerializer) ? new BufferSerializer() : serializer;
		}

	}

	/** Writes any kind of buffer; the serializer of Jackson requires an array. */
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
