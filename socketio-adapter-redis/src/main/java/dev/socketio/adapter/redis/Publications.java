package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.CommandConnection.Line;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Commands that publish messages. While a line is down they wait for it, within a bound
 * of number and time; in a Redis Cluster, those that wait for a node go to the one that
 * takes its place. Those that are on the wire when it breaks are given up: nobody knows
 * whether Redis has got them, and sending them again would deliver some twice.
 */
final class Publications implements AutoCloseable {

	private static final long SWEEP_MILLIS = 500;

	private static final Duration RETRY = Duration.ofMillis(200);

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

	private final CommandConnection connection;

	private final int maxPending;

	private final ClusterStatistics statistics;

	private final Set<Pending> pending = ConcurrentHashMap.newKeySet();

	private final Map<Line, Waiting> waiting = new ConcurrentHashMap<>();

	/** Those for which there is no node. */
	private final Waiting unassigned = new Waiting(null);

	private final AtomicLong sequence = new AtomicLong();

	private final AtomicBoolean sweeping = new AtomicBoolean();

	private final ConnectionListener listener = new ConnectionListener();

	private volatile boolean closed;

	Publications(CommandConnection connection, int maxPending, ClusterStatistics statistics) {
		this.connection = connection;
		this.maxPending = maxPending;
		this.statistics = statistics;
		connection.addListener(this.listener);
	}

	boolean isUp() {
		return this.connection.isUp();
	}

	/**
	 * Send a command.
	 * @param key the sharded channel or stream that it is about; what is published at any
	 * node keeps its order if it has the same key
	 * @param command sends it
	 */
	Mono<Void> send(String key, Function<RedisAsyncCommands<String, byte[]>, RedisFuture<?>> command) {
		if (this.pending.size() >= this.maxPending) {
			return refused();
		}
		Pending publication = new Pending(this.sequence.incrementAndGet(), key, command);
		this.pending.add(publication);
		Line line = this.connection.line(key);
		if (line != null && line.isUp() && queue(line).isEmpty()) {
			publication.send(line);
		}
		else {
			enqueue(publication).flush();
		}
		return Mono.fromFuture(publication.result, true);
	}

	private Mono<Void> refused() {
		RedisPublicationException error = new RedisPublicationException(
				this.maxPending + " messages wait for Redis already; it is slow or cannot be reached", null);
		this.statistics.publicationFailed(error);
		return Mono.error(error);
	}

	private Waiting enqueue(Pending publication) {
		Waiting queue = queue(this.connection.line(publication.key));
		while (!queue.add(publication)) {
			queue = queue(this.connection.line(publication.key));
		}
		sweepLater();
		return queue;
	}

	private Waiting queue(@Nullable Line line) {
		return (line != null) ? this.waiting.computeIfAbsent(line, Waiting::new) : this.unassigned;
	}

	private void sweepLater() {
		if (this.sweeping.compareAndSet(false, true)) {
			Schedulers.parallel().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	/** Give up what has waited too long, and try again what a node did not want. */
	private void sweep() {
		this.sweeping.set(false);
		if (this.closed) {
			return;
		}
		Duration timeout = this.connection.timeout();
		long limit = ((timeout.compareTo(Duration.ZERO) > 0) ? timeout : DEFAULT_TIMEOUT).toNanos();
		boolean more = this.unassigned.expire(limit);
		if (more) {
			this.connection.suspect();
		}
		for (Waiting queue : this.waiting.values()) {
			queue.flush();
			more |= queue.expire(limit);
		}
		if (more) {
			sweepLater();
		}
	}

	/** Have what waits do so for the line that it belongs to now. */
	private void moveAll() {
		List<Pending> all = new ArrayList<>(this.unassigned.removeAll(false));
		this.waiting.forEach((line, queue) -> {
			if (!line.isUp()) {
				this.waiting.remove(line, queue);
				all.addAll(queue.removeAll(true));
			}
		});
		all.forEach(this::enqueue);
		this.waiting.values().forEach(Waiting::flush);
	}

	@Override
	public void close() {
		this.closed = true;
		this.connection.removeListener(this.listener);
		this.pending.forEach((publication) -> publication.done(new RedisException("The connection is closed")));
	}

	/**
	 * What waits for a line.
	 */
	private final class Waiting {

		private final @Nullable Line line;

		private final Queue<Pending> queue = new PriorityQueue<>(Comparator.comparingLong((it) -> it.number));

		private volatile boolean empty = true;

		private boolean retired;

		Waiting(@Nullable Line line) {
			this.line = line;
		}

		boolean isEmpty() {
			return this.empty;
		}

		/** Fails if there is another one now. */
		synchronized boolean add(Pending publication) {
			if (this.retired) {
				return false;
			}
			this.empty = false;
			return this.queue.add(publication);
		}

		synchronized List<Pending> removeAll(boolean retire) {
			this.retired = retire;
			List<Pending> all = List.copyOf(this.queue);
			this.queue.clear();
			this.empty = true;
			return all;
		}

		/** Send in order what can be sent. */
		synchronized void flush() {
			if (this.line != null) {
				Pending next = this.queue.peek();
				while (next != null && this.line.isUp() && next.isDue()) {
					this.queue.remove();
					next.send(this.line);
					next = this.queue.peek();
				}
			}
			this.empty = this.queue.isEmpty();
		}

		/** Whether there is more to wait for. */
		synchronized boolean expire(long limitNanos) {
			long now = System.nanoTime();
			List<Pending> expired = this.queue.stream().filter((it) -> now - it.since > limitNanos).toList();
			this.queue.removeAll(expired);
			expired.forEach((publication) -> publication
				.done(new RedisCommandTimeoutException("Redis could not be reached in time")));
			this.empty = this.queue.isEmpty();
			return !this.empty;
		}

	}

	/**
	 * A message on its way.
	 */
	private final class Pending {

		private final long number;

		private final String key;

		private final Function<RedisAsyncCommands<String, byte[]>, RedisFuture<?>> command;

		private final long since = System.nanoTime();

		private final CompletableFuture<Void> result = new CompletableFuture<>();

		private volatile long notBefore = this.since;

		private volatile @Nullable Line line;

		private volatile int losses;

		private volatile @Nullable RedisFuture<?> sent;

		Pending(long number, String key, Function<RedisAsyncCommands<String, byte[]>, RedisFuture<?>> command) {
			this.number = number;
			this.key = key;
			this.command = command;
		}

		boolean isDue() {
			return System.nanoTime() - this.notBefore >= 0;
		}

		void send(Line over) {
			this.losses = over.losses();
			this.line = over;
			RedisFuture<?> future;
			try {
				future = this.command.apply(over.commands());
			}
			catch (RedisException ex) {
				done(ex);
				return;
			}
			this.sent = future;
			// the line may have been lost before this was known to be on it
			lost();
			future.whenComplete((answer, error) -> answered(error));
		}

		/** The line was lost after this had been sent over it. */
		void lost() {
			Line over = this.line;
			RedisFuture<?> future = this.sent;
			if (over != null && future != null && this.losses != over.losses()) {
				future.cancel(true);
			}
		}

		private void answered(@Nullable Throwable error) {
			if (error == null || !RedisConnections.isNotNow(error) || Publications.this.closed) {
				done(error);
				return;
			}
			this.sent = null;
			this.line = null;
			this.notBefore = System.nanoTime() + RETRY.toNanos();
			enqueue(this);
			Publications.this.connection.suspect();
		}

		void done(@Nullable Throwable error) {
			if (!Publications.this.pending.remove(this)) {
				return;
			}
			if (error == null) {
				Publications.this.statistics.published();
				this.result.complete(null);
				return;
			}
			Publications.this.statistics
				.publicationFailed(new RedisPublicationException("Redis did not confirm a message", error));
			this.result.completeExceptionally(error);
		}

	}

	private final class ConnectionListener implements CommandConnection.Listener {

		@Override
		public void lost(Line line) {
			Publications.this.pending.forEach(Pending::lost);
		}

		@Override
		public void restored(Line line) {
			Waiting queue = Publications.this.waiting.get(line);
			if (queue != null) {
				queue.flush();
			}
		}

		@Override
		public void moved() {
			moveAll();
		}

	}

}
