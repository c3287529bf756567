package dev.socketio.adapter.redis;

import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulConnection;
import reactor.core.publisher.Mono;

/**
 * Commands that publish messages. While the connection is down they wait for it, within a
 * bound. Those that are on the wire when it breaks are given up: nobody knows whether
 * Redis has got them, and sending them again would deliver some twice.
 */
final class Publications implements AutoCloseable {

	private final StatefulConnection<String, byte[]> connection;

	private final int maxPending;

	private final ClusterStatistics statistics;

	private final Set<RedisFuture<?>> pending = ConcurrentHashMap.newKeySet();

	private final ConnectionState state = new ConnectionState();

	Publications(StatefulConnection<String, byte[]> connection, int maxPending, ClusterStatistics statistics) {
		this.connection = connection;
		this.maxPending = maxPending;
		this.statistics = statistics;
		connection.addListener(this.state);
	}

	boolean isUp() {
		return this.state.up;
	}

	/** Send a command that answers with the number of receivers. */
	Mono<Void> send(Supplier<RedisFuture<Long>> command) {
		return sendAny(command);
	}

	/** Send a command that answers with an id. */
	Mono<Void> sendEntry(Supplier<RedisFuture<String>> command) {
		return sendAny(command);
	}

	private <T> Mono<Void> sendAny(Supplier<RedisFuture<T>> command) {
		if (this.pending.size() >= this.maxPending) {
			return refused();
		}
		int losses = this.state.losses.get();
		RedisFuture<T> future = command.get();
		this.pending.add(future);
		if (losses != this.state.losses.get()) {
			// the connection broke before this was known to be pending
			future.cancel(true);
		}
		CompletionStage<T> counted = future.whenComplete((answer, error) -> {
			this.pending.remove(future);
			if (error == null) {
				this.statistics.published();
			}
			else {
				this.statistics
					.publicationFailed(new RedisPublicationException("Redis did not confirm a message", error));
			}
		});
		return Mono.fromFuture(counted.toCompletableFuture(), true).then();
	}

	private Mono<Void> refused() {
		RedisPublicationException error = new RedisPublicationException(
				this.maxPending + " messages wait for Redis already; it is slow or cannot be reached", null);
		this.statistics.publicationFailed(error);
		return Mono.error(error);
	}

	@Override
	public void close() {
		this.connection.removeListener(this.state);
	}

	private final class ConnectionState implements RedisConnectionStateListener {

		private final AtomicInteger losses = new AtomicInteger();

		private volatile boolean up = true;

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> connected, SocketAddress address) {
			this.up = true;
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> disconnected) {
			this.up = false;
			this.losses.incrementAndGet();
			Publications.this.pending.forEach((future) -> future.cancel(true));
		}

	}

}
