package dev.socketio.protocol.codec;

import java.io.StringWriter;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application's mapper, prepared for packets.
 */
final class JsonBinding {

	/** Contains characters that customized serializers trim, escape or convert. */
	private static final String SAMPLE = " <aZ é€&'\"/> ";

	private final JsonMapper mapper;

	private final ObjectWriter writer;

	/** Whether strings, integers and booleans are written without customization. */
	private final boolean writesPlainly;

	/** Whether strings are read without customization. */
	private final boolean readsPlainly;

	/** One entry for each argument type of the application. */
	private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

	JsonBinding(JsonMapper mapper) {
		this.mapper = mapper;
		this.writer = mapper.writer();
		this.writesPlainly = writesPlainly();
		this.readsPlainly = readsPlainly();
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
		if (value instanceof JsonNode node) {
			return read(node, type);
		}
		if (value == null || type instanceof Class<?> c && c.isInstance(value)) {
			return value;
		}
		return this.mapper.convertValue(value, this.mapper.constructType(type));
	}

	/** Write a value, adding its binary parts to the attachments. */
	String write(Object value, Attachments attachments) {
		StringWriter out = new StringWriter();
		try (JsonGenerator generator = new PlaceholderGenerator(this.writer.createGenerator(out), attachments)) {
			this.writer.writeValue(generator, value);
		}
		return out.toString();
	}

	boolean isWritingPlainly() {
		return this.writesPlainly;
	}

	boolean isReadingPlainly() {
		return this.readsPlainly;
	}

	private boolean writesPlainly() {
		Utf8Buffer text = new Utf8Buffer(64);
		text.quoted(SAMPLE);
		return isWritten(SAMPLE, new String(text.toByteArray(), StandardCharsets.UTF_8)) && isWritten("", "\"\"")
				&& isWritten(1, "1") && isWritten(1L, "1") && isWritten(true, "true");
	}

	private boolean isWritten(Object value, String json) {
		try {
			return json.equals(this.writer.writeValueAsString(value));
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private boolean readsPlainly() {
		try {
			return SAMPLE.equals(reader(String.class).readValue(JsonMapper.shared().writeValueAsBytes(SAMPLE)))
					&& "".equals(reader(String.class).readValue("\"\""));
		}
		catch (JacksonException ex) {
			return false;
		}
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
