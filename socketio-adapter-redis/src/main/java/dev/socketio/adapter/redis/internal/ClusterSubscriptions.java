package dev.socketio.adapter.redis.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.RedisCodec;
import reactor.core.publisher.Mono;

/**
 * Subscriptions in a Redis Cluster: to sharded channels at the master that has the slot,
 * to other channels and patterns at one of the masters, which receives what is published
 * at any node. Subscriptions follow when slots move, after a failover as well as by hand.
 * Messages that are published during the move are lost rather than delivered twice.
 * <p>
 * A connection of Lettuce for the whole cluster does not follow: it stays without the
 * sharded channels of a master that is gone or has given up the slot
 * (<a href="https://github.com/redis/lettuce/issues/3213">redis/lettuce#3213</a>, open).
 * When that is fixed, the assignment of slots to nodes can go, unless it still opens
 * duplicate connections, see {@link SubscriptionConnector}.
 */
final class ClusterSubscriptions implements Subscriptions {

	/** In place of a slot, for what is not sharded. */
	private static final int ANYWHERE = -1;

	private final ClusterTopology topology;

	private final RedisCodec<String, byte[]> codec;

	private final ClusterStatistics statistics;

	private final Runnable topologyListener = this::assign;

	private final Map<String, NodeSubscriptions> nodes = new HashMap<>();

	private final Map<String, RedisURI> addresses = new HashMap<>();

	private final Map<Integer, Slot> slots = new HashMap<>();

	/** The address of the node that serves what is not sharded. */
	private String home;

	private boolean closed;

	private ClusterSubscriptions(ClusterTopology topology, RedisCodec<String, byte[]> codec,
			ClusterStatistics statistics) {
		this.topology = topology;
		this.codec = codec;
		this.statistics = statistics;
		this.home = "";
	}

	/**
	 * Connect to one of the nodes. Blocks until there is a connection.
	 * @throws RedisConnectionException if no node can be reached
	 */
	static ClusterSubscriptions open(ClusterTopology topology, RedisCodec<String, byte[]> codec,
			ClusterStatistics statistics) {
		ClusterSubscriptions subscriptions = new ClusterSubscriptions(topology, codec, statistics);
		try {
			subscriptions.connect();
		}
		catch (RuntimeException ex) {
			subscriptions.close();
			throw ex;
		}
		topology.addListener(subscriptions.topologyListener);
		return subscriptions;
	}

	private synchronized void connect() {
		RedisConnectionException failure = new RedisConnectionException("No node of the Redis Cluster has slots");
		for (RedisClusterNode candidate : candidates()) {
			NodeSubscriptions node = create(address(candidate));
			try {
				node.connect();
			}
			catch (RedisConnectionException ex) {
				failure = ex;
				continue;
			}
			this.home = address(candidate);
			this.nodes.put(this.home, node);
			return;
		}
		throw failure;
	}

	private NodeSubscriptions create(String address) {
		RedisURI uri = Objects.requireNonNull(this.addresses.get(address));
		RedisClient client = this.topology.nodeClient();
		return new NodeSubscriptions(client, () -> client.connectPubSub(this.codec, uri), this.statistics,
				this.topology::suspect);
	}

	/** Masters in random order, so that servers spread over them. */
	private List<RedisClusterNode> candidates() {
		List<RedisClusterNode> candidates = new ArrayList<>(this.topology.masters());
		Collections.shuffle(candidates);
		return candidates;
	}

	private String address(RedisClusterNode node) {
		String address = ClusterNodes.address(node.getUri());
		this.addresses.put(address, node.getUri());
		return address;
	}

	@Override
	public synchronized boolean isUp() {
		return !this.closed && this.nodes.values().stream().allMatch(NodeSubscriptions::isUp);
	}

	@Override
	public synchronized boolean isConnected() {
		return !this.closed && this.nodes.values().stream().allMatch(NodeSubscriptions::isConnected);
	}

	@Override
	public synchronized Mono<Void> subscribe(SubscriptionKind kind, Receiver receiver, String... names) {
		if (this.closed) {
			return Mono.empty();
		}
		List<Mono<Void>> confirmations = new ArrayList<>();
		bySlot(kind, names).forEach((number, group) -> {
			Slot slot = this.slots.computeIfAbsent(number, (key) -> new Slot(owner(key)));
			group.forEach((name) -> slot.receivers.put(new Topic(kind, name), receiver));
			confirmations.add(node(slot.owner).subscribe(kind, receiver, group.toArray(String[]::new)));
		});
		return Mono.when(confirmations);
	}

	@Override
	public synchronized Mono<Void> unsubscribe(SubscriptionKind kind, Receiver receiver, String... names) {
		if (this.closed) {
			return Mono.empty();
		}
		List<Mono<Void>> confirmations = new ArrayList<>();
		bySlot(kind, names).forEach((number, group) -> {
			Slot slot = this.slots.get(number);
			if (slot == null) {
				return;
			}
			String[] given = group.stream()
				.filter((name) -> slot.receivers.remove(new Topic(kind, name), receiver))
				.toArray(String[]::new);
			if (given.length > 0) {
				confirmations.add(node(slot.owner).unsubscribe(kind, receiver, given));
			}
			if (slot.receivers.isEmpty()) {
				this.slots.remove(number);
			}
		});
		return Mono.when(confirmations);
	}

	private static Map<Integer, List<String>> bySlot(SubscriptionKind kind, String... names) {
		Map<Integer, List<String>> bySlot = new LinkedHashMap<>();
		for (String name : names) {
			int slot = (kind == SubscriptionKind.SHARD_CHANNEL)
					? SlotHash.getSlot(name.getBytes(StandardCharsets.UTF_8)) : ANYWHERE;
			bySlot.computeIfAbsent(slot, (key) -> new ArrayList<>()).add(name);
		}
		return bySlot;
	}

	/** The address of the node that has a slot, the home node if none is known. */
	private String owner(int slot) {
		RedisClusterNode node = (slot != ANYWHERE) ? this.topology.master(slot) : null;
		return (node != null) ? address(node) : this.home;
	}

	private NodeSubscriptions node(String address) {
		return this.nodes.computeIfAbsent(address, (key) -> {
			NodeSubscriptions node = create(key);
			node.connectSoon();
			return node;
		});
	}

	/** Move all subscriptions to the nodes that have their slots. */
	private void assign() {
		List<NodeSubscriptions> unused = new ArrayList<>();
		synchronized (this) {
			if (this.closed) {
				return;
			}
			chooseHome();
			this.slots.forEach((number, slot) -> {
				String owner = owner(number);
				if (!owner.equals(slot.owner)) {
					move(slot, owner);
				}
			});
			Set<String> used = new HashSet<>();
			used.add(this.home);
			this.slots.values().forEach((slot) -> used.add(slot.owner));
			this.addresses.keySet().retainAll(used);
			this.nodes.entrySet().removeIf((node) -> !used.contains(node.getKey()) && unused.add(node.getValue()));
		}
		unused.forEach(NodeSubscriptions::close);
	}

	/** Choose another master when the connection to the current one is lost. */
	private void chooseHome() {
		NodeSubscriptions current = this.nodes.get(this.home);
		List<RedisClusterNode> candidates = candidates();
		boolean isMaster = candidates.stream().anyMatch((node) -> address(node).equals(this.home));
		if (isMaster && (current == null || current.isConnected())) {
			return;
		}
		candidates.stream()
			.map(this::address)
			.filter((address) -> !address.equals(this.home))
			.findFirst()
			.ifPresent((address) -> this.home = address);
	}

	private void move(Slot slot, String owner) {
		NodeSubscriptions from = this.nodes.get(slot.owner);
		NodeSubscriptions to = node(owner);
		slot.owner = owner;
		slot.receivers.forEach((topic, receiver) -> {
			if (from != null) {
				from.unsubscribe(topic.kind(), receiver, topic.name());
			}
			to.subscribe(topic.kind(), receiver, topic.name());
		});
	}

	@Override
	public void close() {
		List<NodeSubscriptions> last;
		synchronized (this) {
			this.closed = true;
			last = List.copyOf(this.nodes.values());
			this.nodes.clear();
			this.slots.clear();
		}
		this.topology.removeListener(this.topologyListener);
		last.forEach(NodeSubscriptions::close);
	}

	/**
	 * The wanted subscriptions of a slot, and the node that was asked for them.
	 */
	private static final class Slot {

		private final Map<Topic, Receiver> receivers = new HashMap<>();

		private String owner;

		Slot(String owner) {
			this.owner = owner;
		}

	}

	/**
	 * A channel or a pattern.
	 *
	 * @param kind the kind
	 * @param name the name
	 */
	private record Topic(SubscriptionKind kind, String name) {

	}

}
