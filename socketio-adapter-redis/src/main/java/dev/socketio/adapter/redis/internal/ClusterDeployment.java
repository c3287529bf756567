package dev.socketio.adapter.redis.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A Redis Cluster. Commands with an answer go over the connection of the application's
 * client, which finds the node; messages go over connections to single nodes.
 */
final class ClusterDeployment implements Deployment {

	private final StatefulRedisClusterConnection<String, byte[]> connection;

	private final ClusterTopology topology;

	private final ClusterNodes nodes;

	private final List<ClusterNodes> dedicated = new CopyOnWriteArrayList<>();

	private volatile @Nullable Subscriptions subscriptions;

	ClusterDeployment(RedisClusterClient client) {
		this.connection = client.connect(CODEC);
		this.topology = new ClusterTopology(client, this::isConnected);
		this.nodes = new ClusterNodes(this.topology, CODEC, this.connection.getTimeout());
		this.topology.start();
	}

	/** Whether no connection to a node is lost. */
	private boolean isConnected() {
		Subscriptions opened = this.subscriptions;
		return this.nodes.isUp() && this.dedicated.stream().allMatch(NodeConnections::isUp)
				&& (opened == null || opened.isConnected());
	}

	@Override
	public boolean isCluster() {
		return true;
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
		return this.nodes;
	}

	@Override
	public NodeConnections dedicated(Duration timeout) {
		ClusterNodes other = new ClusterNodes(this.topology, CODEC, timeout);
		this.dedicated.add(other);
		return other;
	}

	@Override
	public Subscriptions openSubscriptions(ClusterStatistics statistics) {
		Subscriptions opened = ClusterSubscriptions.open(this.topology, CODEC, statistics);
		this.subscriptions = opened;
		return opened;
	}

	/** Any node may have subscribers. Masters that have lost their slots may be gone. */
	@Override
	public Flux<Map<String, Long>> subscriptionCounts(SubscriptionKind kind, String channel) {
		Flux<? extends CompletionStage<Map<String, Long>>> answers = Flux
			.fromIterable(kind.count(this.connection.async().nodes((node) -> !node.hasNoSlots()).commands(), channel));
		return answers.flatMap((answer) -> Mono.fromFuture(answer.toCompletableFuture(), true));
	}

	@Override
	public void close() {
		Steps steps = new Steps();
		this.dedicated.forEach((other) -> steps.then(other::close));
		steps.then(this.nodes::close).then(this.topology::close).then(this.connection::close).end();
	}

}
