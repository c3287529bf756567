package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.adapter.cluster.ClusterMessage.AdapterClose;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastAck;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastClientCount;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSockets;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSocketsResponse;
import dev.socketio.adapter.cluster.ClusterMessage.Heartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.InitialHeartbeat;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmitResponse;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsLeave;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import dev.socketio.protocol.codec.ValueCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contents of messages as trees, with the keys in the order in which Node.js servers
 * write them. Optional keys are left out, never {@code null}: the presence of a key means
 * something to Node.js. What is written is complete, because incomplete messages end
 * Node.js processes. Instances are safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ClusterMessageCodec {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	/** Type of binary event packets in the messages of old servers. */
	private static final int BINARY_EVENT = 5;

	private static final String ROOMS = "rooms";

	private static final String EXCEPT = "except";

	private static final String FLAGS = "flags";

	/** A name that is no valid text, so that no room should have it. */
	private static final String NO_ROOM = "\uD800";

	private static final String PACKET = "packet";

	private static final String REQUEST_ID = "requestId";

	private final ValueCodec values;

	/**
	 * Create trees with the given mapper.
	 * @param mapper the application's mapper; it is not changed
	 */
	public ClusterMessageCodec(JsonMapper mapper) {
		this.values = new ValueCodec(mapper);
	}

	/**
	 * Return what makes trees of single values.
	 * @return the value trees
	 */
	public ValueCodec values() {
		return this.values;
	}

	/**
	 * Write the content of a message.
	 * @param message the message
	 * @return the content, or {@code null} if the type has none
	 */
	public @Nullable ObjectNode write(ClusterMessage message) {
		if (message instanceof Broadcast broadcast) {
			return broadcast(broadcast);
		}
		if (message instanceof SocketsJoin join) {
			return options(join.options()).set(ROOMS, strings(join.rooms()));
		}
		if (message instanceof SocketsLeave leave) {
			return options(leave.options()).set(ROOMS, strings(leave.rooms()));
		}
		if (message instanceof DisconnectSockets disconnect) {
			return options(disconnect.options()).put("close", disconnect.close());
		}
		if (message instanceof FetchSockets fetch) {
			return options(fetch.options()).put(REQUEST_ID, fetch.requestId());
		}
		if (message instanceof ServerSideEmit emit) {
			ObjectNode data = NODES.objectNode();
			if (emit.requestId() != null) {
				data.put(REQUEST_ID, emit.requestId());
			}
			return data.set(PACKET, this.values.encodeAll(emit.packet()));
		}
		return response(message);
	}

	private @Nullable ObjectNode response(ClusterMessage message) {
		if (message instanceof FetchSocketsResponse response) {
			return request(response.requestId()).set("sockets", sockets(response.sockets()));
		}
		if (message instanceof ServerSideEmitResponse response) {
			return answer(response.requestId(), response.answer());
		}
		if (message instanceof BroadcastClientCount count) {
			return request(count.requestId()).put("clientCount", count.count());
		}
		if (message instanceof BroadcastAck ack) {
			return answer(ack.requestId(), ack.answer());
		}
		return null;
	}

	private ObjectNode broadcast(Broadcast broadcast) {
		ObjectNode data = NODES.objectNode();
		data.set(PACKET, packet(broadcast.packet()));
		if (broadcast.requestId() != null) {
			data.put(REQUEST_ID, broadcast.requestId());
		}
		return data.set("opts", optionsOf(broadcast.options()));
	}

	/**
	 * Write an event packet. The type is never that of binary events: receivers find out
	 * themselves what is binary, and Node.js servers break the connections of their
	 * clients otherwise.
	 * @param packet the packet
	 * @return its type, its data and, if there is one, its acknowledgement id
	 */
	public ObjectNode packet(Packet packet) {
		ObjectNode tree = NODES.objectNode();
		tree.put("type", PacketType.EVENT.ordinal());
		tree.set("data", this.values.encodeAll(packet.data()));
		if (packet.hasAckId()) {
			tree.put("id", packet.ackId());
		}
		return tree;
	}

	/**
	 * Write whom a message addresses.
	 * @param options the options
	 * @return rooms, exceptions and flags
	 */
	public ObjectNode optionsOf(BroadcastOptions options) {
		ObjectNode tree = NODES.objectNode();
		tree.set(ROOMS, strings(options.rooms()));
		tree.set(EXCEPT, strings(options.except()));
		tree.set(FLAGS, flags(options.flags()));
		return tree;
	}

	/**
	 * Write flags. Only those that are set have a key.
	 * @param flags the flags
	 * @return the tree
	 */
	public ObjectNode flags(BroadcastFlags flags) {
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
	 * Write descriptions of sockets.
	 * @param sockets the descriptions
	 * @return an array
	 */
	public ArrayNode sockets(List<SocketDescription> sockets) {
		ArrayNode array = NODES.arrayNode();
		for (SocketDescription socket : sockets) {
			ObjectNode tree = array.addObject();
			tree.put("id", socket.id());
			tree.set("handshake", entries(socket.handshake()));
			tree.set(ROOMS, strings(socket.rooms()));
			tree.set("data", data(socket.data()));
		}
		return array;
	}

	@SuppressWarnings("unchecked")
	private JsonNode data(@Nullable Object data) {
		return (data instanceof Map<?, ?> map) ? entries((Map<String, @Nullable Object>) map)
				: this.values.encode(data);
	}

	/** The application's mapper may leave out or reorder what is in maps. */
	private ObjectNode entries(Map<String, @Nullable Object> map) {
		ObjectNode tree = NODES.objectNode();
		map.forEach((key, value) -> tree.set(key, this.values.encode(value)));
		return tree;
	}

	/**
	 * Write names of rooms.
	 * @param names the names
	 * @return an array
	 */
	public static ArrayNode strings(Iterable<String> names) {
		ArrayNode array = NODES.arrayNode();
		names.forEach(array::add);
		return array;
	}

	private ObjectNode options(BroadcastOptions options) {
		ObjectNode data = NODES.objectNode();
		data.set("opts", optionsOf(options));
		return data;
	}

	private static ObjectNode request(String requestId) {
		return NODES.objectNode().put(REQUEST_ID, requestId);
	}

	private ObjectNode answer(String requestId, List<@Nullable Object> answer) {
		ObjectNode data = request(requestId);
		return answer.isEmpty() ? data : data.set(PACKET, this.values.encode(answer.get(0)));
	}

	// reading

	/**
	 * Read a message.
	 * @param type the number of its type
	 * @param data its content, a missing node if there is none
	 * @param namespace the namespace it is for
	 * @return the message, or {@code null} if the type is unknown
	 * @throws PacketFormatException if something is missing or of another type
	 */
	public @Nullable ClusterMessage read(int type, JsonNode data, String namespace) {
		return switch (type) {
			case InitialHeartbeat.TYPE -> new InitialHeartbeat();
			case Heartbeat.TYPE -> new Heartbeat();
			case Broadcast.TYPE ->
				new Broadcast(readPacket(data.path(PACKET), namespace), readOptions(data.path("opts")), readId(data));
			case SocketsJoin.TYPE -> new SocketsJoin(readOptions(data.path("opts")), readRooms(data.path(ROOMS)));
			case SocketsLeave.TYPE -> new SocketsLeave(readOptions(data.path("opts")), readRooms(data.path(ROOMS)));
			case DisconnectSockets.TYPE ->
				new DisconnectSockets(readOptions(data.path("opts")), isTruthy(data.path("close")));
			case FetchSockets.TYPE -> new FetchSockets(readOptions(data.path("opts")), requireId(data));
			case FetchSocketsResponse.TYPE ->
				new FetchSocketsResponse(requireId(data), readSockets(data.path("sockets")));
			case ServerSideEmit.TYPE -> new ServerSideEmit(readEvent(data.path(PACKET)), readId(data));
			case ServerSideEmitResponse.TYPE ->
				new ServerSideEmitResponse(requireId(data), readAnswer(data.path(PACKET)));
			case BroadcastClientCount.TYPE ->
				new BroadcastClientCount(requireId(data), readCount(data.path("clientCount")));
			case BroadcastAck.TYPE -> new BroadcastAck(requireId(data), readAnswer(data.path(PACKET)));
			case AdapterClose.TYPE -> new AdapterClose();
			default -> null;
		};
	}

	/**
	 * Read an event packet.
	 * @param tree the tree
	 * @param namespace the namespace it is for, whatever the tree says
	 * @return the packet
	 * @throws PacketFormatException if it is not an event with a name
	 */
	public Packet readPacket(JsonNode tree, String namespace) {
		int type = tree.path("type").asInt(-1);
		// binary events come from servers of Socket.IO 2
		require(type == PacketType.EVENT.ordinal() || type == BINARY_EVENT, "packet is no event");
		JsonNode id = tree.path("id");
		JsonNode data = tree.path("data");
		require(data.isArray() && (data.path(0).isString() || data.path(0).isNumber()), "event without a name");
		return new Packet(PacketType.EVENT, namespace, id.isIntegralNumber() ? id.asLong(Packet.NO_ACK) : Packet.NO_ACK,
				ValueCodec.decodeAll(data));
	}

	/**
	 * Read an event name with its arguments.
	 * @param tree the tree
	 * @return the values
	 * @throws PacketFormatException if it is not an array that starts with a name
	 */
	public List<@Nullable Object> readEvent(JsonNode tree) {
		require(tree.isArray() && !tree.isEmpty() && tree.get(0).isString(), "event without a name");
		return ValueCodec.decodeAll(tree);
	}

	/**
	 * Read whom a message addresses.
	 * @param tree the tree
	 * @return the options
	 * @throws PacketFormatException if it is not a map, or has something else than rooms
	 */
	public BroadcastOptions readOptions(JsonNode tree) {
		require(tree.isObject(), "no options");
		return new BroadcastOptions(readTargetRooms(tree.path(ROOMS)), readOptionalRooms(tree.path(EXCEPT)),
				readFlags(tree.path(FLAGS)));
	}

	/**
	 * Read the rooms that a message is for.
	 * @param tree the tree
	 * @return the names in their order, none for everybody
	 * @throws PacketFormatException if it is there, and is not an array
	 */
	public static Set<String> readTargetRooms(JsonNode tree) {
		Set<String> rooms = readOptionalRooms(tree);
		// no rooms at all would be everybody
		return (rooms.isEmpty() && !tree.isEmpty()) ? Set.of(NO_ROOM) : rooms;
	}

	private static Set<String> readOptionalRooms(JsonNode tree) {
		return (tree.isMissingNode() || tree.isNull()) ? Set.of() : readRooms(tree);
	}

	/**
	 * Read names of rooms. Numbers are read as their digits. Node.js may send other
	 * values, of rooms that no socket of this server can be in; they are left out.
	 * @param tree the tree
	 * @return the names in their order
	 * @throws PacketFormatException if it is not an array
	 */
	public static Set<String> readRooms(JsonNode tree) {
		require(tree.isArray(), "no array of rooms");
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
		if (isTruthy(tree.path("volatile"))) {
			flags = flags.withVolatile();
		}
		if (tree.path("compress").isBoolean()) {
			flags = flags.withCompress(tree.path("compress").booleanValue());
		}
		if (tree.path("timeout").asLong(0) > 0) {
			flags = flags.withTimeout(Duration.ofMillis(tree.path("timeout").asLong()));
		}
		return isTruthy(tree.path("expectSingleResponse")) ? flags.withExpectSingleResponse() : flags;
	}

	/**
	 * Read descriptions of sockets. Only the id is needed, as Node.js has it.
	 * @param tree the tree
	 * @return the descriptions
	 * @throws PacketFormatException if it is not an array of sockets
	 */
	public List<SocketDescription> readSockets(JsonNode tree) {
		require(tree.isArray(), "no array of sockets");
		List<SocketDescription> sockets = new ArrayList<>(tree.size());
		for (JsonNode socket : tree) {
			require(socket.path("id").isString(), "socket without an id");
			JsonNode rooms = socket.path(ROOMS);
			sockets.add(new SocketDescription(socket.path("id").stringValue(), readEntries(socket.path("handshake")),
					rooms.isArray() ? readRooms(rooms) : Set.of(), readData(socket.path("data"))));
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

	/**
	 * Read an answer.
	 * @param tree the tree
	 * @return one value, or none if the tree is missing
	 */
	public static List<@Nullable Object> readAnswer(JsonNode tree) {
		if (tree.isMissingNode()) {
			return List.of();
		}
		List<@Nullable Object> answer = new ArrayList<>(1);
		answer.add(ValueCodec.decode(tree));
		return answer;
	}

	private static int readCount(JsonNode tree) {
		require(tree.isIntegralNumber() && tree.canConvertToInt() && tree.intValue() >= 0, "no number of clients");
		return tree.intValue();
	}

	/** A key with the value {@code null} asks for answers, as Node.js has it. */
	private static @Nullable String readId(JsonNode data) {
		return data.has(REQUEST_ID) ? data.path(REQUEST_ID).asString("null") : null;
	}

	private static String requireId(JsonNode data) {
		JsonNode id = data.path(REQUEST_ID);
		require(id.isString(), "no request id");
		return id.stringValue();
	}

	private static boolean isTruthy(JsonNode node) {
		return node.asBoolean(false);
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new PacketFormatException(message);
		}
	}

}
