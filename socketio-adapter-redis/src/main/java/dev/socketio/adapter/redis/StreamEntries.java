package dev.socketio.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.EnvelopeFormat;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.JsonTreeCodec;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Entries of streams as Node.js writes them: the content is JSON, or MessagePack in
 * Base64 if there are bytes.
 */
final class StreamEntries {

	static final String UID = "uid";

	static final String NAMESPACE = "nsp";

	static final String TYPE = "type";

	static final String DATA = "data";

	private final ClusterMessageCodec codec;

	private final boolean onlyPlaintext;

	StreamEntries(ClusterMessageCodec codec, boolean onlyPlaintext) {
		this.codec = codec;
		this.onlyPlaintext = onlyPlaintext;
	}

	/** Write an entry, with the fields in the order of Node.js. */
	Map<String, byte[]> write(Envelope envelope) {
		Map<String, byte[]> fields = new LinkedHashMap<>();
		fields.put(UID, utf8(envelope.sender()));
		fields.put(NAMESPACE, utf8(Objects.requireNonNull(envelope.namespace())));
		fields.put(TYPE, utf8(Integer.toString(envelope.type())));
		JsonNode data = envelope.data();
		if (!data.isMissingNode()) {
			boolean binary = !this.onlyPlaintext && envelope.isBinary();
			fields.put(DATA,
					binary ? Base64.getEncoder().encode(MsgpackTreeCodec.write(data)) : JsonTreeCodec.write(data));
		}
		return fields;
	}

	/** The message in an entry, {@code null} if its type is unknown. */
	@Nullable ClusterMessage read(Map<String, byte[]> fields) {
		String type = text(fields, TYPE);
		String namespace = text(fields, NAMESPACE);
		if (type == null || namespace == null) {
			throw new PacketFormatException("entry without type or namespace");
		}
		return this.codec.message(read(header(fields), fields), namespace);
	}

	/** The envelope of an entry without its content. */
	static Envelope header(Map<String, byte[]> fields) {
		return new Envelope(type(text(fields, TYPE)), JsonNodeFactory.instance.missingNode(), text(fields, UID),
				text(fields, NAMESPACE), null);
	}

	private static int type(@Nullable String text) {
		try {
			return (text != null) ? Integer.parseInt(text) : Envelope.UNKNOWN_TYPE;
		}
		catch (NumberFormatException ex) {
			return Envelope.UNKNOWN_TYPE;
		}
	}

	/** The envelope of an entry. */
	static Envelope read(Envelope header, Map<String, byte[]> fields) {
		return new Envelope(header.type(), data(fields.get(DATA)), header.uid(), header.namespace(), null);
	}

	private static JsonNode data(byte @Nullable [] content) {
		if (content == null) {
			return JsonNodeFactory.instance.missingNode();
		}
		if (EnvelopeFormat.isJson(content)) {
			return JsonTreeCodec.read(content);
		}
		try {
			return MsgpackTreeCodec.read(Base64.getDecoder().decode(content));
		}
		catch (IllegalArgumentException ex) {
			throw new PacketFormatException("neither JSON nor Base64");
		}
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static @Nullable String text(Map<String, byte[]> fields, String name) {
		byte[] value = fields.get(name);
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : null;
	}

}
