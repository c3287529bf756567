package dev.socketio.adapter.cluster;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.adapter.BroadcastOptions;
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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contents of messages as trees, with the keys in the order in which Node.js servers
 * write them (cluster core, "Message types"). Optional keys are left out, never
 * {@code null}: to Node.js the presence of a key means something. Written messages are
 * complete, because incomplete ones end Node.js processes. Instances are safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class ClusterMessageCodec {

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	/** Type of binary event packets in the messages of old servers. */
	private static final int BINARY_EVENT = 5;

	private static final String ROOMS = "rooms";

	private static final String PACKET = "packet";

	private static final String REQUEST_ID = "requestId";

	private final ValueCodec values;

	/**
	 * Create a codec.
	 * @param mapper the application's mapper; it is not changed
	 */
	public ClusterMessageCodec(JsonMapper mapper) {
		this.values = new ValueCodec(mapper);
	}

	/**
	 * Return the codec of single values.
	 * @return the value codec
	 */
	public ValueCodec values() {
		return this.values;
	}

	/**
	 * Write a message of a server.
	 * @param uid the id of this server
	 * @param namespace the name of the namespace
	 * @param message the message
	 * @return the message in its envelope
	 */
	public Envelope envelope(String uid, String namespace, ClusterMessage message) {
		return Envelope.of(message.type(), write(message), uid, namespace);
	}

	/**
	 * Read a message from its envelope.
	 * @param envelope the envelope
	 * @param namespace the name of the namespace
	 * @return the message, or {@code null} if the type is unknown
	 * @throws PacketFormatException if something is missing or of another type
	 */
	public @Nullable ClusterMessage message(Envelope envelope, String namespace) {
		return read(envelope.type(), envelope.data(), namespace);
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
			return options(join.options()).set(ROOMS, TargetCodec.writeRooms(join.rooms()));
		}
		if (message instanceof SocketsLeave leave) {
			return options(leave.options()).set(ROOMS, TargetCodec.writeRooms(leave.rooms()));
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

	/**
	 * Write the content of a message of an emitter. In broadcasts the keys have another
	 * order than those of servers, and the packet has the namespace.
	 * @param message the message
	 * @return the content, or {@code null} if the type has none
	 */
	public @Nullable ObjectNode writeForEmitter(ClusterMessage message) {
		if (message instanceof Broadcast broadcast) {
			ObjectNode data = NODES.objectNode();
			data.set(PACKET, packet(broadcast.packet()).put("nsp", broadcast.packet().namespace()));
			return data.set("opts", TargetCodec.writeForEmitter(broadcast.options()));
		}
		return write(message);
	}

	private @Nullable ObjectNode response(ClusterMessage message) {
		if (message instanceof FetchSocketsResponse response) {
			return request(response.requestId()).set("sockets",
					SocketDescriptionCodec.write(response.sockets(), this.values));
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
		return data.set("opts", TargetCodec.write(broadcast.options()));
	}

	/**
	 * Write an event packet. The type is never that of binary events: receivers look for
	 * bytes themselves, and Node.js servers would break the connections of their clients.
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

	private ObjectNode options(BroadcastOptions options) {
		ObjectNode data = NODES.objectNode();
		data.set("opts", TargetCodec.write(options));
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
			case Broadcast.TYPE -> new Broadcast(readPacket(data.path(PACKET), namespace),
					TargetCodec.read(data.path("opts")), readId(data));
			case SocketsJoin.TYPE ->
				new SocketsJoin(TargetCodec.read(data.path("opts")), TargetCodec.readRooms(data.path(ROOMS)));
			case SocketsLeave.TYPE ->
				new SocketsLeave(TargetCodec.read(data.path("opts")), TargetCodec.readRooms(data.path(ROOMS)));
			case DisconnectSockets.TYPE ->
				new DisconnectSockets(TargetCodec.read(data.path("opts")), isTruthy(data.path("close")));
			case FetchSockets.TYPE -> new FetchSockets(TargetCodec.read(data.path("opts")), requireId(data));
			case FetchSocketsResponse.TYPE ->
				new FetchSocketsResponse(requireId(data), SocketDescriptionCodec.read(data.path("sockets")));
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

	/** A key with the value {@code null} asks for answers, as in Node.js. */
	private static @Nullable String readId(JsonNode data) {
		return data.has(REQUEST_ID) ? data.path(REQUEST_ID).asString("null") : null;
	}

	private static String requireId(JsonNode data) {
		JsonNode id = data.path(REQUEST_ID);
		require(id.isString(), "no request id");
		return id.stringValue();
	}

	static boolean isTruthy(JsonNode node) {
		return node.asBoolean(false);
	}

	static void require(boolean condition, String message) {
		if (!condition) {
			throw new PacketFormatException(message);
		}
	}

}
