package dev.socketio.adapter.redis;

import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.protocol.codec.ValueCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages with what says from whom they are and for which namespace.
 */
final class ClusterEnvelopes {

	/** What Node.js makes of a sender that did not say who it is. */
	private static final String UNKNOWN_SENDER = "undefined";

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final ClusterMessageCodec trees;

	ClusterEnvelopes(ClusterMessageCodec trees) {
		this.trees = trees;
	}

	/** Write a message, with the keys in the order of Node.js. */
	ObjectNode write(String uid, String namespace, ClusterMessage message) {
		ObjectNode envelope = NODES.objectNode().put("type", message.type());
		ObjectNode data = this.trees.write(message);
		if (data != null) {
			envelope.set("data", data);
		}
		return envelope.put("uid", uid).put("nsp", namespace);
	}

	/** Whether the type is one that Node.js looks for bytes in, and there are some. */
	static boolean isBinary(ClusterMessage message, @Nullable JsonNode data) {
		return data != null && switch (message.type()) {
			case ClusterMessage.Broadcast.TYPE, ClusterMessage.FetchSocketsResponse.TYPE,
					ClusterMessage.ServerSideEmit.TYPE, ClusterMessage.ServerSideEmitResponse.TYPE,
					ClusterMessage.BroadcastAck.TYPE ->
				ValueCodec.hasBinary(data);
			default -> false;
		};
	}

	/** The message in an envelope, {@code null} if its type is unknown. */
	@Nullable ClusterMessage message(JsonNode envelope, String namespace) {
		JsonNode type = envelope.path("type");
		return type.isIntegralNumber() ? this.trees.read(type.asInt(0), envelope.path("data"), namespace) : null;
	}

	static String sender(JsonNode envelope) {
		return envelope.path("uid").asString(UNKNOWN_SENDER);
	}

	static boolean isFor(String namespace, JsonNode envelope) {
		return namespace.equals(envelope.path("nsp").asString(""));
	}

}
