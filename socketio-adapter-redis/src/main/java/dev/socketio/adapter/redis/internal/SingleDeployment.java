package dev.socketio.adapter.redis.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One Redis, at a known address or found by Sentinel. Publications and commands with an
 * answer share a connection.
 */
final class SingleDeployment implements Deployment {

	private final RedisClient client;

	private final StatefulRedisConnection<String, byte[]> connection;

	private final SingleNode node;

	private final List<NodeConnections> dedicated = new CopyOnWriteArrayList<>();

	SingleDeployment(RedisClient client) {
		this.client = client;
		this.connection = client.connect(CODEC);
		this.node = new SingleNode(this.connection);
	}

	@Override
	public boolean isCluster() {
		return false;
	}

	@Override
	public boolean isOpen() {
		return this.connection.isOpen();
	}

	@Override
	public Duration timeout() {
		return this.connection.getTimeout();
	}

	@Override
	public RedisClusterAsyncCommands<String, byte[]> commands() {
		return this.connection.async();
	}

	@Override
	public NodeConnections nodes() {
		return this.node;
	}

	@Override
	public NodeConnections dedicated(Duration timeout) {
		StatefulRedisConnection<String, byte[]> opened = this.client.connect(CODEC);
		opened.setTimeout(timeout);
		SingleNode other = new SingleNode(opened);
		this.dedicated.add(other);
		return other;
	}

	@Override
	public Subscriptions openSubscriptions(ClusterStatistics statistics) {
		return NodeSubscriptions.open(this.client, CODEC, statistics);
	}

	@Override
	public Flux<Map<String, Long>> subscriptionCounts(SubscriptionKind kind, String channel) {
		return Mono.fromFuture(kind.count(commands(), channel).toCompletableFuture(), true).flux();
	}

	@Override
	public void close() {
		Steps steps = new Steps();
		this.dedicated.forEach((other) -> steps.then(other::close));
		steps.then(this.node::close).end();
	}

}
