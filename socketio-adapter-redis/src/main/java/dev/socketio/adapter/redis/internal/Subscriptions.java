package dev.socketio.adapter.redis.internal;

import reactor.core.publisher.Mono;

/**
 * The subscriptions of a server, for all of its namespaces and rooms. The wanted
 * subscriptions are kept here; Redis is asked for them until it has confirmed them, and
 * again on each new connection. Messages are passed on by the thread that reads the
 * connection. Safe for use by several threads; methods do not block unless they say so.
 *
 * @since 0.1.0
 */
public interface Subscriptions extends AutoCloseable {

	/**
	 * Return whether Redis has confirmed all wanted subscriptions on this connection.
	 * @return {@code false} while the connection is being established again, and while
	 * Redis refuses a subscription
	 */
	boolean isUp();

	/**
	 * Return whether no connection is lost, even if Redis refuses subscriptions.
	 * @return {@code false} while a connection is being established again
	 */
	boolean isConnected();

	/**
	 * Subscribe at once, or as soon as there is a connection.
	 * @param kind the kind of the names
	 * @param receiver takes the messages, replacing an earlier receiver of the same name
	 * @param names the names
	 * @return completes when Redis has confirmed all, fails if it refuses one; need not
	 * be subscribed to
	 */
	Mono<Void> subscribe(SubscriptionKind kind, Receiver receiver, String... names);

	/**
	 * Unsubscribe names that have this receiver. Names that another receiver has taken
	 * over stay subscribed: a namespace may be created again while the old one is being
	 * closed.
	 * @param kind the kind of the names
	 * @param receiver the receiver
	 * @param names the names
	 * @return completes when Redis has confirmed all, or when the connection is lost;
	 * need not be subscribed to
	 */
	Mono<Void> unsubscribe(SubscriptionKind kind, Receiver receiver, String... names);

	/** Unsubscribe everything. Blocks until the connection is closed. */
	@Override
	void close();

	/**
	 * Return a pattern for all names that start with a prefix.
	 * @param prefix the prefix, in which special characters have no meaning
	 * @return the pattern
	 */
	static String pattern(String prefix) {
		return prefix.replaceAll("[\\\\*?\\[\\]]", "\\\\$0") + "*";
	}

	/**
	 * Takes messages. Called by the thread that reads the connection; must not block.
	 */
	@FunctionalInterface
	interface Receiver {

		/**
		 * Take a message.
		 * @param channel the channel it was published on
		 * @param payload its content
		 * @throws dev.socketio.protocol.PacketFormatException if it is not understood
		 */
		void receive(String channel, byte[] payload);

	}

}
