package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.RequestTimeoutException;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.PendingAckRequests;
import dev.socketio.adapter.cluster.PendingRequests;
import dev.socketio.adapter.redis.connection.Subscriptions;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * What this server asks the others, and their answers. Safe for use by several threads.
 */
final class PubSubQuestions implements Subscriptions.Receiver {

	private final PubSubAdapter adapter;

	private final PendingRequests<List<SocketDescription>> fetches = new PendingRequests<>();

	private final PendingRequests<Set<String>> roomRequests = new PendingRequests<>();

	private final PendingRequests<Arguments> events = new PendingRequests<>();

	private final PendingAckRequests acks = new PendingAckRequests();

	PubSubQuestions(PubSubAdapter adapter) {
		this.adapter = adapter;
	}

	Mono<List<List<SocketDescription>>> sockets(BroadcastOptions target) {
		return ask(this.fetches, (partial, expected) -> timedOut("fetchSockets"),
				(id) -> this.adapter.messages().fetchRequest(this.adapter.uid(), id, target));
	}

	Mono<List<Set<String>>> rooms() {
		return ask(this.roomRequests, (partial, expected) -> timedOut("allRooms"),
				(id) -> this.adapter.messages().allRoomsRequest(this.adapter.uid(), id));
	}

	Mono<List<Arguments>> event(List<@Nullable Object> event) {
		return ask(this.events,
				(partial, expected) -> new RequestTimeoutException(
						"timeout reached: only " + partial.size() + " responses received out of " + expected, partial),
				(id) -> this.adapter.messages().serverSideEmit(this.adapter.uid(), id, event));
	}

	/** In the words of the Node.js server. */
	private static Throwable timedOut(String method) {
		return new RequestTimeoutException("timeout reached while waiting for " + method + " response", List.of());
	}

	/** Count the other servers, and ask them. */
	private <T> Mono<List<T>> ask(PendingRequests<T> pending, BiFunction<List<T>, Integer, Throwable> failure,
			Function<String, byte[]> message) {
		return Mono.defer(this::otherServers).flatMap((count) -> {
			if (count == 0) {
				return Mono.just(List.of());
			}
			String id = PubSubAdapter.newId();
			Mono<List<T>> answers = pending.start(id, count, this.adapter.requestsTimeout(), failure);
			try {
				this.adapter.request(message.apply(id)).subscribe((sent) -> {
				}, (error) -> pending.fail(id, error));
			}
			catch (Throwable ex) {
				// what cannot be written must not be waited for
				pending.fail(id, ex);
			}
			return answers;
		});
	}

	private Mono<Integer> otherServers() {
		Duration timeout = this.adapter.requestsTimeout();
		return this.adapter.serverCount()
			.timeout(timeout, Mono.error(() -> RequestTimeoutException.ofServerCount(timeout)))
			.map((count) -> Math.max(0, count - 1));
	}

	/** Ask clients of the others for acknowledgements. */
	void broadcast(Packet packet, BroadcastOptions target, Duration timeout, IntConsumer clientCount,
			Consumer<Arguments> ack) {
		String id = PubSubAdapter.newId();
		// written first: what cannot be is not waited for
		byte[] message = this.adapter.messages().broadcastRequest(this.adapter.uid(), id, packet, target);
		this.acks.start(id, timeout, clientCount, ack);
		this.adapter.request(message);
	}

	boolean contain(String requestId) {
		return this.fetches.contains(requestId) || this.roomRequests.contains(requestId)
				|| this.acks.contains(requestId);
	}

	@Override
	public void receive(String channel, byte[] payload) {
		JsonNode message = WireFormat.readMap(payload);
		JsonNode requestId = message.path("requestId");
		if (!requestId.isString()) {
			throw new PacketFormatException("no request id");
		}
		String id = requestId.stringValue();
		switch (message.path("type").asInt(-1)) {
			case PubSubMessages.BROADCAST_CLIENT_COUNT ->
				this.acks.clientCount(id, null, Math.max(0, message.path("clientCount").asInt(0)));
			case PubSubMessages.BROADCAST_ACK ->
				this.acks.acknowledged(id, arguments(ClusterMessageCodec.readAnswer(message.path("packet"))));
			default -> receiveOther(id, message);
		}
	}

	/** The types of the others are not written, or not to be relied on. */
	private void receiveOther(String id, JsonNode message) {
		if (this.events.contains(id)) {
			this.events.answer(id, null, arguments(ClusterMessageCodec.readAnswer(message.path("data"))));
		}
		else if (this.fetches.contains(id) && message.path("sockets").isArray()) {
			this.fetches.answer(id, null, this.adapter.messages().trees().readSockets(message.path("sockets")));
		}
		else if (this.roomRequests.contains(id) && message.path("rooms").isArray()) {
			this.roomRequests.answer(id, null, ClusterMessageCodec.readRooms(message.path("rooms")));
		}
	}

	private Arguments arguments(List<@Nullable Object> values) {
		return this.adapter.local().arguments(values);
	}

	void failAll(Throwable error) {
		this.fetches.failAll(error);
		this.roomRequests.failAll(error);
		this.events.failAll(error);
	}

}
