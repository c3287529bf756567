package dev.socketio.adapter.redis.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.internal.Subscriptions.Receiver;
import dev.socketio.internal.ApplicationCode;

/**
 * Dispatches messages to subscribers. Safe for use by several threads.
 */
final class Receivers {

	private final Map<SubscriptionKind, Map<String, Receiver>> receivers = new EnumMap<>(SubscriptionKind.class);

	private final ClusterStatistics statistics;

	Receivers(ClusterStatistics statistics) {
		this.statistics = statistics;
		for (SubscriptionKind kind : SubscriptionKind.values()) {
			this.receivers.put(kind, new ConcurrentHashMap<>());
		}
	}

	private Map<String, Receiver> of(SubscriptionKind kind) {
		return Objects.requireNonNull(this.receivers.get(kind));
	}

	void put(SubscriptionKind kind, String name, Receiver receiver) {
		of(kind).put(name, receiver);
	}

	boolean remove(SubscriptionKind kind, String name, Receiver receiver) {
		return of(kind).remove(name, receiver);
	}

	boolean contains(SubscriptionKind kind, String name) {
		return of(kind).containsKey(name);
	}

	Set<String> names(SubscriptionKind kind) {
		return of(kind).keySet();
	}

	void clear() {
		this.receivers.values().forEach(Map::clear);
	}

	/**
	 * Pass a message to its receiver. Ignores messages of names without one.
	 * @param kind the kind of the subscription
	 * @param name its name
	 * @param channel the channel of the message
	 * @param payload its content
	 */
	void pass(SubscriptionKind kind, String name, String channel, byte[] payload) {
		Receiver receiver = of(kind).get(name);
		if (receiver == null) {
			return;
		}
		this.statistics.received();
		// a receiver that fails must not keep later messages from being read
		ApplicationCode.run(() -> receiver.receive(channel, payload),
				(error) -> this.statistics.ignored(channel, String.valueOf(error.getMessage())));
	}

}
