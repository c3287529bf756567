package dev.socketio.adapter.redis;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastAck;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastClientCount;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSockets;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSocketsResponse;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmitResponse;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsLeave;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.EmitterMessageCodec;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.JsonTreeCodec;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the messages of {@code @socket.io/redis-adapter}: broadcasts are
 * arrays in MessagePack, requests and answers are maps in JSON, except for broadcasts
 * that ask for acknowledgements and the acknowledgements themselves.
 */
final class PubSubMessages {

	static final int SOCKETS = 0;

	static final int ALL_ROOMS = 1;

	static final int REMOTE_JOIN = 2;

	static final int REMOTE_LEAVE = 3;

	static final int REMOTE_DISCONNECT = 4;

	static final int REMOTE_FETCH = 5;

	static final int SERVER_SIDE_EMIT = 6;

	static final int BROADCAST = 7;

	static final int BROADCAST_CLIENT_COUNT = 8;

	static final int BROADCAST_ACK = 9;

	private static final String REQUEST_ID = "requestId";

	/** Socket.IO 2 numbers its requests differently: its "leave" is "disconnect". */
	private static final String VERSION_2_REQUEST_ID = "requestid";

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final ClusterMessageCodec trees;

	PubSubMessages(JsonMapper mapper) {
		this.trees = new ClusterMessageCodec(mapper);
	}

	ClusterMessageCodec trees() {
		return this.trees;
	}

	byte[] broadcast(String uid, Packet packet, BroadcastOptions options) {
		return broadcast(uid, packet, this.trees.optionsOf(options));
	}

	/** Emitters write the same with another order of the keys. */
	byte[] emitterBroadcast(String uid, Packet packet, BroadcastOptions options) {
		return broadcast(uid, packet, EmitterMessageCodec.options(options));
	}

	private byte[] broadcast(String uid, Packet packet, ObjectNode options) {
		ArrayNode message = NODES.arrayNode();
		message.add(uid);
		message.add(packet(packet));
		message.add(options);
		return MsgpackTreeCodec.write(message);
	}

	private ObjectNode packet(Packet packet) {
		return this.trees.packet(packet).put("nsp", packet.namespace());
	}

	/** Write a request to all servers. */
	byte[] request(String uid, String namespace, ClusterMessage message) {
		if (message instanceof Broadcast broadcast) {
			return broadcastRequest(uid, Objects.requireNonNull(broadcast.requestId()),
					broadcast.packet().withNamespace(namespace), broadcast.options());
		}
		if (message instanceof SocketsJoin join) {
			return joinOrLeave(uid, REMOTE_JOIN, join.options(), join.rooms());
		}
		if (message instanceof SocketsLeave leave) {
			return joinOrLeave(uid, REMOTE_LEAVE, leave.options(), leave.rooms());
		}
		if (message instanceof DisconnectSockets disconnect) {
			return disconnect(uid, disconnect.options(), disconnect.close());
		}
		if (message instanceof FetchSockets fetch) {
			return fetchRequest(uid, fetch.requestId(), fetch.options());
		}
		if (message instanceof ServerSideEmit emit) {
			return serverSideEmit(uid, emit.requestId(), emit.packet());
		}
		throw new IllegalArgumentException("Unsupported request: " + message);
	}

	/** Write an answer. */
	byte[] response(ClusterMessage message) {
		if (message instanceof FetchSocketsResponse response) {
			return sockets(response.requestId(), response.sockets());
		}
		if (message instanceof ServerSideEmitResponse response) {
			return serverSideAnswer(response.requestId(), response.answer());
		}
		if (message instanceof BroadcastClientCount count) {
			return clientCount(count.requestId(), count.count());
		}
		if (message instanceof BroadcastAck ack) {
			return ack(ack.requestId(), ack.answer());
		}
		throw new IllegalArgumentException("Unsupported answer: " + message);
	}

	/**
	 * Read a request. Returns {@code null} for unknown types, and for requests that have
	 * no counterpart in the protocol of the newer adapters.
	 */
	@Nullable ClusterMessage readRequest(JsonNode request, String namespace) {
		return switch (type(request)) {
			case REMOTE_JOIN -> hasTarget(request)
					? new SocketsJoin(readTarget(request), ClusterMessageCodec.readRooms(request.path("rooms"))) : null;
			case REMOTE_LEAVE -> hasTarget(request)
					? new SocketsLeave(readTarget(request), ClusterMessageCodec.readRooms(request.path("rooms")))
					: null;
			case REMOTE_DISCONNECT ->
				hasTarget(request) ? new DisconnectSockets(readTarget(request), close(request)) : null;
			case REMOTE_FETCH -> new FetchSockets(readTarget(request), requestId(request));
			case SERVER_SIDE_EMIT -> new ServerSideEmit(this.trees.readEvent(request.path("data")),
					request.has(REQUEST_ID) ? request.path(REQUEST_ID).asString("null") : null);
			case BROADCAST -> new Broadcast(this.trees.readPacket(request.path("packet"), namespace),
					readTarget(request), requestId(request));
			default -> null;
		};
	}

	private static boolean hasTarget(JsonNode request) {
		return request.has("opts");
	}

	private BroadcastOptions readTarget(JsonNode request) {
		return this.trees.readOptions(request.path("opts"));
	}

	static int type(JsonNode message) {
		return message.path("type").asInt(-1);
	}

	static String requestId(JsonNode message) {
		JsonNode id = message.path(REQUEST_ID);
		if (!id.isString()) {
			throw new PacketFormatException("no request id");
		}
		return id.stringValue();
	}

	static String sender(JsonNode request, String unknown) {
		JsonNode uid = request.path("uid");
		return uid.isString() ? uid.stringValue() : unknown;
	}

	static boolean isOfVersion2(JsonNode request) {
		return request.has(VERSION_2_REQUEST_ID);
	}

	static boolean close(JsonNode request) {
		return request.path("close").asBoolean(false);
	}

	/** The room of a request for a single socket. */
	static String room(JsonNode request) {
		JsonNode room = request.path("room");
		if (!room.isString() && !room.isNumber()) {
			throw new PacketFormatException("room without a name");
		}
		return room.asString();
	}

	byte[] broadcastRequest(String uid, String requestId, Packet packet, BroadcastOptions options) {
		ObjectNode message = request(uid, requestId, BROADCAST);
		message.set("packet", packet(packet));
		message.set("opts", this.trees.optionsOf(options));
		return MsgpackTreeCodec.write(message);
	}

	byte[] clientCount(String requestId, int count) {
		return JsonTreeCodec.write(NODES.objectNode()
			.put("type", BROADCAST_CLIENT_COUNT)
			.put(REQUEST_ID, requestId)
			.put("clientCount", count));
	}

	byte[] ack(String requestId, List<@Nullable Object> answer) {
		ObjectNode message = NODES.objectNode().put("type", BROADCAST_ACK).put(REQUEST_ID, requestId);
		if (!answer.isEmpty()) {
			message.set("packet", this.trees.values().encode(answer.get(0)));
		}
		return MsgpackTreeCodec.write(message);
	}

	byte[] allRoomsRequest(String uid, String requestId) {
		return JsonTreeCodec.write(request(uid, requestId, ALL_ROOMS));
	}

	byte[] fetchRequest(String uid, String requestId, BroadcastOptions options) {
		return JsonTreeCodec.write(request(uid, requestId, REMOTE_FETCH).set("opts", target(options)));
	}

	byte[] rooms(String requestId, Set<String> rooms) {
		return JsonTreeCodec.write(answer(requestId).set("rooms", ClusterMessageCodec.strings(rooms)));
	}

	byte[] socketIds(String requestId, Set<String> ids) {
		return JsonTreeCodec.write(answer(requestId).set("sockets", ClusterMessageCodec.strings(ids)));
	}

	byte[] sockets(String requestId, List<SocketDescription> sockets) {
		return JsonTreeCodec.write(answer(requestId).set("sockets", this.trees.sockets(sockets)));
	}

	/** The old form of answers that say only that something has been done. */
	byte[] done(String requestId) {
		return JsonTreeCodec.write(answer(requestId));
	}

	/** Emitters do not say who they are. */
	byte[] joinOrLeave(@Nullable String uid, int type, BroadcastOptions options, Set<String> rooms) {
		ObjectNode message = request(uid, null, type);
		message.set("opts", target(options));
		message.set("rooms", ClusterMessageCodec.strings(rooms));
		return JsonTreeCodec.write(message);
	}

	byte[] disconnect(@Nullable String uid, BroadcastOptions options, boolean close) {
		ObjectNode message = request(uid, null, REMOTE_DISCONNECT);
		message.set("opts", target(options));
		return JsonTreeCodec.write(message.put("close", close));
	}

	byte[] serverSideEmit(String uid, @Nullable String requestId, List<@Nullable Object> event) {
		ObjectNode message = request(uid, requestId, SERVER_SIDE_EMIT);
		return JsonTreeCodec.write(message.set("data", this.trees.values().encodeAll(event)));
	}

	byte[] serverSideAnswer(String requestId, List<@Nullable Object> answer) {
		ObjectNode message = NODES.objectNode().put("type", SERVER_SIDE_EMIT).put(REQUEST_ID, requestId);
		if (!answer.isEmpty()) {
			message.set("data", this.trees.values().encode(answer.get(0)));
		}
		return JsonTreeCodec.write(message);
	}

	private static ObjectNode request(@Nullable String uid, @Nullable String requestId, int type) {
		ObjectNode message = NODES.objectNode();
		if (uid != null) {
			message.put("uid", uid);
		}
		if (requestId != null) {
			message.put(REQUEST_ID, requestId);
		}
		return message.put("type", type);
	}

	private static ObjectNode answer(String requestId) {
		return NODES.objectNode().put(REQUEST_ID, requestId);
	}

	/** Requests have no flags. */
	private static ObjectNode target(BroadcastOptions options) {
		ObjectNode tree = NODES.objectNode();
		tree.set("rooms", ClusterMessageCodec.strings(options.rooms()));
		tree.set("except", ClusterMessageCodec.strings(options.except()));
		return tree;
	}

}
