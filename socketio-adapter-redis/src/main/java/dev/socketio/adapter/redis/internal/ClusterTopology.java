package dev.socketio.adapter.redis.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Knows which node of a Redis Cluster has which slots. Has the application's client
 * refresh its view whenever a connection is lost or a node redirects a command, until all
 * connections are up again: on its own the client refreshes rarely or never, depending on
 * its options. Safe for use by several threads; methods do not block unless they say so.
 */
final class ClusterTopology implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ClusterTopology.class);

	private static final long MIN_DELAY_MILLIS = 100;

	private static final long MAX_DELAY_MILLIS = 3000;

	private final RedisClusterClient client;

	/** Connects to single nodes; the threads are those of the application's client. */
	private final RedisClient nodeClient;

	private final BooleanSupplier healthy;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final AtomicBoolean refreshing = new AtomicBoolean();

	/** Whether something has happened since the last refresh. */
	private final AtomicBoolean suspect = new AtomicBoolean();

	private final Disposable.Swap changes = Disposables.swap();

	private volatile boolean closed;

	/** For a client that is connected. */
	ClusterTopology(RedisClusterClient client, BooleanSupplier healthy) {
		this.client = client;
		this.healthy = healthy;
		this.nodeClient = RedisClient.create(client.getResources());
		this.nodeClient.setOptions(client.getOptions());
	}

	/**
	 * Begin to listen for changes that the client finds on its own. The event is
	 * published before the client uses the new topology
	 * (<a href="https://github.com/redis/lettuce/issues/2860">redis/lettuce#2860</a>),
	 * hence the delay, which can go with the first Lettuce release that has the fix, pull
	 * request 3791.
	 */
	void start() {
		this.changes.update(this.client.getResources()
			.eventBus()
			.get()
			.filter(ClusterTopologyChangedEvent.class::isInstance)
			.subscribe((event) -> Schedulers.boundedElastic()
				.schedule(this::changed, MIN_DELAY_MILLIS, TimeUnit.MILLISECONDS)));
	}

	RedisClient nodeClient() {
		return this.nodeClient;
	}

	/** The nodes that have slots. */
	List<RedisClusterNode> masters() {
		return this.client.getPartitions().stream().filter((node) -> !node.hasNoSlots()).toList();
	}

	/** The node that has a slot, if that is known. */
	@Nullable RedisClusterNode master(int slot) {
		return this.client.getPartitions().getMasterBySlot(slot);
	}

	/** Add a listener that is called after each refresh, on a thread that may block. */
	void addListener(Runnable listener) {
		this.listeners.add(listener);
	}

	void removeListener(Runnable listener) {
		this.listeners.remove(listener);
	}

	/** Refresh soon, and again until all connections are up. */
	void suspect() {
		this.suspect.set(true);
		if (!this.closed && this.refreshing.compareAndSet(false, true)) {
			refreshLater(MIN_DELAY_MILLIS);
		}
	}

	private void refreshLater(long delay) {
		Schedulers.parallel().schedule(() -> refresh(delay), delay, TimeUnit.MILLISECONDS);
	}

	private void refresh(long delay) {
		if (this.closed || this.client.getResources().eventExecutorGroup().isShuttingDown()) {
			return;
		}
		this.suspect.set(false);
		Mono.defer(() -> Mono.fromCompletionStage(this.client.refreshPartitionsAsync()))
			.doOnError((error) -> logger.debug("No node of the Redis Cluster answers", error))
			.onErrorComplete()
			.publishOn(Schedulers.boundedElastic())
			.doOnTerminate(() -> refreshed(delay))
			.subscribe();
	}

	private void refreshed(long delay) {
		changed();
		if (!this.suspect.get() && this.healthy.getAsBoolean()) {
			this.refreshing.set(false);
			if (this.suspect.get()) {
				suspect();
			}
		}
		else {
			refreshLater(Math.min(2 * delay, MAX_DELAY_MILLIS));
		}
	}

	private void changed() {
		for (Runnable listener : this.listeners) {
			try {
				listener.run();
			}
			catch (RuntimeException ex) {
				logger.warn("The topology of the Redis Cluster cannot be followed", ex);
			}
		}
	}

	/** Blocks until all connections to single nodes are closed. */
	@Override
	public void close() {
		this.closed = true;
		this.changes.dispose();
		this.listeners.clear();
		this.nodeClient.shutdown();
	}

}
