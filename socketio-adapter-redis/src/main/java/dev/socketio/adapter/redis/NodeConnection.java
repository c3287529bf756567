package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one node, and whether something may be sent over it. The client
 * connects it again when it was lost. Safe for use by several threads.
 */
final class NodeConnection {

	private static final long RETRY_NANOS = Duration.ofMillis(200).toNanos();

	private final AtomicInteger losses = new AtomicInteger();

	private final AtomicBoolean connecting = new AtomicBoolean();

	private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;

	private volatile boolean up;

	private volatile boolean failed;

	private volatile long failedAt;

	/** Whether something may be sent. */
	boolean isUp() {
		return this.up;
	}

	/** Whether the node could not be reached, or is no longer. */
	boolean isBroken() {
		return !this.up && (this.failed || this.connection != null);
	}

	boolean isOf(RedisChannelHandler<?, ?> handler) {
		return this.connection == handler;
	}

	/** How often it was lost; what was sent before the last time is in doubt. */
	int losses() {
		return this.losses.get();
	}

	/** To be used while it is up. */
	RedisAsyncCommands<String, byte[]> commands() {
		return Objects.requireNonNull(this.connection).async();
	}

	/**
	 * Whether to connect now, which nobody else does then.
	 * @return {@code false} if it is connected or being connected, or has just failed
	 */
	boolean beginToConnect() {
		if (this.connection != null || this.failed && System.nanoTime() - this.failedAt < RETRY_NANOS) {
			return false;
		}
		return this.connecting.compareAndSet(false, true);
	}

	void failedToConnect() {
		this.failedAt = System.nanoTime();
		this.failed = true;
		this.connecting.set(false);
	}

	/** It may be lost again by now. */
	void connected(StatefulRedisConnection<String, byte[]> opened) {
		this.connection = opened;
		this.failed = false;
		this.up = true;
		if (!opened.isOpen()) {
			this.up = false;
		}
	}

	void restored() {
		this.up = true;
	}

	/**
	 * Note a loss.
	 * @return {@code false} if it was lost before, and has failed to connect again
	 */
	boolean lost() {
		boolean wasUp = this.up;
		if (wasUp) {
			// in this order: who finds it up knows the losses before this one
			this.up = false;
			this.losses.incrementAndGet();
		}
		return wasUp;
	}

	/** Close it without waiting; nothing may be sent any more. */
	void giveUp() {
		this.up = false;
		StatefulRedisConnection<String, byte[]> opened = this.connection;
		if (opened != null) {
			opened.closeAsync();
		}
	}

	/** Blocks until it is closed. */
	void close() {
		StatefulRedisConnection<String, byte[]> opened = this.connection;
		if (opened != null) {
			opened.close();
		}
	}

}
