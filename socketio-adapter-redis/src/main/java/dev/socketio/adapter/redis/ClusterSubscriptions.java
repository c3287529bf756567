package dev.socketio.adapter.redis;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Subscriptions in a Redis Cluster. Lettuce knows which node has which sharded channel,
 * and connects and subscribes again when a connection was lost. Changes and their
 * commands happen together, so that they reach Redis in the same order.
 */
final class ClusterSubscriptions extends RedisPubSubAdapter<String, byte[]> implements Subscriptions {

	/** After a slot has moved the client needs to learn where it is now. */
	private static final long RESUBSCRIBE_DELAY_MILLIS = 200;

	private final StatefulRedisClusterPubSubConnection<String, byte[]> connection;

	private final RedisPubSubAsyncCommands<String, byte[]> commands;

	private final ClusterStatistics statistics;

	private final Receivers receivers;

	private final RedisClusterClient client;

	private final NodeListener nodes = new NodeListener();

	private volatile boolean connected = true;

	private volatile boolean closed;

	/** Blocks until there is a connection. */
	ClusterSubscriptions(RedisClusterClient client, RedisCodec<String, byte[]> codec, ClusterStatistics statistics) {
		this.client = client;
		this.connection = client.connectPubSub(codec);
		this.commands = this.connection.async();
		this.statistics = statistics;
		this.receivers = new Receivers(statistics);
		this.connection.addListener(this);
		this.connection.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
				ClusterSubscriptions.this.connected = true;
			}

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
				ClusterSubscriptions.this.connected = false;
			}

		});
		client.addListener(this.nodes);
	}

	@Override
	public boolean isUp() {
		return this.connected && this.connection.isOpen();
	}

	@Override
	public synchronized Mono<Void> subscribe(SubscriptionKind kind, Receiver receiver, String... names) {
		if (this.closed) {
			return Mono.empty();
		}
		for (String name : names) {
			this.receivers.put(kind, name, receiver);
		}
		return send(kind, true, names);
	}

	@Override
	public synchronized Mono<Void> unsubscribe(SubscriptionKind kind, Receiver receiver, String... names) {
		String[] given = Stream.of(names)
			.filter((name) -> this.receivers.remove(kind, name, receiver))
			.toArray(String[]::new);
		return (given.length > 0 && !this.closed) ? send(kind, false, given) : Mono.empty();
	}

	/** Each sharded channel may live on another node. */
	private Mono<Void> send(SubscriptionKind kind, boolean subscribe, String... names) {
		if (kind != SubscriptionKind.SHARD_CHANNEL) {
			return observed(subscribe ? kind.subscribe(this.commands, names) : kind.unsubscribe(this.commands, names));
		}
		List<Mono<Void>> answers = new ArrayList<>(names.length);
		for (String name : names) {
			answers.add(observed(subscribe ? this.commands.ssubscribe(name) : this.commands.sunsubscribe(name)));
		}
		return Mono.when(answers);
	}

	private Mono<Void> observed(RedisFuture<Void> answer) {
		answer.whenComplete((nothing, error) -> {
			if (error != null && !this.closed) {
				this.statistics.error(error);
			}
		});
		return Mono.fromFuture(answer.toCompletableFuture(), true);
	}

	@Override
	public void message(String channel, byte[] payload) {
		this.receivers.pass(SubscriptionKind.CHANNEL, channel, channel, payload);
	}

	@Override
	public void message(String pattern, String channel, byte[] payload) {
		this.receivers.pass(SubscriptionKind.PATTERN, pattern, channel, payload);
	}

	@Override
	public void smessage(String channel, byte[] payload) {
		this.receivers.pass(SubscriptionKind.SHARD_CHANNEL, channel, channel, payload);
	}

	/** A room may have been left while the connection was being established again. */
	@Override
	public void ssubscribed(String channel, long count) {
		if (!isWanted(channel) && !this.closed) {
			observed(this.commands.sunsubscribe(channel));
		}
	}

	/** The server ends subscriptions when a slot moves to another node. */
	@Override
	public void sunsubscribed(String channel, long count) {
		if (isWanted(channel)) {
			Schedulers.parallel().schedule(() -> resubscribe(channel), RESUBSCRIBE_DELAY_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private synchronized void resubscribe(String channel) {
		if (isWanted(channel)) {
			observed(this.commands.ssubscribe(channel));
		}
	}

	private void resubscribeAll() {
		this.receivers.names(SubscriptionKind.SHARD_CHANNEL).forEach(this::resubscribe);
	}

	private boolean isWanted(String channel) {
		return !this.closed && this.receivers.contains(SubscriptionKind.SHARD_CHANNEL, channel);
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
		}
		this.client.removeListener(this.nodes);
		this.connection.close();
	}

	/**
	 * Lettuce subscribes to all sharded channels of a node with one command when it has
	 * connected it again, which nodes refuse unless they are all in one slot.
	 */
	private final class NodeListener implements RedisConnectionStateListener {

		private final Set<RedisChannelHandler<?, ?>> lost = ConcurrentHashMap.newKeySet();

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
			if (handler instanceof StatefulRedisPubSubConnection && !handler.isClosed()) {
				this.lost.add(handler);
			}
		}

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
			if (this.lost.remove(handler)) {
				Schedulers.parallel()
					.schedule(ClusterSubscriptions.this::resubscribeAll, RESUBSCRIBE_DELAY_MILLIS,
							TimeUnit.MILLISECONDS);
			}
		}

	}

}
