package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.protocol.PacketFormatException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The targets of messages as trees: rooms, exceptions and flags (cluster core, "opts").
 *
 * @since 0.1.0
 */
public final class TargetCodec {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private static final String ROOMS = "rooms";

	private static final String EXCEPT = "except";

	private static final String FLAGS = "flags";

	/** A name that is no valid text, so that no room should have it. */
	private static final String NO_ROOM = "\uD800";

	private TargetCodec() {
	}

	/**
	 * Write the targets of a message.
	 * @param options the options
	 * @return rooms, exceptions and flags
	 */
	public static ObjectNode write(BroadcastOptions options) {
		ObjectNode tree = NODES.objectNode();
		tree.set(ROOMS, writeRooms(options.rooms()));
		tree.set(EXCEPT, writeRooms(options.except()));
		tree.set(FLAGS, writeFlags(options.flags()));
		return tree;
	}

	/** Only flags that are set have a key. */
	static ObjectNode writeFlags(BroadcastFlags flags) {
		ObjectNode tree = NODES.objectNode();
		if (flags.expectSingleResponse()) {
			tree.put("expectSingleResponse", true);
		}
		if (flags.compress() != null) {
			tree.put("compress", flags.compress().booleanValue());
		}
		if (flags.isVolatile()) {
			tree.put("volatile", true);
		}
		if (flags.timeout() != null) {
			tree.put("timeout", flags.timeout().toMillis());
		}
		return tree;
	}

	/**
	 * Write the targets of a message of an emitter. The keys have another order, and
	 * there are fewer flags.
	 * @param options the options
	 * @return rooms, flags and exceptions
	 */
	public static ObjectNode writeForEmitter(BroadcastOptions options) {
		ObjectNode tree = NODES.objectNode();
		tree.set(ROOMS, writeRooms(options.rooms()));
		ObjectNode flags = tree.putObject(FLAGS);
		BroadcastFlags set = options.flags();
		if (set.isVolatile()) {
			flags.put("volatile", true);
		}
		if (set.compress() != null) {
			flags.put("compress", set.compress().booleanValue());
		}
		tree.set(EXCEPT, writeRooms(options.except()));
		return tree;
	}

	/**
	 * Write names of rooms.
	 * @param names the names
	 * @return an array
	 */
	public static ArrayNode writeRooms(Iterable<String> names) {
		ArrayNode array = NODES.arrayNode();
		names.forEach(array::add);
		return array;
	}

	/**
	 * Read the targets of a message.
	 * @param tree the tree
	 * @return the options
	 * @throws PacketFormatException if it is not a map, or the rooms are not arrays
	 */
	public static BroadcastOptions read(JsonNode tree) {
		ClusterMessageCodec.require(tree.isObject(), "no options");
		return new BroadcastOptions(readTargetRooms(tree.path(ROOMS)), readOptionalRooms(tree.path(EXCEPT)),
				readFlags(tree.path(FLAGS)));
	}

	/**
	 * Read the target rooms of a message.
	 * @param tree the tree
	 * @return the names in their order, none for all sockets
	 * @throws PacketFormatException if it is there, and is not an array
	 */
	public static Set<String> readTargetRooms(JsonNode tree) {
		Set<String> rooms = readOptionalRooms(tree);
		// without any room, all sockets would be addressed
		return (rooms.isEmpty() && !tree.isEmpty()) ? Set.of(NO_ROOM) : rooms;
	}

	private static Set<String> readOptionalRooms(JsonNode tree) {
		return (tree.isMissingNode() || tree.isNull()) ? Set.of() : readRooms(tree);
	}

	/**
	 * Read names of rooms. Numbers are read as their digits. Node.js may send other
	 * values; no socket of this server can be in such rooms, so they are left out.
	 * @param tree the tree
	 * @return the names in their order
	 * @throws PacketFormatException if it is not an array
	 */
	public static Set<String> readRooms(JsonNode tree) {
		ClusterMessageCodec.require(tree.isArray(), "no array of rooms");
		Set<String> rooms = new LinkedHashSet<>();
		for (JsonNode room : tree) {
			if (room.isString() || room.isNumber()) {
				rooms.add(room.asString());
			}
		}
		return rooms;
	}

	private static BroadcastFlags readFlags(JsonNode tree) {
		BroadcastFlags flags = BroadcastFlags.NONE;
		if (ClusterMessageCodec.isTruthy(tree.path("volatile"))) {
			flags = flags.withVolatile();
		}
		if (tree.path("compress").isBoolean()) {
			flags = flags.withCompress(tree.path("compress").booleanValue());
		}
		if (tree.path("timeout").asLong(0) > 0) {
			flags = flags.withTimeout(Duration.ofMillis(tree.path("timeout").asLong()));
		}
		return ClusterMessageCodec.isTruthy(tree.path("expectSingleResponse")) ? flags.withExpectSingleResponse()
				: flags;
	}

}
