package dev.socketio.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.JsonTreeCodec;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Entries of streams as Node.js writes them: the content is JSON, or MessagePack in
 * Base64 if there are bytes.
 */
final class StreamEntries {

	static final String UID = "uid";

	static final String NAMESPACE = "nsp";

	static final String TYPE = "type";

	static final String DATA = "data";

	private final ClusterMessageCodec trees;

	private final boolean onlyPlaintext;

	StreamEntries(ClusterMessageCodec trees, boolean onlyPlaintext) {
		this.trees = trees;
		this.onlyPlaintext = onlyPlaintext;
	}

	/** Write an entry, with the fields in the order of Node.js. */
	Map<String, byte[]> write(String uid, String namespace, ClusterMessage message) {
		return write(uid, namespace, message, this.trees.write(message));
	}

	/** Write an entry with a content of which the keys have been arranged. */
	Map<String, byte[]> write(String uid, String namespace, ClusterMessage message, @Nullable ObjectNode data) {
		Map<String, byte[]> fields = new LinkedHashMap<>();
		fields.put(UID, uid.getBytes(StandardCharsets.UTF_8));
		fields.put(NAMESPACE, namespace.getBytes(StandardCharsets.UTF_8));
		fields.put(TYPE, Integer.toString(message.type()).getBytes(StandardCharsets.UTF_8));
		if (data != null) {
			boolean binary = !this.onlyPlaintext && ClusterEnvelopes.isBinary(message, data);
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
		try {
			return this.trees.read(Integer.parseInt(type), data(fields.get(DATA)), namespace);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private static JsonNode data(byte @Nullable [] content) {
		if (content == null) {
			return JsonNodeFactory.instance.missingNode();
		}
		if (WireFormat.isJson(content)) {
			return JsonTreeCodec.read(content);
		}
		try {
			return MsgpackTreeCodec.read(Base64.getDecoder().decode(content));
		}
		catch (IllegalArgumentException ex) {
			throw new PacketFormatException("neither JSON nor Base64");
		}
	}

	static @Nullable String text(Map<String, byte[]> fields, String name) {
		byte[] value = fields.get(name);
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : null;
	}

}
