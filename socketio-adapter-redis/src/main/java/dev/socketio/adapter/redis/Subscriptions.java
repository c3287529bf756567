package dev.socketio.adapter.redis;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The subscriptions of all namespaces, over one connection. Lettuce subscribes again
 * after the connection was lost. Messages are passed on by the thread that reads the
 * connection. Changes and their commands happen together, so that they reach Redis in the
 * same order.
 */
final class Subscriptions extends RedisPubSubAdapter<String, byte[]> implements AutoCloseable {

	/** After a slot has moved the client needs to learn where it is now. */
	private static final long RESUBSCRIBE_DELAY_MILLIS = 200;

	private final StatefulRedisPubSubConnection<String, byte[]> connection;

	private final RedisPubSubAsyncCommands<String, byte[]> commands;

	private final ClusterStatistics statistics;

	private final Map<String, Receiver> channels = new ConcurrentHashMap<>();

	private final Map<String, Receiver> patterns = new ConcurrentHashMap<>();

	private final Map<String, Receiver> shardChannels = new ConcurrentHashMap<>();

	private volatile boolean up = true;

	private volatile boolean closed;

	Subscriptions(StatefulRedisPubSubConnection<String, byte[]> connection, ClusterStatistics statistics) {
		this.connection = connection;
		this.commands = connection.async();
		this.statistics = statistics;
		connection.addListener(this);
		connection.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> connected, SocketAddress address) {
				Subscriptions.this.up = true;
			}

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> disconnected) {
				Subscriptions.this.up = false;
			}

		});
	}

	boolean isUp() {
		return this.up && this.connection.isOpen();
	}

	/** Subscribe to channels at once. */
	synchronized Mono<Void> subscribe(Receiver receiver, String... names) {
		for (String name : names) {
			this.channels.put(name, receiver);
		}
		return observed(this.commands.subscribe(names));
	}

	/** Subscribe to all channels with a beginning at once. */
	synchronized Mono<Void> subscribeToPrefix(Receiver receiver, String prefix) {
		String pattern = pattern(prefix);
		this.patterns.put(pattern, receiver);
		return observed(this.commands.psubscribe(pattern));
	}

	/**
	 * Subscribe to sharded channels at once. In a cluster each may live on another node.
	 */
	synchronized Mono<Void> subscribeToShards(Receiver receiver, String... names) {
		Mono<Void> all = Mono.empty();
		for (String name : names) {
			this.shardChannels.put(name, receiver);
			all = all.and(observed(this.commands.ssubscribe(name)));
		}
		return all;
	}

	/**
	 * Give up channels, except those that somebody else has taken over: a namespace may
	 * come into being again while the old one is being closed.
	 */
	synchronized Mono<Void> unsubscribe(Receiver receiver, String... names) {
		String[] given = Stream.of(names).filter((name) -> this.channels.remove(name, receiver)).toArray(String[]::new);
		return (given.length > 0) ? observed(this.commands.unsubscribe(given)) : Mono.empty();
	}

	synchronized Mono<Void> unsubscribeFromPrefix(Receiver receiver, String prefix) {
		String pattern = pattern(prefix);
		return this.patterns.remove(pattern, receiver) ? observed(this.commands.punsubscribe(pattern)) : Mono.empty();
	}

	synchronized Mono<Void> unsubscribeFromShards(Receiver receiver, String... names) {
		Mono<Void> all = Mono.empty();
		for (String name : names) {
			if (this.shardChannels.remove(name, receiver)) {
				all = all.and(observed(this.commands.sunsubscribe(name)));
			}
		}
		return all;
	}

	/** A pattern that matches the prefix literally. */
	static String pattern(String prefix) {
		return prefix.replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "*";
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
		pass(this.channels.get(channel), channel, payload);
	}

	@Override
	public void message(String pattern, String channel, byte[] payload) {
		pass(this.patterns.get(pattern), channel, payload);
	}

	@Override
	public void smessage(String channel, byte[] payload) {
		pass(this.shardChannels.get(channel), channel, payload);
	}

	private void pass(@Nullable Receiver receiver, String channel, byte[] payload) {
		if (receiver == null) {
			return;
		}
		this.statistics.received();
		try {
			receiver.receive(channel, payload);
		}
		catch (RuntimeException | StackOverflowError ex) {
			this.statistics.ignored(channel, String.valueOf(ex.getMessage()));
		}
	}

	/** A room may have been left while the connection was being established again. */
	@Override
	public void ssubscribed(String channel, long count) {
		if (!this.shardChannels.containsKey(channel) && !this.closed) {
			observed(this.commands.sunsubscribe(channel));
		}
	}

	/** The server ends subscriptions when a slot moves to another node. */
	@Override
	public void sunsubscribed(String channel, long count) {
		if (this.shardChannels.containsKey(channel) && !this.closed) {
			Schedulers.parallel().schedule(() -> {
				if (this.shardChannels.containsKey(channel) && !this.closed) {
					observed(this.commands.ssubscribe(channel));
				}
			}, RESUBSCRIBE_DELAY_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.connection.close();
	}

	/**
	 * Takes messages. Called by the thread that reads the connection; must not block.
	 */
	@FunctionalInterface
	interface Receiver {

		/**
		 * Take a message.
		 * @param channel the channel it was published on
		 * @param payload its content
		 * @throws dev.socketio.protocol.PacketFormatException if it is not understood
		 */
		void receive(String channel, byte[] payload);

	}

}
