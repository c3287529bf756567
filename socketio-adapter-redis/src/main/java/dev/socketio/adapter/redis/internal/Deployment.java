package dev.socketio.adapter.redis.internal;

import java.time.Duration;
import java.util.Map;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import reactor.core.publisher.Flux;

/**
 * What differs between a single Redis and a Redis Cluster. Safe for use by several
 * threads; methods do not block unless they say so.
 */
interface Deployment extends AutoCloseable {

	/** Keys and channels are text, values are bytes. */
	RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	/**
	 * Connect. Blocks until the connection is there.
	 * @param client the application's client
	 * @return the deployment
	 * @throws io.lettuce.core.RedisConnectionException if Redis cannot be reached
	 * @throws IllegalArgumentException if the client is of another kind
	 */
	static Deployment connect(AbstractRedisClient client) {
		if (client instanceof RedisClient single) {
			return new SingleDeployment(single);
		}
		if (client instanceof RedisClusterClient cluster) {
			return new ClusterDeployment(cluster);
		}
		throw new IllegalArgumentException("Neither a RedisClient nor a RedisClusterClient: " + client);
	}

	boolean isCluster();

	/** Whether the connection for commands with an answer is open. */
	boolean isOpen();

	/** How long the application's client waits for answers. */
	Duration timeout();

	/** Commands with an answer; in a cluster the client finds the node. */
	RedisClusterAsyncCommands<String, byte[]> commands();

	/** The connections that messages are published over. */
	NodeConnections nodes();

	/** Further connections, for commands that block them. Blocks until there is one. */
	NodeConnections dedicated(Duration timeout);

	/** Connect for subscriptions, once. Blocks until there is a connection. */
	Subscriptions openSubscriptions(ClusterStatistics statistics);

	/**
	 * Count the subscriptions of a channel.
	 * @param kind the kind of the channel, not a pattern
	 * @param channel the channel
	 * @return the answer of each node that has to be asked
	 */
	Flux<Map<String, Long>> subscriptionCounts(SubscriptionKind kind, String channel);

	/** Blocks until all connections but that for subscriptions are closed. */
	@Override
	void close();

}
