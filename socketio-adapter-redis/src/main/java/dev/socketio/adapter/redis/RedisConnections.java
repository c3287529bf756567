package dev.socketio.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.internal.Results;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.AsyncExecutions;
import io.lettuce.core.cluster.api.async.NodeSelectionAsyncCommands;
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

	/** What Redis answers while a cluster changes, or while it reads its data. */
	private static final List<String> ELSEWHERE = List.of("MOVED ", "ASK ", "CLUSTERDOWN", "TRYAGAIN", "UNBLOCKED ",
			"LOADING ");

	/**
	 * What Redis answers while it has no memory left, cannot save, is busy with a script,
	 * is or has been a replica, or has too few of them.
	 */
	private static final List<String> NOT_NOW = List.of("OOM ", "MISCONF ", "BUSY ", "READONLY ", "MASTERDOWN ",
			"NOREPLICAS ");

	private final AbstractRedisClient client;

	private final ClusterStatistics statistics;

	/** For what is asked; in a Redis Cluster the client finds the node. */
	private final StatefulConnection<String, byte[]> connection;

	/** For what is published. */
	private final NodeConnections nodes;

	private final Publications publications;

	/** Of a Redis Cluster. */
	private final @Nullable ClusterTopology topology;

	private final List<NodeConnections> others = new CopyOnWriteArrayList<>();

	private final List<BooleanSupplier> conditions = new CopyOnWriteArrayList<>();

	private volatile @Nullable Subscriptions subscriptions;

	private volatile boolean closed;

	private RedisConnections(AbstractRedisClient client, int maxPending, ClusterStatistics statistics) {
		this.client = client;
		this.statistics = statistics;
		this.connection = connect(client);
		this.topology = (client instanceof RedisClusterClient cluster) ? new ClusterTopology(cluster, this::isConnected)
				: null;
		this.nodes = nodes(this.connection, this.connection.getTimeout());
		this.publications = new Publications(this.nodes, maxPending, statistics);
		if (this.topology != null) {
			this.topology.start();
		}
	}

	private NodeConnections nodes(StatefulConnection<String, byte[]> standalone, Duration timeout) {
		return (this.topology != null) ? new NodeConnections(this.topology, CODEC, timeout)
				: new NodeConnections((StatefulRedisConnection<String, byte[]>) standalone, CODEC);
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
		return (this.topology != null) ? ClusterSubscriptions.open(this.topology, CODEC, this.statistics)
				: NodeSubscriptions.open((RedisClient) this.client, CODEC, this.statistics);
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
		return this.connection.isOpen() && this.publications.isUp() && (opened == null || opened.isUp())
				&& this.conditions.stream().allMatch(BooleanSupplier::getAsBoolean);
	}

	/** Add something that belongs to {@link #isUp()}. */
	void addCondition(BooleanSupplier condition) {
		this.conditions.add(condition);
	}

	/** Whether no connection of a Redis Cluster is lost. */
	private boolean isConnected() {
		Subscriptions opened = this.subscriptions;
		return this.nodes.isUp() && this.others.stream().allMatch(NodeConnections::isUp)
				&& (opened == null || opened.isConnected());
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
		return this.topology != null;
	}

	RedisClusterAsyncCommands<String, byte[]> commands() {
		return (this.connection instanceof StatefulRedisClusterConnection<String, byte[]> cluster) ? cluster.async()
				: ((StatefulRedisConnection<String, byte[]>) this.connection).async();
	}

	NodeConnections nodes() {
		return this.nodes;
	}

	/** Whether Redis has not done what was asked for, but will, maybe at another node. */
	static boolean isNotNow(Throwable error) {
		return isElsewhere(error) || startsWith(error, NOT_NOW);
	}

	/** Whether a cluster changes, or a node has just been started. */
	static boolean isElsewhere(Throwable error) {
		return startsWith(error, ELSEWHERE);
	}

	/** Whether a key holds something else than a stream. */
	static boolean isNoStream(@Nullable Throwable error) {
		return error != null && startsWith(error, List.of("WRONGTYPE "));
	}

	private static boolean startsWith(Throwable error, List<String> codes) {
		String message = (error instanceof RedisCommandExecutionException) ? String.valueOf(error.getMessage()) : "";
		return codes.stream().anyMatch(message::startsWith);
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

	/** Others, for commands that block them. Blocks until there is one. */
	NodeConnections dedicated(Duration timeout) {
		NodeConnections other;
		if (this.topology != null) {
			other = nodes(this.connection, timeout);
		}
		else {
			StatefulConnection<String, byte[]> opened = connect(this.client);
			opened.setTimeout(timeout);
			other = nodes(opened, timeout);
		}
		this.others.add(other);
		return other;
	}

	/** The number of servers that are subscribed to a channel, in the whole cluster. */
	Mono<Integer> subscribers(String channel) {
		return counted((node) -> node.pubsubNumsub(channel), () -> commands().pubsubNumsub(channel));
	}

	/** The number of servers that are subscribed to a sharded channel. */
	Mono<Integer> shardSubscribers(String channel) {
		return counted((node) -> node.pubsubShardNumsub(channel), () -> commands().pubsubShardNumsub(channel));
	}

	/** In a Redis Cluster, masters that have lost their slots may be gone. */
	private Mono<Integer> counted(
			Function<NodeSelectionAsyncCommands<String, byte[]>, AsyncExecutions<Map<String, Long>>> all,
			Supplier<RedisFuture<Map<String, Long>>> one) {
		Flux<? extends CompletionStage<Map<String, Long>>> answers = (this.connection instanceof StatefulRedisClusterConnection<String, byte[]> cluster)
				? Flux.fromIterable(all.apply(cluster.async().nodes((node) -> !node.hasNoSlots()).commands()))
				: Flux.just(one.get());
		return Results.of(answers.flatMap((answer) -> Mono.fromFuture(answer.toCompletableFuture(), true))
			.map(RedisConnections::sum)
			.reduce(0, Integer::sum));
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
		Steps steps = new Steps().then(this.publications::close);
		this.others.forEach((other) -> steps.then(other::close));
		Subscriptions opened = this.subscriptions;
		if (opened != null) {
			steps.then(opened::close);
		}
		steps.then(this.nodes::close);
		if (this.topology != null) {
			steps.then(this.topology::close).then(this.connection::close);
		}
		steps.end();
	}

}
