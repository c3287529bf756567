package dev.socketio.adapter.redis.internal;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import org.jspecify.annotations.Nullable;

/**
 * The connections that messages are published over. Lettuce connects again when one is
 * lost. Senders are told which connection it was, because messages that were sent over it
 * are in doubt: Lettuce would send them again. So nothing is handed to a connection that
 * is down. Safe for use by several threads; methods do not block unless they say so.
 *
 * @since 0.1.0
 */
public abstract class NodeConnections implements AutoCloseable {

	private final Duration timeout;

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final RedisConnectionStateListener stateListener = new StateListener();

	NodeConnections(Duration timeout) {
		this.timeout = timeout;
	}

	/** How long commands may take. */
	final Duration timeout() {
		return this.timeout;
	}

	/**
	 * Add a listener.
	 * @param listener the listener
	 */
	public final void addListener(Listener listener) {
		this.listeners.add(listener);
	}

	final void removeListener(Listener listener) {
		this.listeners.remove(listener);
	}

	final List<Listener> listeners() {
		return this.listeners;
	}

	/** To be added to the connections, or to the client that opens them. */
	final RedisConnectionStateListener stateListener() {
		return this.stateListener;
	}

	/**
	 * Return whether no connection to a node that has slots is down.
	 * @return {@code false} while a connection is being established again
	 */
	public abstract boolean isUp();

	/** The slot of a key. Keys of one slot move to another node together. */
	abstract int slot(String key);

	/**
	 * Return the connection for commands with a key. Begins to connect if there is none.
	 * @param key the key
	 * @return the connection, which may be down; {@code null} if no node has the key
	 */
	public abstract @Nullable NodeConnection nodeFor(String key);

	/**
	 * Note that a node has answered something that does not fit what is known of it.
	 */
	public abstract void suspect();

	/** The connection that an event of the client is about. */
	abstract @Nullable NodeConnection find(RedisChannelHandler<?, ?> handler);

	/** Blocks until all connections are closed. */
	@Override
	public abstract void close();

	/**
	 * Listens to what happens to connections. Called by the thread that notices; must not
	 * block.
	 *
	 * @since 0.1.0
	 */
	public interface Listener {

		/**
		 * A connection is lost. Commands that were sent over it without an answer may or
		 * may not have arrived.
		 * @param node the connection
		 */
		void lost(NodeConnection node);

		/**
		 * A connection is there, possibly again.
		 * @param node the connection
		 */
		void restored(NodeConnection node);

		/** Keys may belong to other nodes now. */
		void moved();

		/** All connections are closed. */
		default void closed() {
		}

	}

	private final class StateListener implements RedisConnectionStateListener {

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
			NodeConnection node = find(handler);
			if (node != null) {
				node.restored();
				NodeConnections.this.listeners.forEach((listener) -> listener.restored(node));
			}
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
			NodeConnection node = find(handler);
			if (node != null && node.lost()) {
				NodeConnections.this.listeners.forEach((listener) -> listener.lost(node));
				suspect();
			}
		}

	}

}
