package dev.socketio.adapter.redis;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.redis.connection.Subscriptions;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Does what other servers ask for, those with older adapters included.
 */
final class PubSubRequests implements Subscriptions.Receiver {

	/** An event that servers of this library answer to each other. */
	static final String CUSTOM_REQUEST = "socketio:custom-request";

	private static final String REQUEST_ID = "requestId";

	/** Socket.IO 2 numbers its requests in another way: its "leave" is "disconnect". */
	private static final String OLD_REQUEST_ID = "requestid";

	private final PubSubAdapter adapter;

	PubSubRequests(PubSubAdapter adapter) {
		this.adapter = adapter;
	}

	@Override
	public void receive(String channel, byte[] payload) {
		JsonNode request = WireFormat.readMap(payload);
		JsonNode requestId = request.path(REQUEST_ID);
		boolean isOwn = this.adapter.uid().equals(uid(request));
		if (isOwn || requestId.isString() && this.adapter.isOwnRequest(requestId.stringValue())) {
			// what it asks for has been done already
			return;
		}
		if (request.has(OLD_REQUEST_ID)) {
			this.adapter.statistics().ignored(channel, "request of Socket.IO 2");
			return;
		}
		switch (request.path("type").asInt(-1)) {
			case PubSubMessages.SOCKETS -> sockets(request);
			case PubSubMessages.ALL_ROOMS ->
				this.adapter.respond(uid(request), this.adapter.messages().rooms(id(request), this.adapter.rooms()));
			case PubSubMessages.REMOTE_JOIN -> join(request);
			case PubSubMessages.REMOTE_LEAVE -> leave(request);
			case PubSubMessages.REMOTE_DISCONNECT -> disconnect(request);
			case PubSubMessages.REMOTE_FETCH -> this.adapter.respond(uid(request),
					this.adapter.messages().sockets(id(request), this.adapter.describeHere(target(request))));
			case PubSubMessages.SERVER_SIDE_EMIT -> serverSideEmit(request);
			case PubSubMessages.BROADCAST -> broadcast(request);
			default -> this.adapter.statistics().ignored(channel, "unknown type of request");
		}
	}

	/** Asked by servers of Socket.IO 3 only. */
	private void sockets(JsonNode request) {
		Set<String> rooms = ClusterMessageCodec.readTargetRooms(request.path("rooms"));
		this.adapter.respond(uid(request), this.adapter.messages().socketIds(id(request), this.adapter.sockets(rooms)));
	}

	private void join(JsonNode request) {
		if (request.has("opts")) {
			this.adapter.addHere(target(request), ClusterMessageCodec.readRooms(request.path("rooms")));
		}
		else if (isHere(request)) {
			this.adapter.addHere(socket(request), room(request));
			done(request);
		}
	}

	private void leave(JsonNode request) {
		if (request.has("opts")) {
			this.adapter.deleteHere(target(request), ClusterMessageCodec.readRooms(request.path("rooms")));
		}
		else if (isHere(request)) {
			this.adapter.deleteHere(socket(request), room(request));
			done(request);
		}
	}

	private void disconnect(JsonNode request) {
		boolean close = request.path("close").asBoolean(false);
		if (request.has("opts")) {
			this.adapter.disconnectHere(target(request), close);
		}
		else if (isHere(request)) {
			this.adapter.disconnectHere(socket(request), close);
			done(request);
		}
	}

	// the form of older adapters names one socket, and wants an answer of its server

	private boolean isHere(JsonNode request) {
		LocalSocket socket = this.adapter.local().socket(request.path("sid").asString(""));
		return socket != null;
	}

	private static BroadcastOptions socket(JsonNode request) {
		return BroadcastOptions.ALL.withRooms(request.path("sid").asString(""));
	}

	private static Set<String> room(JsonNode request) {
		JsonNode room = request.path("room");
		if (!room.isString() && !room.isNumber()) {
			throw new PacketFormatException("room without a name");
		}
		return new LinkedHashSet<>(List.of(room.asString()));
	}

	private void done(JsonNode request) {
		this.adapter.respond(uid(request), this.adapter.messages().done(id(request)));
	}

	private void serverSideEmit(JsonNode request) {
		List<@Nullable Object> event = this.adapter.messages().trees().readEvent(request.path("data"));
		String name = (String) Objects.requireNonNull(event.get(0));
		List<@Nullable Object> args = event.subList(1, event.size());
		if (!request.has(REQUEST_ID)) {
			this.adapter.local().receiveServerSideEvent(name, args, null);
			return;
		}
		String id = request.path(REQUEST_ID).asString("null");
		if (name.equals(CUSTOM_REQUEST)) {
			answerEvent(id, first(this.adapter.answerHere(args.isEmpty() ? null : args.get(0))));
		}
		else {
			this.adapter.local().receiveServerSideEvent(name, args, (answer) -> answerEvent(id, answer));
		}
	}

	/** All servers hear these answers, whatever the options say. */
	private void answerEvent(String id, List<@Nullable Object> answer) {
		this.adapter.respond(null, this.adapter.messages().serverSideAnswer(id, answer));
	}

	private void broadcast(JsonNode request) {
		String id = id(request);
		String requester = uid(request);
		String namespace = this.adapter.local().name();
		Packet packet = this.adapter.messages().trees().readPacket(request.path("packet"), namespace);
		BroadcastOptions target = target(request);
		BroadcastFlags flags = target.flags();
		// without a limit, what a foreign server asks for could be waited for for ever
		BroadcastFlags limited = (flags.timeout() != null) ? flags : flags.withTimeout(this.adapter.requestsTimeout());
		this.adapter.broadcastHere(packet, target.withFlags(limited),
				(count) -> this.adapter.respond(requester, this.adapter.messages().clientCount(id, count)),
				(ack) -> this.adapter.respond(requester, this.adapter.messages().ack(id, first(ack))));
	}

	/** Only one value travels. */
	private static List<@Nullable Object> first(Arguments arguments) {
		return (arguments.size() > 0) ? Collections.singletonList(arguments.get(0, JsonNode.class)) : List.of();
	}

	private BroadcastOptions target(JsonNode request) {
		return this.adapter.messages().trees().readOptions(request.path("opts"));
	}

	private static @Nullable String uid(JsonNode request) {
		JsonNode uid = request.path("uid");
		return uid.isString() ? uid.stringValue() : null;
	}

	private static String id(JsonNode request) {
		JsonNode id = request.path(REQUEST_ID);
		if (!id.isString()) {
			throw new PacketFormatException("no request id");
		}
		return id.stringValue();
	}

}
