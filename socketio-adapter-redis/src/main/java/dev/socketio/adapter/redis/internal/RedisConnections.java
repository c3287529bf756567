package dev.socketio.adapter.redis.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.channel.PublicationException;
import dev.socketio.internal.Results;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The connections of a server or an emitter to Redis, whatever the number of its
 * namespaces and rooms: one for commands, one for subscriptions, and one for each reader
 * of streams. The client is the application's and is not closed. Safe for use by several
 * threads; methods do not block unless they say so.
 *
 * @since 0.1.0
 */
public final class RedisConnections implements AutoCloseable {

	private final Deployment deployment;

	private final ClusterStatistics statistics = new ClusterStatistics();

	private final PublishQueue publications;

	private final List<BooleanSupplier> conditions = new CopyOnWriteArrayList<>();

	private volatile @Nullable Subscriptions subscriptions;

	private volatile boolean closed;

	private RedisConnections(Deployment deployment, int maxPending) {
		this.deployment = deployment;
		this.publications = new PublishQueue(deployment.nodes(), maxPending, this.statistics);
	}

	/**
	 * Connect. Blocks until the connection is there.
	 * @param client the application's client, a {@link io.lettuce.core.RedisClient} or a
	 * {@link io.lettuce.core.cluster.RedisClusterClient}
	 * @param maxPending how many messages may wait for Redis at a time; further ones fail
	 * @return the connections
	 * @throws io.lettuce.core.RedisConnectionException if Redis cannot be reached
	 * @throws IllegalArgumentException if the client is of another kind
	 */
	public static RedisConnections open(AbstractRedisClient client, int maxPending) {
		return new RedisConnections(Deployment.connect(client), maxPending);
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
	 * has confirmed all subscriptions, and while it refuses one, or a publication
	 */
	public boolean isUp() {
		Subscriptions opened = this.subscriptions;
		return this.deployment.isOpen() && this.publications.isUp() && (opened == null || opened.isUp())
				&& this.conditions.stream().allMatch(BooleanSupplier::getAsBoolean);
	}

	/**
	 * Add a condition for {@link #isUp()}.
	 * @param condition is asked each time
	 */
	public void addCondition(BooleanSupplier condition) {
		this.conditions.add(condition);
	}

	/**
	 * Ask Redis for its version. Blocks.
	 * @return the major version, 0 if Redis does not tell
	 */
	public int majorVersion() {
		return Objects.requireNonNullElse(join(commands().info("server")), "")
			.lines()
			.filter((line) -> line.startsWith("redis_version:"))
			.map((line) -> line.substring("redis_version:".length()).split("\\.", 2)[0])
			.mapToInt(Integer::parseInt)
			.findFirst()
			.orElse(0);
	}

	/**
	 * Wait for an answer. Blocks as long as the client's timeout allows.
	 * @param <T> the type of the answer
	 * @param answer the answer
	 * @return its value
	 */
	public <T> @Nullable T join(CompletionStage<T> answer) {
		CompletableFuture<T> future = answer.toCompletableFuture();
		return Mono.fromFuture(future).block(this.deployment.timeout().plus(Duration.ofSeconds(1)));
	}

	/**
	 * Return whether this is a Redis Cluster, in which keys live on different nodes.
	 * @return {@code true} for a cluster
	 */
	public boolean isCluster() {
		return this.deployment.isCluster();
	}

	/**
	 * Return the commands that have an answer of interest.
	 * @return the commands; in a cluster the client finds the node
	 */
	public RedisClusterAsyncCommands<String, byte[]> commands() {
		return this.deployment.commands();
	}

	/**
	 * Return the connections that messages are published over.
	 * @return the connections
	 */
	public NodeConnections nodes() {
		return this.deployment.nodes();
	}

	/**
	 * Open further connections for commands that block them. Blocks until there is one.
	 * @param timeout how long commands may take
	 * @return the connections, which are closed with these
	 */
	public NodeConnections dedicated(Duration timeout) {
		return this.deployment.dedicated(timeout);
	}

	/**
	 * Send a command that publishes a message. While Redis cannot take it, it waits;
	 * commands with the same key keep their order.
	 * @param key the sharded channel or stream that the command is about, or any text
	 * that selects the node to publish at
	 * @param command sends the command
	 * @return completes when Redis has confirmed it, fails with a
	 * {@link PublicationException}; need not be subscribed to
	 */
	public Mono<Void> send(String key, Function<RedisAsyncCommands<String, byte[]>, RedisFuture<?>> command) {
		return this.publications.send(key, command);
	}

	/**
	 * Return the subscriptions. Blocks at the first call, until the connection is there.
	 * @return the subscriptions
	 * @throws io.lettuce.core.RedisConnectionException if Redis cannot be reached
	 * @throws IllegalStateException if the connections are closed
	 */
	public Subscriptions subscriptions() {
		Subscriptions opened = this.subscriptions;
		return (opened != null) ? opened : openSubscriptions();
	}

	private synchronized Subscriptions openSubscriptions() {
		Subscriptions opened = this.subscriptions;
		if (opened == null) {
			if (this.closed) {
				throw new IllegalStateException("The connections are closed");
			}
			opened = this.deployment.openSubscriptions(this.statistics);
			this.subscriptions = opened;
		}
		return opened;
	}

	/**
	 * Count the servers that are subscribed to a channel.
	 * @param kind the kind of the channel, not a pattern
	 * @param channel the channel, to which this server subscribes as well
	 * @return the number of servers, at least 1: this one counts even while it is not
	 * subscribed yet, or again
	 */
	public Mono<Integer> serverCount(SubscriptionKind kind, String channel) {
		return Results.of(this.deployment.subscriptionCounts(kind, channel)
			.map(RedisConnections::sum)
			.reduce(0, Integer::sum)
			.map((count) -> Math.max(1, count)));
	}

	private static int sum(Map<String, Long> counts) {
		return (int) counts.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Return whether the connections are closed, or are being closed.
	 * @return {@code true} once {@link #close()} has been called
	 */
	public boolean isClosed() {
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
		Steps steps = new Steps().then(this.publications::close);
		Subscriptions opened = this.subscriptions;
		if (opened != null) {
			steps.then(opened::close);
		}
		steps.then(this.deployment::close).end();
	}

}
