package dev.socketio.adapter.redis;

import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.JsonTreeCodec;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import tools.jackson.databind.JsonNode;

/**
 * Tells JSON from MessagePack as Node.js does: by the first byte, which must not be
 * preceded by white space.
 */
final class WireFormat {

	private WireFormat() {
	}

	static boolean isJson(byte[] payload) {
		return payload.length > 0 && payload[0] == '{';
	}

	/** Read a map in either format. */
	static JsonNode readMap(byte[] payload) {
		return requireMap(isJson(payload) ? JsonTreeCodec.read(payload) : MsgpackTreeCodec.read(payload));
	}

	/** Read a map in MessagePack. */
	static JsonNode readMessagePackMap(byte[] payload) {
		return requireMap(MsgpackTreeCodec.read(payload));
	}

	private static JsonNode requireMap(JsonNode tree) {
		if (!tree.isObject()) {
			throw new PacketFormatException("no map");
		}
		return tree;
	}

}
