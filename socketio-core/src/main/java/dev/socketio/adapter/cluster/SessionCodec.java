package dev.socketio.adapter.cluster;

import dev.socketio.adapter.Session;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.ValueCodec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sessions of disconnected clients as trees, with the keys in the order in which Node.js
 * servers store them. Instances are safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SessionCodec {

	private final ValueCodec values;

	/**
	 * Create a codec.
	 * @param values encodes what the application keeps with sockets
	 */
	public SessionCodec(ValueCodec values) {
		this.values = values;
	}

	/**
	 * Encode a session.
	 * @param session the session; its start offset is left out
	 * @return the tree
	 */
	public ObjectNode encode(Session session) {
		ObjectNode tree = JsonNodeFactory.instance.objectNode();
		tree.put("sid", session.sid());
		tree.put("pid", session.pid());
		tree.set("rooms", TargetCodec.writeRooms(session.rooms()));
		ObjectNode data = tree.putObject("data");
		session.data().forEach((key, value) -> data.set(key, this.values.encode(value)));
		return tree;
	}

	/**
	 * Decode a session.
	 * @param tree the tree
	 * @param pid the private id under which it was found
	 * @return the session
	 * @throws PacketFormatException if it has no public id, no array of rooms, or data
	 * that are not a map, as a Node.js server may store
	 */
	public Session decode(JsonNode tree, String pid) {
		String sid = tree.path("sid").asString("");
		if (sid.isEmpty()) {
			throw new PacketFormatException("no id");
		}
		JsonNode data = tree.path("data");
		ClusterMessageCodec.require(data.isObject() || data.isNull() || data.isMissingNode(), "data is no map");
		return new Session(sid, pid, TargetCodec.readRooms(tree.path("rooms")),
				SocketDescriptionCodec.readEntries(data), null);
	}

}
