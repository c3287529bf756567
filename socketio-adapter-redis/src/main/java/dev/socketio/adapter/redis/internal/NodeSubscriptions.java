package dev.socketio.adapter.redis.internal;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Subscriptions over one connection to a single Redis, at a known address or found by
 * Sentinel, or to one node of a Redis Cluster. A lost connection is replaced by a new
 * one, on which all wanted subscriptions are made again. The client is never called while
 * the lock is held.
 */
final class NodeSubscriptions implements Subscriptions {

	/** After that time, refused subscriptions are tried again. */
	static final long RETRY_MILLIS = 5000;

	private static final long DEFAULT_TIMEOUT_MILLIS = 60_000;

	private final SubscriptionConnector connector;

	private final ClusterStatistics statistics;

	private final Receivers receivers;

	private final SubscriptionChanges changes;

	private final Runnable trouble;

	private @Nullable SubscriptionConnection connection;

	/** Of the command in flight. */
	private Disposable timer = Disposables.disposed();

	private boolean retrying;

	private volatile boolean failing;

	private boolean closed;

	/**
	 * Without a connection.
	 * @param connect opens one; may block
	 * @param trouble called when the connection is lost or cannot be opened, and when a
	 * node redirects a command
	 */
	NodeSubscriptions(RedisClient client, Supplier<StatefulRedisPubSubConnection<String, byte[]>> connect,
			ClusterStatistics statistics, Runnable trouble) {
		this.statistics = statistics;
		this.trouble = trouble;
		this.receivers = new Receivers(statistics);
		this.changes = new SubscriptionChanges(this.receivers);
		this.connector = new SubscriptionConnector(client, connect, this::lost);
	}

	/** Blocks until there is a connection. */
	static NodeSubscriptions open(RedisClient client, RedisCodec<String, byte[]> codec, ClusterStatistics statistics) {
		NodeSubscriptions subscriptions = new NodeSubscriptions(client, () -> client.connectPubSub(codec), statistics,
				() -> {
				});
		subscriptions.connect();
		return subscriptions;
	}

	/**
	 * Connect. Blocks until there is a connection.
	 * @throws io.lettuce.core.RedisConnectionException if Redis cannot be reached; this
	 * is closed then
	 */
	void connect() {
		try {
			connected(this.connector.connect());
		}
		catch (RuntimeException ex) {
			this.connector.close();
			throw ex;
		}
	}

	/** Connect without blocking, and until it succeeds. */
	void connectSoon() {
		this.connector.connectSoon(this::connected, this::notConnected);
	}

	private void notConnected(Throwable error) {
		this.failing = true;
		this.statistics.error(error);
		this.trouble.run();
	}

	@Override
	public synchronized boolean isUp() {
		SubscriptionConnection current = this.connection;
		return current != null && current.isOpen() && current.isRestored() && !this.changes.isRefused();
	}

	@Override
	public boolean isConnected() {
		return !this.failing;
	}

	@Override
	public Mono<Void> subscribe(SubscriptionKind kind, Receiver receiver, String... names) {
		Confirmation confirmation = new Confirmation(names.length);
		synchronized (this) {
			if (this.closed) {
				return Mono.empty();
			}
			for (String name : names) {
				String sent = asSent(name);
				this.receivers.put(kind, sent, receiver);
				this.changes.look(kind, sent, confirmation);
			}
		}
		proceed();
		return confirmation.mono();
	}

	@Override
	public Mono<Void> unsubscribe(SubscriptionKind kind, Receiver receiver, String... names) {
		Confirmation confirmation = new Confirmation(names.length);
		synchronized (this) {
			for (String name : names) {
				String sent = asSent(name);
				if (this.receivers.remove(kind, sent, receiver) && !this.closed) {
					this.changes.look(kind, sent, confirmation);
				}
				else {
					confirmation.confirmed();
				}
			}
		}
		proceed();
		return confirmation.mono();
	}

	/** Redis confirms names without the characters that cannot be encoded. */
	private static String asSent(String name) {
		return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	/** Send the next command, unless one is in flight. */
	private void proceed() {
		SubscriptionConnection current;
		SubscriptionCommand command;
		String[] names;
		synchronized (this) {
			current = this.connection;
			command = (current != null) ? this.changes.next() : null;
			if (current == null || command == null) {
				return;
			}
			names = command.names();
			this.timer = Schedulers.parallel()
				.schedule(() -> timedOut(current, command), timeoutMillis(current), TimeUnit.MILLISECONDS);
		}
		command.send(current.commands(), names).whenComplete((nothing, error) -> {
			if (error != null) {
				failed(current, command, error);
			}
		});
	}

	private static long timeoutMillis(SubscriptionConnection connection) {
		long timeout = connection.timeoutMillis();
		return (timeout > 0) ? timeout : DEFAULT_TIMEOUT_MILLIS;
	}

	private void timedOut(SubscriptionConnection current, SubscriptionCommand command) {
		synchronized (this) {
			if (!this.changes.isInFlight(command)) {
				return;
			}
		}
		lost(current, new RedisCommandTimeoutException("Redis has not confirmed a subscription in time"));
	}

	/** Called by the thread that reads the connection, for each name. */
	void confirmed(SubscriptionConnection from, SubscriptionKind kind, boolean subscribed, String name) {
		synchronized (this) {
			if (from != this.connection) {
				return;
			}
			this.changes.confirmed(kind, subscribed, name);
			if (!this.changes.isBusy()) {
				this.timer.dispose();
			}
		}
		proceed();
	}

	private void failed(SubscriptionConnection from, SubscriptionCommand command, Throwable error) {
		if (!(error instanceof RedisCommandExecutionException refusal)) {
			lost(from, error);
			return;
		}
		RedisCommandExecutionException explained;
		synchronized (this) {
			if (from != this.connection || !this.changes.isInFlight(command)) {
				return;
			}
			this.timer.dispose();
			explained = this.changes.refused(refusal);
			if (this.changes.isRefused() && !this.retrying) {
				this.retrying = true;
				Schedulers.parallel().schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
			}
		}
		if (RedisErrors.isTemporary(refusal)) {
			this.trouble.run();
		}
		if (explained != null && !RedisErrors.isElsewhere(refusal)) {
			this.statistics.error(explained);
		}
		proceed();
	}

	private void retry() {
		synchronized (this) {
			this.retrying = false;
			this.changes.probe();
		}
		proceed();
	}

	/** The connection may have been lost before this is called. */
	private void connected(SubscriptionConnection opened) {
		boolean usable;
		synchronized (this) {
			usable = !this.closed && !opened.isClosed();
			if (usable) {
				opened.start(this);
				this.connection = opened;
				this.failing = false;
				this.changes.restore().whenDone(() -> {
					opened.restored();
					this.connector.succeeded();
				});
			}
		}
		if (usable) {
			proceed();
		}
		else {
			opened.close();
			this.connector.connectLater(this::connected, this::notConnected);
		}
	}

	private void lost(SubscriptionConnection lost) {
		lost(lost, new RedisConnectionException("The connection for subscriptions was lost"));
	}

	private void lost(SubscriptionConnection lost, Throwable error) {
		lost.close();
		synchronized (this) {
			if (lost != this.connection) {
				return;
			}
			this.connection = null;
			this.failing = true;
			this.timer.dispose();
			this.changes.forget();
			if (this.closed) {
				return;
			}
		}
		this.connector.connectLater(this::connected, this::notConnected);
		this.statistics.error(error);
		this.trouble.run();
	}

	void pass(SubscriptionKind kind, String name, String channel, byte[] payload) {
		this.receivers.pass(kind, name, channel, payload);
	}

	@Override
	public void close() {
		SubscriptionConnection last;
		synchronized (this) {
			this.closed = true;
			last = this.connection;
			this.connection = null;
			this.timer.dispose();
			this.receivers.clear();
			this.changes.forget();
		}
		this.connector.close();
		if (last != null) {
			last.close().join();
		}
	}

}
