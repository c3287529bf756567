package dev.socketio.adapter.redis;

import java.util.List;
import java.util.Set;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.codec.JsonTreeCodec;
import dev.socketio.protocol.codec.MsgpackTreeCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the messages of {@code @socket.io/redis-adapter}: broadcasts are arrays in
 * MessagePack, requests and answers are maps in JSON, except broadcasts that ask for
 * acknowledgements and these themselves.
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
		return broadcast(uid, packet, RedisEmitters.emitterOptions(options));
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

	byte[] broadcastRequest(String uid, String requestId, Packet packet, BroadcastOptions options) {
		ObjectNode message = request(uid, requestId, BROADCAST);
		message.set("packet", packet(packet));
		message.set("opts", this.trees.optionsOf(options));
		return MsgpackTreeCodec.write(message);
	}

	byte[] clientCount(String requestId, int count) {
		return JsonTreeCodec.write(NODES.objectNode()
			.put("type", BROADCAST_CLIENT_COUNT)
			.put("requestId", requestId)
			.put("clientCount", count));
	}

	byte[] ack(String requestId, List<@Nullable Object> answer) {
		ObjectNode message = NODES.objectNode().put("type", BROADCAST_ACK).put("requestId", requestId);
		if (!answer.isEmpty()) {
			message.set("packet", this.trees.values().of(answer.get(0)));
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
		return JsonTreeCodec.write(message.set("data", this.trees.values().ofAll(event)));
	}

	byte[] serverSideAnswer(String requestId, List<@Nullable Object> answer) {
		ObjectNode message = NODES.objectNode().put("type", SERVER_SIDE_EMIT).put("requestId", requestId);
		if (!answer.isEmpty()) {
			message.set("data", this.trees.values().of(answer.get(0)));
		}
		return JsonTreeCodec.write(message);
	}

	private static ObjectNode request(@Nullable String uid, @Nullable String requestId, int type) {
		ObjectNode message = NODES.objectNode();
		if (uid != null) {
			message.put("uid", uid);
		}
		if (requestId != null) {
			message.put("requestId", requestId);
		}
		return message.put("type", type);
	}

	private static ObjectNode answer(String requestId) {
		return NODES.objectNode().put("requestId", requestId);
	}

	/** Requests have no flags. */
	private static ObjectNode target(BroadcastOptions options) {
		ObjectNode tree = NODES.objectNode();
		tree.set("rooms", ClusterMessageCodec.strings(options.rooms()));
		tree.set("except", ClusterMessageCodec.strings(options.except()));
		return tree;
	}

}
