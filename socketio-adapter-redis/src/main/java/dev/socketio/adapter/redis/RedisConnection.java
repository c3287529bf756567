package dev.socketio.adapter.redis;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.internal.RedisConnections;
import io.lettuce.core.AbstractRedisClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Redis that a server or an emitter shares with others, whatever the number of its
 * namespaces and rooms. The client is the application's and is not closed. Safe for use
 * by several threads; methods do not block unless they say so.
 *
 * @since 0.1.0
 */
public final class RedisConnection implements AutoCloseable {

	private final RedisConnections connections;

	private final RedisOptions options;

	private final JsonMapper mapper;

	private RedisConnection(RedisConnections connections, RedisOptions options, JsonMapper mapper) {
		this.connections = connections;
		this.options = options;
		this.mapper = mapper;
	}

	/**
	 * Connect. Blocks until the connection is there.
	 * @param client the application's client, a {@link io.lettuce.core.RedisClient} or a
	 * {@link io.lettuce.core.cluster.RedisClusterClient}
	 * @param options the options, of the same type for all servers and emitters of the
	 * cluster
	 * @param mapper the application's mapper
	 * @return the connection
	 * @throws io.lettuce.core.RedisConnectionException if Redis cannot be reached
	 * @throws IllegalArgumentException if the client is of another kind
	 */
	public static RedisConnection open(AbstractRedisClient client, RedisOptions options, JsonMapper mapper) {
		return new RedisConnection(RedisConnections.open(client, options.maxPendingPublications()), options, mapper);
	}

	/**
	 * Return the counters of all that goes over this connection.
	 * @return the statistics
	 */
	public ClusterStatistics statistics() {
		return this.connections.statistics();
	}

	/**
	 * Return whether Redis can be reached and accepts all commands.
	 * @return {@code false} while the connection is being established again, until Redis
	 * has confirmed all subscriptions, and while it refuses a subscription or a
	 * publication
	 */
	public boolean isUp() {
		return this.connections.isUp();
	}

	RedisConnections connections() {
		return this.connections;
	}

	RedisOptions options() {
		return this.options;
	}

	JsonMapper mapper() {
		return this.mapper;
	}

	/**
	 * Stop reading and writing. Blocks until the connection is closed.
	 */
	@Override
	public void close() {
		this.connections.close();
	}

}
