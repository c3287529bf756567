package dev.socketio.adapter.redis;

import java.util.function.Function;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.redis.internal.RedisConnections;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes adapters that share a Redis with those of other servers, Java and Node.js ones
 * alike. A factory belongs to one server: Redis counts subscriptions, and those of one
 * connection count once.
 *
 * @since 0.1.0
 */
public final class RedisAdapterFactory implements AdapterFactory {

	/** The version that introduced sharded channels. */
	private static final int SHARDED_SINCE = 7;

	private final Function<LocalNamespace, RedisAdapter> adapters;

	private RedisAdapterFactory(Function<LocalNamespace, RedisAdapter> adapters) {
		this.adapters = adapters;
	}

	/**
	 * Subscribe, and begin to read streams if the options ask for them. Blocks until the
	 * connections for that are there.
	 * @param connection the connection, of this server alone; it is not closed by the
	 * factory
	 * @return the factory
	 * @throws UnsupportedRedisException if the options ask for sharded channels, and
	 * Redis is older than version 7
	 * @throws io.lettuce.core.RedisException if Redis cannot be reached or refuses a
	 * command
	 */
	public static RedisAdapterFactory open(RedisConnection connection) {
		RedisConnections redis = connection.connections();
		Function<LocalNamespace, RedisAdapter> adapters = adapters(redis, connection.options(), connection.mapper());
		// opened here, where it may block: adapters are also made by event loops
		redis.subscriptions();
		return new RedisAdapterFactory(adapters);
	}

	private static Function<LocalNamespace, RedisAdapter> adapters(RedisConnections redis, RedisOptions options,
			JsonMapper mapper) {
		if (options instanceof PubSubOptions pubSub) {
			return (namespace) -> new PubSubAdapter(namespace, redis, pubSub, mapper);
		}
		if (options instanceof ShardedOptions sharded) {
			requireShardedChannels(redis);
			return (namespace) -> new ShardedAdapter(namespace, redis, sharded, mapper);
		}
		StreamsOptions streams = (StreamsOptions) options;
		if (streams.useShardedPubSub()) {
			requireShardedChannels(redis);
		}
		Streams opened = new Streams(redis, streams);
		return (namespace) -> opened.adapter(namespace.name(),
				(shared) -> new StreamsAdapter(namespace, redis, shared, streams, mapper));
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

}
