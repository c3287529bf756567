package dev.socketio.adapter.redis;

import dev.socketio.adapter.cluster.EnvelopeFormat;
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

	/** Read a map in either format. */
	static JsonNode readMap(byte[] payload) {
		return requireMap(EnvelopeFormat.isJson(payload) ? JsonTree.read(payload) : MessagePackTree.read(payload));
	}

	private static JsonNode requireMap(JsonNode tree) {
		if (!tree.isObject()) {
			throw new PacketFormatException("no map");
		}
		return tree;
	}

}
