package dev.socketio.adapter.redis.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Opens the connection for subscriptions, and another one when it is lost.
 * <p>
 * Lettuce would reconnect on its own, but when a connection breaks during its handshake
 * it may open two channels for one connection. Both subscribe, one is never closed, and
 * every message arrives twice. No upstream issue is known; it shows when the connections
 * of a client with {@code Delay.constant(Duration.ZERO)} as reconnect delay are killed
 * every few milliseconds, as {@code SubscriptionInterruptionTests} does. So a connection
 * is closed by the event that reports its loss, before Lettuce reconnects it. This class
 * can go, and {@link NodeSubscriptions} with one lasting connection, when that test
 * passes without it.
 */
final class SubscriptionConnector implements RedisConnectionStateListener, AutoCloseable {

	private static final long MIN_DELAY_MILLIS = 50;

	private static final long MAX_DELAY_MILLIS = 500;

	private final RedisClient client;

	private final Supplier<StatefulRedisPubSubConnection<String, byte[]>> connect;

	private final Consumer<SubscriptionConnection> lossListener;

	/** Connections that were lost while one was being opened, possibly that one. */
	private final Set<RedisChannelHandler<?, ?>> losses = ConcurrentHashMap.newKeySet();

	private volatile boolean connecting;

	private volatile @Nullable SubscriptionConnection current;

	private volatile long delayMillis = MIN_DELAY_MILLIS;

	private volatile boolean closed;

	SubscriptionConnector(RedisClient client, Supplier<StatefulRedisPubSubConnection<String, byte[]>> connect,
			Consumer<SubscriptionConnection> lossListener) {
		this.client = client;
		this.connect = connect;
		this.lossListener = lossListener;
		// of the client, since a connection may be lost before a listener can be added to
		// it
		client.addListener(this);
	}

	/**
	 * Open a connection. Blocks until it is there; it may be lost by then, and closed.
	 * @throws io.lettuce.core.RedisConnectionException if Redis cannot be reached
	 */
	SubscriptionConnection connect() {
		this.connecting = true;
		try {
			StatefulRedisPubSubConnection<String, byte[]> opened = this.connect.get();
			SubscriptionConnection connection = new SubscriptionConnection(opened);
			this.current = connection;
			if (this.closed || !opened.isOpen() || this.losses.stream().anyMatch(connection::isOf)) {
				connection.close();
			}
			return connection;
		}
		finally {
			this.connecting = false;
			this.losses.clear();
		}
	}

	/**
	 * Open a connection after a while, which is longer each time, on a thread that may
	 * block.
	 * @param opened takes the connection
	 * @param failed takes errors, after each of which it goes on
	 */
	void connectLater(Consumer<SubscriptionConnection> opened, Consumer<Throwable> failed) {
		long delay = this.delayMillis;
		this.delayMillis = Math.min(MAX_DELAY_MILLIS, 2 * delay);
		connectAfter(delay - ThreadLocalRandom.current().nextLong(delay / 2 + 1), opened, failed);
	}

	/** Open a connection on a thread that may block, in the same way. */
	void connectSoon(Consumer<SubscriptionConnection> opened, Consumer<Throwable> failed) {
		connectAfter(0, opened, failed);
	}

	private void connectAfter(long delay, Consumer<SubscriptionConnection> opened, Consumer<Throwable> failed) {
		Schedulers.boundedElastic().schedule(() -> {
			if (this.closed || this.client.getResources().eventExecutorGroup().isShuttingDown()) {
				return;
			}
			SubscriptionConnection connection;
			try {
				connection = connect();
			}
			catch (RuntimeException ex) {
				failed.accept(ex);
				connectLater(opened, failed);
				return;
			}
			opened.accept(connection);
		}, delay, TimeUnit.MILLISECONDS);
	}

	/** Start again with short delays. */
	void succeeded() {
		this.delayMillis = MIN_DELAY_MILLIS;
	}

	/** Called for all connections of the client. */
	@Override
	public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
		if (this.connecting) {
			this.losses.add(handler);
		}
		SubscriptionConnection connection = this.current;
		if (connection != null && connection.isOf(handler)) {
			this.lossListener.accept(connection);
		}
	}

	/** Open no further connections. */
	@Override
	public void close() {
		this.closed = true;
		this.client.removeListener(this);
	}

}
