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
 * Turns values of the application into trees, as its mapper would write them in JSON.
 * Byte arrays and byte buffers, at any depth, become binary nodes. Trees are the common
 * ground of all formats in which values leave this process towards other servers.
 * Instances are safe for use by several threads.
 */
public final class ValueCodec {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final JsonMapper mapper;

	private final boolean writesPlainly;

	private final StreamWriteConstraints constraints;

	/**
	 * Create trees with the given mapper.
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
	 * Make the tree of a value.
	 * @param value the value
	 * @return a tree without POJO nodes; it may be the value itself
	 * @throws PacketEncodeException if the mapper cannot write the value
	 */
	public JsonNode of(@Nullable Object value) {
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
	 * Make the trees of several values.
	 * @param values the values
	 * @return an array node
	 * @throws PacketEncodeException if the mapper cannot write one of them
	 */
	public ArrayNode ofAll(Iterable<? extends @Nullable Object> values) {
		ArrayNode array = NODES.arrayNode();
		values.forEach((value) -> array.add(of(value)));
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

	/** Replace what serializers have left in a tree without writing it. */
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
	 * Return whether a tree holds bytes anywhere.
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
	 * Take a value out of a tree, to be sent to clients or handed to listeners: scalars
	 * as Java values, containers as they are.
	 * @param node the tree
	 * @return a string, number, boolean, byte array, {@code null} or a container node
	 */
	public static @Nullable Object value(JsonNode node) {
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
	 * Take the elements out of an array.
	 * @param array the array
	 * @return a new list of values, see {@link #value}
	 */
	public static List<@Nullable Object> values(JsonNode array) {
		List<@Nullable Object> values = new ArrayList<>(array.size());
		array.forEach((element) -> values.add(value(element)));
		return values;
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
