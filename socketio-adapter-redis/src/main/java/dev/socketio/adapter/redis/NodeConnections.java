package dev.socketio.adapter.redis;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.RedisCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The connections that messages go over: one to Redis, or in a Redis Cluster one to each
 * master. The client connects again when one is lost. Those who send need to know which
 * it was, and what had been sent before: the client would send it again, and in a cluster
 * elsewhere. So nothing is handed to a connection that is down, and a cluster's
 * connection, which follows redirections by itself, is not used. Safe for use by several
 * threads; methods do not block unless they say so.
 */
final class NodeConnections implements AutoCloseable {

	private final RedisCodec<String, byte[]> codec;

	private final Duration timeout;

	/** Without a cluster. */
	private final @Nullable NodeConnection single;

	private final @Nullable ClusterTopology topology;

	/** By host and port. */
	private final Map<String, NodeConnection> nodes = new ConcurrentHashMap<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final StateListener stateListener = new StateListener();

	private final Runnable topologyListener = this::moved;

	private volatile boolean closed;

	/** To one Redis. */
	NodeConnections(StatefulRedisConnection<String, byte[]> connection, RedisCodec<String, byte[]> codec) {
		this.codec = codec;
		this.timeout = connection.getTimeout();
		this.topology = null;
		this.single = new NodeConnection();
		connection.addListener(this.stateListener);
		this.single.connected(connection);
	}

	/** To the nodes of a Redis Cluster. */
	NodeConnections(ClusterTopology topology, RedisCodec<String, byte[]> codec, Duration timeout) {
		this.codec = codec;
		this.timeout = timeout;
		this.topology = topology;
		this.single = null;
		topology.nodeClient().addListener(this.stateListener);
		topology.addListener(this.topologyListener);
	}

	Duration timeout() {
		return this.timeout;
	}

	void addListener(Listener listener) {
		this.listeners.add(listener);
	}

	void removeListener(Listener listener) {
		this.listeners.remove(listener);
	}

	/** Whether no connection to a node that has slots is down. */
	boolean isUp() {
		if (this.closed) {
			return false;
		}
		return (this.single != null) ? this.single.isUp()
				: masters().keySet().stream().map(this.nodes::get).noneMatch((node) -> node != null && node.isBroken());
	}

	/** By their addresses. */
	private Map<String, RedisURI> masters() {
		return Objects.requireNonNull(this.topology)
			.masters()
			.stream()
			.map(RedisClusterNode::getUri)
			.collect(Collectors.toMap(NodeConnections::address, Function.identity(), (one, same) -> one));
	}

	/** What decides about the node of a key. */
	int slot(String key) {
		return (this.single != null) ? 0 : SlotHash.getSlot(RedisConnections.utf8(key));
	}

	/** The connection for commands with this key, if there is a node for them. */
	@Nullable NodeConnection nodeFor(String key) {
		if (this.single != null) {
			return this.single;
		}
		RedisClusterNode master = Objects.requireNonNull(this.topology).master(slot(key));
		if (master == null || this.closed) {
			return null;
		}
		String address = address(master.getUri());
		NodeConnection node = this.nodes.get(address);
		if (node == null) {
			node = this.nodes.computeIfAbsent(address, (absent) -> new NodeConnection());
		}
		connect(node, master.getUri());
		return node;
	}

	/** A node says that something is not as it was thought to be. */
	void suspect() {
		if (this.topology != null) {
			this.topology.suspect();
		}
	}

	static String address(RedisURI uri) {
		return uri.getHost() + ":" + uri.getPort();
	}

	/** Connect, if there is a need. */
	private void connect(NodeConnection node, RedisURI uri) {
		if (!node.beginToConnect()) {
			return;
		}
		RedisClient client = Objects.requireNonNull(this.topology).nodeClient();
		Mono.defer(() -> Mono.fromCompletionStage(client.connectAsync(this.codec, uri)))
			.subscribe((opened) -> connected(node, opened), (error) -> {
				node.failedToConnect();
				suspect();
			});
	}

	private void connected(NodeConnection node, StatefulRedisConnection<String, byte[]> opened) {
		opened.setTimeout(this.timeout);
		node.connected(opened);
		if (this.closed || !this.nodes.containsValue(node)) {
			node.giveUp();
		}
		else if (node.isUp()) {
			this.listeners.forEach((listener) -> listener.restored(node));
		}
	}

	/** Connections that are down, to nodes that nobody needs, are given up. */
	private void moved() {
		Map<String, RedisURI> masters = masters();
		this.nodes.forEach((address, node) -> {
			RedisURI uri = masters.get(address);
			if (uri != null) {
				connect(node, uri);
			}
			else if (node.isBroken() && this.nodes.remove(address, node)) {
				node.giveUp();
			}
		});
		this.listeners.forEach(Listener::moved);
	}

	/** Blocks until all is closed. */
	@Override
	public void close() {
		this.closed = true;
		Steps steps = new Steps();
		ClusterTopology followed = this.topology;
		if (followed != null) {
			steps.then(() -> followed.removeListener(this.topologyListener))
				.then(() -> followed.nodeClient().removeListener(this.stateListener));
		}
		if (this.single != null) {
			steps.then(this.single::close);
		}
		this.nodes.values().forEach((node) -> steps.then(node::close));
		this.listeners.forEach((listener) -> steps.then(listener::closed));
		steps.end();
	}

	private @Nullable NodeConnection nodeOf(RedisChannelHandler<?, ?> handler) {
		if (this.single != null) {
			return this.single;
		}
		for (NodeConnection node : this.nodes.values()) {
			if (node.isOf(handler)) {
				return node;
			}
		}
		return null;
	}

	/**
	 * Told what happens to connections, by the thread that notices; must not block.
	 */
	interface Listener {

		/** What was sent over it and not answered may or may not have arrived. */
		void lost(NodeConnection node);

		/** It is there, maybe again. */
		void restored(NodeConnection node);

		/** Keys may belong to other nodes now. */
		void moved();

		/** There will be none any more. */
		default void closed() {
		}

	}

	private final class StateListener implements RedisConnectionStateListener {

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
			NodeConnection node = nodeOf(handler);
			if (node != null) {
				node.restored();
				NodeConnections.this.listeners.forEach((listener) -> listener.restored(node));
			}
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
			NodeConnection node = nodeOf(handler);
			if (node != null && node.lost()) {
				NodeConnections.this.listeners.forEach((listener) -> listener.lost(node));
				suspect();
			}
		}

	}

}
