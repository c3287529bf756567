package dev.socketio.protocol;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application's mapper, prepared for packets.
 */
final class JsonBinding {

	private final JsonMapper mapper;

	private final ObjectWriter writer;

	/** As many entries as the application has argument types. */
	private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

	JsonBinding(JsonMapper mapper) {
		this.mapper = mapper;
		this.writer = mapper.rebuild().addModule(new PlaceholderModule()).build().writer();
	}

	JsonMapper mapper() {
		return this.mapper;
	}

	/** Read one JSON value that is known to be well-formed. */
	@Nullable Object read(byte[] json, int start, int end, Type type) {
		return reader(type).readValue(json, start, end - start);
	}

	/** Read a tree whose placeholders have been replaced. */
	@Nullable Object read(JsonNode node, Type type) {
		if (type instanceof Class<?> c && JsonNode.class.isAssignableFrom(c) && c.isInstance(node)) {
			return node;
		}
		return node.isNull() ? null : reader(type).readValue(node);
	}

	/** Convert a value of the application. */
	@Nullable Object convert(@Nullable Object value, Type type) {
		if (value == null || type instanceof Class<?> c && c.isInstance(value)) {
			return value;
		}
		return this.mapper.convertValue(value, this.mapper.constructType(type));
	}

	/** Write a value, adding its binary parts to the attachments. */
	String write(Object value, Attachments attachments) {
		return this.writer.withAttribute(PlaceholderModule.ATTACHMENTS, attachments).writeValueAsString(value);
	}

	private ObjectReader reader(Type type) {
		ObjectReader reader = this.readers.get(type);
		if (reader == null) {
			reader = this.mapper.readerFor(this.mapper.constructType(type));
			this.readers.put(type, reader);
		}
		return reader;
	}

}
