package dev.socketio.adapter.redis;

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
 * Which node of a Redis Cluster has which slots. The application's client is asked to
 * look again whenever a connection is lost or a node says that something lives elsewhere,
 * until all is well: by itself it may look rarely or never. Safe for use by several
 * threads; methods do not block unless they say so.
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

	private final AtomicBoolean looking = new AtomicBoolean();

	/** Something has happened since the last look. */
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

	/** Begin to listen to what the client finds by itself. */
	void start() {
		// told just before the client uses it
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

	/** Add a listener that is called after each look, on a thread that may block. */
	void addListener(Runnable listener) {
		this.listeners.add(listener);
	}

	void removeListener(Runnable listener) {
		this.listeners.remove(listener);
	}

	/** Have a look soon, and again until all is well. */
	void suspect() {
		this.suspect.set(true);
		if (!this.closed && this.looking.compareAndSet(false, true)) {
			lookLater(MIN_DELAY_MILLIS);
		}
	}

	private void lookLater(long delay) {
		Schedulers.parallel().schedule(() -> look(delay), delay, TimeUnit.MILLISECONDS);
	}

	private void look(long delay) {
		if (this.closed || this.client.getResources().eventExecutorGroup().isShuttingDown()) {
			return;
		}
		this.suspect.set(false);
		Mono.defer(() -> Mono.fromCompletionStage(this.client.refreshPartitionsAsync()))
			.doOnError((error) -> logger.debug("No node of the Redis Cluster answers", error))
			.onErrorComplete()
			.publishOn(Schedulers.boundedElastic())
			.doOnTerminate(() -> looked(delay))
			.subscribe();
	}

	private void looked(long delay) {
		changed();
		if (!this.suspect.get() && this.healthy.getAsBoolean()) {
			this.looking.set(false);
			if (this.suspect.get()) {
				suspect();
			}
		}
		else {
			lookLater(Math.min(2 * delay, MAX_DELAY_MILLIS));
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
