package dev.socketio.adapter.redis;

import dev.socketio.protocol.JsonTree;
import dev.socketio.protocol.MessagePackTree;
import dev.socketio.protocol.PacketFormatException;
import tools.jackson.databind.JsonNode;

/**
 * How Node.js tells JSON from MessagePack: by the first byte, and nothing may stand
 * before it.
 */
final class WireFormat {

	private WireFormat() {
	}

	static boolean isJson(byte[] payload) {
		return payload.length > 0 && payload[0] == '{';
	}

	/** Read a map in either format. */
	static JsonNode readMap(byte[] payload) {
		return requireMap(isJson(payload) ? JsonTree.read(payload) : MessagePackTree.read(payload));
	}

	/** Read a map in MessagePack. */
	static JsonNode readMessagePackMap(byte[] payload) {
		return requireMap(MessagePackTree.read(payload));
	}

	private static JsonNode requireMap(JsonNode tree) {
		if (!tree.isObject()) {
			throw new PacketFormatException("no map");
		}
		return tree;
	}

}
