package dev.socketio.adapter.redis.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * One connection for subscriptions. When it is lost it is closed and not used again;
 * messages that still arrive on it are ignored. Safe for use by several threads.
 */
final class SubscriptionConnection extends RedisPubSubAdapter<String, byte[]> {

	private final StatefulRedisPubSubConnection<String, byte[]> connection;

	private final AtomicBoolean closing = new AtomicBoolean();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private volatile @Nullable NodeSubscriptions owner;

	private volatile boolean restored;

	SubscriptionConnection(StatefulRedisPubSubConnection<String, byte[]> connection) {
		this.connection = connection;
	}

	/** Begin to listen. */
	void start(NodeSubscriptions subscriptions) {
		this.owner = subscriptions;
		this.connection.addListener(this);
	}

	boolean isOf(RedisChannelHandler<?, ?> handler) {
		return this.connection == handler;
	}

	RedisPubSubAsyncCommands<String, byte[]> commands() {
		return this.connection.async();
	}

	long timeoutMillis() {
		return this.connection.getTimeout().toMillis();
	}

	boolean isOpen() {
		return !isClosed() && this.connection.isOpen();
	}

	/** Whether Redis has answered all subscriptions that were wanted at its opening. */
	boolean isRestored() {
		return this.restored;
	}

	void restored() {
		this.restored = true;
	}

	@Override
	public void message(String channel, byte[] payload) {
		pass(SubscriptionKind.CHANNEL, channel, channel, payload);
	}

	@Override
	public void message(String pattern, String channel, byte[] payload) {
		pass(SubscriptionKind.PATTERN, pattern, channel, payload);
	}

	@Override
	public void smessage(String channel, byte[] payload) {
		pass(SubscriptionKind.SHARD_CHANNEL, channel, channel, payload);
	}

	private void pass(SubscriptionKind kind, String name, String channel, byte[] payload) {
		NodeSubscriptions subscriptions = this.owner;
		if (subscriptions != null && !isClosed()) {
			subscriptions.pass(kind, name, channel, payload);
		}
	}

	@Override
	public void subscribed(String channel, long count) {
		confirmed(SubscriptionKind.CHANNEL, true, channel);
	}

	@Override
	public void unsubscribed(String channel, long count) {
		confirmed(SubscriptionKind.CHANNEL, false, channel);
	}

	@Override
	public void psubscribed(String pattern, long count) {
		confirmed(SubscriptionKind.PATTERN, true, pattern);
	}

	@Override
	public void punsubscribed(String pattern, long count) {
		confirmed(SubscriptionKind.PATTERN, false, pattern);
	}

	@Override
	public void ssubscribed(String channel, long count) {
		confirmed(SubscriptionKind.SHARD_CHANNEL, true, channel);
	}

	@Override
	public void sunsubscribed(String channel, long count) {
		confirmed(SubscriptionKind.SHARD_CHANNEL, false, channel);
	}

	private void confirmed(SubscriptionKind kind, boolean subscribed, String name) {
		NodeSubscriptions subscriptions = this.owner;
		if (subscriptions != null) {
			subscriptions.confirmed(this, kind, subscribed, name);
		}
	}

	/**
	 * Close it, which keeps the client from connecting it again. Does not block.
	 * @return completes when it is closed
	 */
	CompletableFuture<Void> close() {
		if (this.closing.compareAndSet(false, true)) {
			this.connection.closeAsync().whenComplete((nothing, error) -> this.closed.complete(null));
		}
		return this.closed;
	}

	boolean isClosed() {
		return this.closing.get();
	}

}
