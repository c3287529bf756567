package dev.socketio.adapter.redis;

import java.util.function.Function;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.connection.RedisConnections;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes adapters that share a Redis with those of other servers, Java and Node.js ones
 * alike. All servers of a cluster need the same mode. A factory belongs to one server:
 * what Redis counts as a member is a subscription, and a connection has only one for each
 * channel.
 *
 * @since 0.1.0
 */
public final class RedisAdapterFactory implements AdapterFactory, AutoCloseable {

	/** Sharded channels are known since Redis 7. */
	private static final int SHARDED_SINCE = 7;

	private final RedisConnections redis;

	private final Function<LocalNamespace, RedisAdapter> adapters;

	private RedisAdapterFactory(RedisConnections redis, Function<LocalNamespace, RedisAdapter> adapters) {
		this.redis = redis;
		this.adapters = adapters;
		// opened here, where it may block: adapters are also made by event loops
		redis.subscriptions();
	}

	/**
	 * For servers that use {@code createAdapter} of {@code @socket.io/redis-adapter}.
	 * @param redis the connections; they are closed with the factory
	 * @param options the options
	 * @param mapper the application's mapper
	 * @return the factory
	 */
	public static RedisAdapterFactory pubSub(RedisConnections redis, PubSubOptions options, JsonMapper mapper) {
		return new RedisAdapterFactory(redis, (namespace) -> new PubSubAdapter(namespace, redis, options, mapper));
	}

	/**
	 * For servers that use {@code createShardedAdapter} of
	 * {@code @socket.io/redis-adapter}. Blocks to ask Redis for its version.
	 * @param redis the connections; they are closed with the factory
	 * @param options the options
	 * @param mapper the application's mapper
	 * @return the factory
	 * @throws UnsupportedRedisException if Redis is older than 7
	 */
	public static RedisAdapterFactory sharded(RedisConnections redis, ShardedOptions options, JsonMapper mapper) {
		requireShardedChannels(redis);
		return new RedisAdapterFactory(redis, (namespace) -> new ShardedAdapter(namespace, redis, options, mapper));
	}

	/**
	 * For servers that use {@code @socket.io/redis-streams-adapter}. Blocks until the
	 * streams can be read.
	 * @param redis the connections; they are closed with the factory
	 * @param options the options
	 * @param maxPending how many messages may wait for Redis at a time; further ones fail
	 * @param mapper the application's mapper
	 * @return the factory
	 * @throws UnsupportedRedisException if sharded channels are wanted, and Redis is
	 * older than 7
	 */
	public static RedisAdapterFactory streams(RedisConnections redis, StreamsOptions options, int maxPending,
			JsonMapper mapper) {
		if (options.useShardedPubSub()) {
			requireShardedChannels(redis);
		}
		Streams streams = new Streams(redis, options, maxPending);
		return new RedisAdapterFactory(redis, (namespace) -> streams.adapter(namespace.name(),
				(shared) -> new StreamsAdapter(namespace, redis, shared, options, mapper)));
	}

	private static void requireShardedChannels(RedisConnections redis) {
		int version = redis.majorVersion();
		if (version < SHARDED_SINCE) {
			throw new UnsupportedRedisException(version, SHARDED_SINCE);
		}
	}

	@Override
	public RedisAdapter create(LocalNamespace namespace) {
		return this.adapters.apply(namespace);
	}

	/**
	 * Return the counters of all adapters of this factory.
	 * @return the statistics
	 */
	public ClusterStatistics statistics() {
		return this.redis.statistics();
	}

	/**
	 * Return whether Redis can be reached, and does what is asked of it.
	 * @return {@code false} while a connection is being established again, until Redis
	 * has confirmed all subscriptions, and while it refuses one, or a publication
	 */
	public boolean isUp() {
		return this.redis.isUp();
	}

	/**
	 * Close all connections. Blocks until they are closed.
	 */
	@Override
	public void close() {
		this.redis.close();
	}

}
