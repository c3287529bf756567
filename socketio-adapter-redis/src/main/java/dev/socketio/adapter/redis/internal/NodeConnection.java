package dev.socketio.adapter.redis.internal;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one node. Lettuce connects it again when it is lost. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class NodeConnection {

	private static final long RETRY_NANOS = Duration.ofMillis(200).toNanos();

	private final AtomicInteger losses = new AtomicInteger();

	private final AtomicBoolean connecting = new AtomicBoolean();

	private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;

	private volatile boolean up;

	private volatile boolean failed;

	private volatile long failedAt;

	NodeConnection() {
	}

	/**
	 * Return whether commands may be sent.
	 * @return {@code false} before it is connected for the first time, and while it is
	 * lost
	 */
	public boolean isUp() {
		return this.up;
	}

	/** Whether the node could not be reached, or is no longer. */
	boolean isBroken() {
		return !this.up && (this.failed || this.connection != null);
	}

	boolean isOf(RedisChannelHandler<?, ?> handler) {
		return this.connection == handler;
	}

	/**
	 * Return how often the connection was lost. Commands without an answer that were sent
	 * before the last loss are in doubt.
	 * @return the number of losses
	 */
	public int losses() {
		return this.losses.get();
	}

	/**
	 * Return the commands, to be used while the connection is up.
	 * @return the commands
	 */
	public RedisAsyncCommands<String, byte[]> commands() {
		return Objects.requireNonNull(this.connection).async();
	}

	/**
	 * Reserve an attempt to connect.
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

	/** Use a connection, which may be lost again by now. */
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
			// in this order: a sender that finds it up has counted the losses before
			this.up = false;
			this.losses.incrementAndGet();
		}
		return wasUp;
	}

	/** Close it without waiting. */
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
