package dev.socketio.adapter.redis.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.channel.PublicationException;
import dev.socketio.internal.Results;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Commands that publish messages. They wait while a connection is down, and while Redis
 * refuses them for the moment, within a limit of number and time. In a Redis Cluster,
 * commands that wait for a lost node go to its successor. Commands in flight when the
 * connection breaks are given up: they may have been executed, and sending them again
 * would deliver some messages twice.
 * <p>
 * Lettuce sends commands in flight again when it reconnects. It can be kept from it by
 * {@code ClientOptions.replayFilter}
 * (<a href="https://github.com/redis/lettuce/issues/1310">redis/lettuce#1310</a>), but
 * options belong to the application's client and not to a connection, so they are
 * cancelled here. That can go when the filter can be set for one connection.
 */
final class PublishQueue implements AutoCloseable {

	private static final long SWEEP_MILLIS = 500;

	private static final Duration RETRY = Duration.ofMillis(200);

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

	private final NodeConnections connection;

	private final int maxPending;

	private final ClusterStatistics statistics;

	private final Set<Pending> pending = ConcurrentHashMap.newKeySet();

	/** By slot, the unit in which keys move. */
	private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();

	private final AtomicInteger waitingCount = new AtomicInteger();

	private final AtomicLong sequence = new AtomicLong();

	private final AtomicBoolean sweeping = new AtomicBoolean();

	private final ConnectionListener listener = new ConnectionListener();

	private volatile boolean closed;

	PublishQueue(NodeConnections connection, int maxPending, ClusterStatistics statistics) {
		this.connection = connection;
		this.maxPending = maxPending;
		this.statistics = statistics;
		connection.addListener(this.listener);
	}

	/** Whether Redis can be reached and takes publications. */
	boolean isUp() {
		return this.connection.isUp() && this.waiting.values().stream().noneMatch(Waiting::isRefused);
	}

	/**
	 * Send a command. Commands with the same key keep their order.
	 * @param key the sharded channel or stream that the command is about, or any text
	 * that selects the node to publish at
	 * @param command sends the command
	 */
	Mono<Void> send(String key, Function<RedisAsyncCommands<String, byte[]>, RedisFuture<?>> command) {
		if (this.pending.size() >= this.maxPending) {
			return refused();
		}
		Pending publication = new Pending(this.sequence.incrementAndGet(), key, command);
		this.pending.add(publication);
		if (this.closed) {
			publication.done(closedError());
		}
		else if (this.waitingCount.get() > 0 || !publication.send(this.connection.nodeFor(key))) {
			enqueue(publication);
		}
		else {
			publication.observe();
		}
		return Results.of(Mono.fromFuture(publication.result, true));
	}

	private static PublicationException closedError() {
		return new PublicationException("The connection is closed", null);
	}

	private Mono<Void> refused() {
		PublicationException error = new PublicationException(
				this.maxPending + " messages wait for Redis already; it is slow or cannot be reached", null);
		this.statistics.publicationFailed(error);
		return Mono.error(error);
	}

	private void enqueue(Pending publication) {
		Waiting queue = this.waiting.computeIfAbsent(this.connection.slot(publication.key), (slot) -> new Waiting());
		queue.add(publication);
		queue.flush();
		if (this.closed) {
			publication.done(closedError());
		}
		sweepLater();
	}

	private void flush() {
		this.waiting.values().forEach(Waiting::flush);
	}

	private void sweepLater() {
		if (this.waitingCount.get() > 0 && this.sweeping.compareAndSet(false, true)) {
			Schedulers.parallel().schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	/** Give up commands that have waited too long, and send refused ones again. */
	private void sweep() {
		this.sweeping.set(false);
		if (this.closed) {
			return;
		}
		Duration timeout = this.connection.timeout();
		long limit = ((timeout.compareTo(Duration.ZERO) > 0) ? timeout : DEFAULT_TIMEOUT).toNanos();
		this.waiting.values().forEach((queue) -> queue.expire(limit));
		flush();
		if (this.waitingCount.get() > 0) {
			this.connection.suspect();
			sweepLater();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.connection.removeListener(this.listener);
		this.pending.forEach((publication) -> publication.done(closedError()));
	}

	/**
	 * The commands of a slot that wait to be sent, in order. Results are completed
	 * without the lock.
	 */
	private final class Waiting {

		private final Queue<Pending> queue = new PriorityQueue<>(Comparator.comparingLong((it) -> it.number));

		/** The first refused command, sent again; the others wait for its answer. */
		private @Nullable Pending probe;

		private boolean flushing;

		synchronized boolean isRefused() {
			Pending first = (this.probe != null) ? this.probe : this.queue.peek();
			return first != null && first.refusal != null;
		}

		synchronized void add(Pending publication) {
			PublishQueue.this.waitingCount.incrementAndGet();
			this.queue.add(publication);
		}

		/** Send all commands that are due. */
		void flush() {
			List<Pending> sent = new ArrayList<>();
			synchronized (this) {
				if (this.flushing) {
					// Sending may complete an earlier command on this thread, which
					// leads back here. The outer call goes on with the queue.
					return;
				}
				this.flushing = true;
				try {
					sendDue(sent);
				}
				finally {
					this.flushing = false;
				}
			}
			sent.forEach(Pending::observe);
		}

		private void sendDue(List<Pending> sent) {
			Pending next = this.queue.peek();
			while (next != null && this.probe == null && next.isDue()
					&& next.send(PublishQueue.this.connection.nodeFor(next.key))) {
				// sending may have put others in front of it
				this.queue.remove(next);
				sent.add(next);
				if (next.refusal != null) {
					this.probe = next;
				}
				else {
					PublishQueue.this.waitingCount.decrementAndGet();
				}
				next = this.queue.peek();
			}
		}

		void answered(Pending publication) {
			synchronized (this) {
				if (publication != this.probe) {
					return;
				}
				this.probe = null;
				PublishQueue.this.waitingCount.decrementAndGet();
			}
			flush();
		}

		void expire(long limitNanos) {
			List<Pending> expired = new ArrayList<>();
			long now = System.nanoTime();
			synchronized (this) {
				this.queue.removeIf((publication) -> now - publication.since > limitNanos && expired.add(publication));
				PublishQueue.this.waitingCount.addAndGet(-expired.size());
			}
			expired.forEach(Pending::expired);
		}

	}

	/**
	 * A command without an answer so far.
	 */
	private final class Pending {

		private final long number;

		private final String key;

		private final Function<RedisAsyncCommands<String, byte[]>, RedisFuture<?>> command;

		private final long since = System.nanoTime();

		private final CompletableFuture<Void> result = new CompletableFuture<>();

		private volatile long notBefore = this.since;

		/** Why Redis refused it, {@code null} if it was not sent yet. */
		private volatile @Nullable Throwable refusal;

		private volatile @Nullable NodeConnection node;

		private volatile int losses;

		private volatile @Nullable CompletionStage<?> sent;

		Pending(long number, String key, Function<RedisAsyncCommands<String, byte[]>, RedisFuture<?>> command) {
			this.number = number;
			this.key = key;
			this.command = command;
		}

		boolean isDue() {
			return System.nanoTime() - this.notBefore >= 0;
		}

		/**
		 * Send it, without observing the result yet.
		 * @return whether there is a connection
		 */
		boolean send(@Nullable NodeConnection over) {
			if (over == null) {
				return false;
			}
			// in this order: if it is up now, a loss will be counted later
			this.losses = over.losses();
			if (!over.isUp()) {
				return false;
			}
			this.node = over;
			try {
				this.sent = this.command.apply(over.commands());
			}
			catch (RuntimeException ex) {
				this.sent = CompletableFuture.failedFuture(ex);
			}
			return true;
		}

		void observe() {
			// the connection may have been lost before this field was set
			lost();
			CompletionStage<?> future = this.sent;
			if (future != null) {
				future.whenComplete((answer, error) -> answered(error));
			}
		}

		/** Cancel it if the connection was lost after it was sent. */
		void lost() {
			NodeConnection over = this.node;
			CompletionStage<?> future = this.sent;
			if (over != null && future != null && this.losses != over.losses()) {
				future.toCompletableFuture().cancel(true);
			}
		}

		private void answered(@Nullable Throwable error) {
			Waiting probed = (this.refusal != null)
					? PublishQueue.this.waiting.get(PublishQueue.this.connection.slot(this.key)) : null;
			if (error != null && RedisErrors.isTemporary(error) && !PublishQueue.this.closed) {
				this.sent = null;
				this.node = null;
				this.refusal = error;
				this.notBefore = System.nanoTime() + RETRY.toNanos();
				enqueue(this);
				PublishQueue.this.connection.suspect();
				if (!RedisErrors.isElsewhere(error)) {
					PublishQueue.this.statistics.error(error);
				}
			}
			else {
				done((error != null) ? new PublicationException("Redis did not confirm a message", error) : null);
			}
			if (probed != null) {
				probed.answered(this);
			}
		}

		void expired() {
			Throwable last = this.refusal;
			done(new PublicationException(
					(last != null) ? "Redis refused a message for too long" : "Redis could not be reached in time",
					last));
		}

		void done(@Nullable PublicationException error) {
			if (!PublishQueue.this.pending.remove(this)) {
				return;
			}
			if (error == null) {
				PublishQueue.this.statistics.published();
				this.result.complete(null);
				return;
			}
			PublishQueue.this.statistics.publicationFailed(error);
			this.result.completeExceptionally(error);
		}

	}

	private final class ConnectionListener implements NodeConnections.Listener {

		@Override
		public void lost(NodeConnection node) {
			PublishQueue.this.pending.forEach(Pending::lost);
		}

		@Override
		public void restored(NodeConnection node) {
			flush();
		}

		@Override
		public void moved() {
			flush();
		}

	}

}
