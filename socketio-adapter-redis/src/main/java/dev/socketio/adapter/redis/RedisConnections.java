package dev.socketio.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The connections of a server or an emitter to Redis, whatever the number of its
 * namespaces and rooms: one for commands, one for subscriptions, and in streams mode one
 * that waits for entries. The client is the application's and is not closed. Safe for use
 * by several threads; methods do not block unless they say so.
 */
public final class RedisConnections implements AutoCloseable {

	private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	private final AbstractRedisClient client;

	private final ClusterStatistics statistics;

	private final StatefulConnection<String, byte[]> connection;

	private final Publications publications;

	private final List<StatefulConnection<String, byte[]>> others = new CopyOnWriteArrayList<>();

	private volatile @Nullable Subscriptions subscriptions;

	private volatile boolean closed;

	private RedisConnections(AbstractRedisClient client, int maxPending, ClusterStatistics statistics) {
		this.client = client;
		this.statistics = statistics;
		this.connection = connect(client);
		this.publications = new Publications(this.connection, maxPending, statistics);
	}

	/**
	 * Connect. Blocks until the connection is there.
	 * @param client the application's client, a {@link RedisClient} or a
	 * {@link RedisClusterClient}
	 * @param maxPending how many messages may wait for Redis at a time; further ones fail
	 * @return the connections
	 * @throws io.lettuce.core.RedisConnectionException if Redis cannot be reached
	 * @throws IllegalArgumentException if the client is of another kind
	 */
	public static RedisConnections open(AbstractRedisClient client, int maxPending) {
		return new RedisConnections(client, maxPending, new ClusterStatistics());
	}

	private static StatefulConnection<String, byte[]> connect(AbstractRedisClient client) {
		if (client instanceof RedisClient standalone) {
			return standalone.connect(CODEC);
		}
		if (client instanceof RedisClusterClient cluster) {
			return cluster.connect(CODEC);
		}
		throw new IllegalArgumentException("Neither a RedisClient nor a RedisClusterClient: " + client);
	}

	private Subscriptions openSubscriptions() {
		return (this.client instanceof RedisClusterClient cluster)
				? new ClusterSubscriptions(cluster, CODEC, this.statistics)
				: new StandaloneSubscriptions((RedisClient) this.client, CODEC, this.statistics);
	}

	/**
	 * Return the counters of all that goes over these connections.
	 * @return the statistics
	 */
	public ClusterStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Return whether Redis can be reached, and does what is asked of it.
	 * @return {@code false} while a connection is being established again, until Redis
	 * has confirmed all subscriptions, and while it refuses one
	 */
	public boolean isUp() {
		Subscriptions opened = this.subscriptions;
		return isOpen(this.connection) && (opened == null || opened.isUp());
	}

	private boolean isOpen(StatefulConnection<?, ?> candidate) {
		return candidate.isOpen() && this.publications.isUp();
	}

	/**
	 * Ask Redis for its version. Blocks.
	 * @return the major version, 0 if it does not say
	 */
	int majorVersion() {
		return Objects.requireNonNullElse(join(commands().info("server")), "")
			.lines()
			.filter((line) -> line.startsWith("redis_version:"))
			.map((line) -> line.substring("redis_version:".length()).split("\\.", 2)[0])
			.mapToInt(Integer::parseInt)
			.findFirst()
			.orElse(0);
	}

	/** Wait for an answer, as long as the connection does. */
	<T> @Nullable T join(CompletionStage<T> answer) {
		CompletableFuture<T> future = answer.toCompletableFuture();
		return Mono.fromFuture(future).block(this.connection.getTimeout().plus(Duration.ofSeconds(1)));
	}

	boolean isCluster() {
		return this.client instanceof RedisClusterClient;
	}

	RedisClusterAsyncCommands<String, byte[]> commands() {
		return commands(this.connection);
	}

	private static RedisClusterAsyncCommands<String, byte[]> commands(StatefulConnection<String, byte[]> connection) {
		return (connection instanceof StatefulRedisClusterConnection<String, byte[]> cluster) ? cluster.async()
				: ((StatefulRedisConnection<String, byte[]>) connection).async();
	}

	StatefulConnection<String, byte[]> connection() {
		return this.connection;
	}

	Publications publications() {
		return this.publications;
	}

	/** Blocks at the first call, until the connection is there. */
	Subscriptions subscriptions() {
		Subscriptions opened = this.subscriptions;
		return (opened != null) ? opened : subscriptionsAtFirst();
	}

	private synchronized Subscriptions subscriptionsAtFirst() {
		Subscriptions opened = this.subscriptions;
		if (opened == null) {
			if (this.closed) {
				throw new IllegalStateException("The connections are closed");
			}
			opened = openSubscriptions();
			this.subscriptions = opened;
		}
		return opened;
	}

	/** Another connection, for commands that block it. Blocks until it is there. */
	Dedicated dedicated(Duration timeout) {
		StatefulConnection<String, byte[]> opened = connect(this.client);
		opened.setTimeout(timeout);
		this.others.add(opened);
		return new Dedicated(opened, commands(opened));
	}

	/** The number of servers that are subscribed to a channel, in the whole cluster. */
	Mono<Integer> subscribers(String channel) {
		if (this.connection instanceof StatefulRedisClusterConnection<String, byte[]> cluster) {
			return Flux.fromIterable(cluster.async().upstream().commands().pubsubNumsub(channel))
				.flatMap((count) -> Mono.fromFuture(count.toCompletableFuture(), true))
				.map(RedisConnections::sum)
				.reduce(0, Integer::sum);
		}
		return Mono.fromFuture(commands().pubsubNumsub(channel).toCompletableFuture(), true).map(RedisConnections::sum);
	}

	/** The number of servers that are subscribed to a sharded channel. */
	Mono<Integer> shardSubscribers(String channel) {
		if (this.connection instanceof StatefulRedisClusterConnection<String, byte[]> cluster) {
			return Flux.fromIterable(cluster.async().upstream().commands().pubsubShardNumsub(channel))
				.flatMap((count) -> Mono.fromFuture(count.toCompletableFuture(), true))
				.map(RedisConnections::sum)
				.reduce(0, Integer::sum);
		}
		return Mono.fromFuture(commands().pubsubShardNumsub(channel).toCompletableFuture(), true)
			.map(RedisConnections::sum);
	}

	private static int sum(Map<String, Long> counts) {
		return (int) counts.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * The number of servers, given how many are subscribed: this one is there even while
	 * it is not subscribed yet, or again.
	 */
	static int serverCount(int subscribers) {
		return Math.max(1, subscribers);
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Close the connections. Blocks until they are closed.
	 */
	@Override
	public void close() {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
		}
		this.publications.close();
		this.others.forEach(StatefulConnection::close);
		Subscriptions opened = this.subscriptions;
		if (opened != null) {
			opened.close();
		}
		this.connection.close();
	}

	/**
	 * A connection of its own.
	 *
	 * @param connection the connection
	 * @param commands its commands
	 */
	record Dedicated(StatefulConnection<String, byte[]> connection,
			RedisClusterAsyncCommands<String, byte[]> commands) {

	}

}
