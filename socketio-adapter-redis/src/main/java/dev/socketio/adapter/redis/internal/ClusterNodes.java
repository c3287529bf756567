package dev.socketio.adapter.redis.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.RedisCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A connection to each master of a Redis Cluster that is used. The connection that
 * Lettuce has for a whole cluster is not used for publications: it follows redirections
 * and sends commands of a lost node to another one by itself, even those that were
 * cancelled.
 */
final class ClusterNodes extends NodeConnections {

	private final ClusterTopology topology;

	private final RedisCodec<String, byte[]> codec;

	/** By host and port. */
	private final Map<String, NodeConnection> nodes = new ConcurrentHashMap<>();

	private final Runnable topologyListener = this::moved;

	private volatile boolean closed;

	ClusterNodes(ClusterTopology topology, RedisCodec<String, byte[]> codec, Duration timeout) {
		super(timeout);
		this.topology = topology;
		this.codec = codec;
		topology.nodeClient().addListener(stateListener());
		topology.addListener(this.topologyListener);
	}

	static String address(RedisURI uri) {
		return uri.getHost() + ":" + uri.getPort();
	}

	@Override
	public boolean isUp() {
		return !this.closed && masters().keySet()
			.stream()
			.map(this.nodes::get)
			.noneMatch((node) -> node != null && node.isBroken());
	}

	/** By their addresses. */
	private Map<String, RedisURI> masters() {
		return this.topology.masters()
			.stream()
			.map(RedisClusterNode::getUri)
			.collect(Collectors.toMap(ClusterNodes::address, Function.identity(), (one, same) -> one));
	}

	@Override
	int slot(String key) {
		return SlotHash.getSlot(key.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public @Nullable NodeConnection nodeFor(String key) {
		RedisClusterNode master = this.topology.master(slot(key));
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

	@Override
	public void suspect() {
		this.topology.suspect();
	}

	/** Connect, if there is a need. */
	private void connect(NodeConnection node, RedisURI uri) {
		if (!node.beginToConnect()) {
			return;
		}
		Mono.defer(() -> Mono.fromCompletionStage(this.topology.nodeClient().connectAsync(this.codec, uri)))
			.subscribe((opened) -> connected(node, opened), (error) -> {
				node.failedToConnect();
				suspect();
			});
	}

	private void connected(NodeConnection node, StatefulRedisConnection<String, byte[]> opened) {
		opened.setTimeout(timeout());
		node.connected(opened);
		if (this.closed || !this.nodes.containsValue(node)) {
			node.giveUp();
		}
		else if (node.isUp()) {
			listeners().forEach((listener) -> listener.restored(node));
		}
	}

	/** Connections that are down, to nodes without slots, are given up. */
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
		listeners().forEach(Listener::moved);
	}

	@Override
	@Nullable NodeConnection find(RedisChannelHandler<?, ?> handler) {
		for (NodeConnection node : this.nodes.values()) {
			if (node.isOf(handler)) {
				return node;
			}
		}
		return null;
	}

	@Override
	public void close() {
		this.closed = true;
		Steps steps = new Steps().then(() -> this.topology.removeListener(this.topologyListener))
			.then(() -> this.topology.nodeClient().removeListener(stateListener()));
		this.nodes.values().forEach((node) -> steps.then(node::close));
		listeners().forEach((listener) -> steps.then(listener::closed));
		steps.end();
	}

}
