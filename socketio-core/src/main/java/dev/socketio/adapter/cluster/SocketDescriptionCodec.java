package dev.socketio.adapter.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.socketio.adapter.SocketDescription;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.ValueCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Descriptions of sockets as trees (cluster core, "fetchSockets").
 *
 * @since 0.1.0
 */
public final class SocketDescriptionCodec {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private SocketDescriptionCodec() {
	}

	/**
	 * Write descriptions of sockets.
	 * @param sockets the descriptions
	 * @param values makes trees of the values in them
	 * @return an array
	 */
	public static ArrayNode write(List<SocketDescription> sockets, ValueCodec values) {
		ArrayNode array = NODES.arrayNode();
		for (SocketDescription socket : sockets) {
			ObjectNode tree = array.addObject();
			tree.put("id", socket.id());
			tree.set("handshake", entries(socket.handshake(), values));
			tree.set("rooms", TargetCodec.writeRooms(socket.rooms()));
			tree.set("data", data(socket.data(), values));
		}
		return array;
	}

	@SuppressWarnings("unchecked")
	private static JsonNode data(@Nullable Object data, ValueCodec values) {
		return (data instanceof Map<?, ?> map) ? entries((Map<String, @Nullable Object>) map, values)
				: values.encode(data);
	}

	/** The application's mapper may leave out or reorder what is in maps. */
	private static ObjectNode entries(Map<String, @Nullable Object> map, ValueCodec values) {
		ObjectNode tree = NODES.objectNode();
		map.forEach((key, value) -> tree.set(key, values.encode(value)));
		return tree;
	}

	/**
	 * Read descriptions of sockets. Only the id is required, as in Node.js.
	 * @param tree the tree
	 * @return the descriptions
	 * @throws PacketFormatException if it is not an array of sockets
	 */
	public static List<SocketDescription> read(JsonNode tree) {
		ClusterMessageCodec.require(tree.isArray(), "no array of sockets");
		List<SocketDescription> sockets = new ArrayList<>(tree.size());
		for (JsonNode socket : tree) {
			ClusterMessageCodec.require(socket.path("id").isString(), "socket without an id");
			JsonNode rooms = socket.path("rooms");
			sockets.add(new SocketDescription(socket.path("id").stringValue(), readEntries(socket.path("handshake")),
					rooms.isArray() ? TargetCodec.readRooms(rooms) : Set.of(), readData(socket.path("data"))));
		}
		return sockets;
	}

	private static @Nullable Object readData(JsonNode tree) {
		return (tree.isMissingNode() || tree.isObject()) ? readEntries(tree) : ValueCodec.decode(tree);
	}

	static Map<String, @Nullable Object> readEntries(JsonNode tree) {
		Map<String, @Nullable Object> entries = new LinkedHashMap<>();
		tree.properties().forEach((entry) -> entries.put(entry.getKey(), ValueCodec.decode(entry.getValue())));
		return entries;
	}

}
