package dev.socketio.adapter.redis;

import reactor.core.publisher.Mono;

/**
 * What a server is subscribed to, for all of its namespaces and rooms. What is wanted is
 * known here; Redis is told, again if need be, until it has confirmed that. Messages are
 * passed on by the thread that reads the connection. Safe for use by several threads;
 * methods do not block unless they say so.
 */
interface Subscriptions extends AutoCloseable {

	/**
	 * Return whether Redis has confirmed what is wanted since the connection exists.
	 * @return {@code false} while the connection is being established again, and while
	 * Redis refuses a subscription
	 */
	boolean isUp();

	/**
	 * Return whether no connection is lost, whatever Redis says of subscriptions.
	 * @return {@code false} while a connection is being established again
	 */
	boolean isConnected();

	/**
	 * Subscribe at once, or as soon as there is a connection.
	 * @param kind what the names are
	 * @param receiver takes the messages, also instead of an earlier one
	 * @param names the names
	 * @return completes when Redis has confirmed all, fails if it refuses one; it need
	 * not be subscribed to
	 */
	Mono<Void> subscribe(SubscriptionKind kind, Receiver receiver, String... names);

	/**
	 * Give up what has this receiver. What somebody else has taken over is left alone: a
	 * namespace may come into being again while the old one is being closed.
	 * @param kind what the names are
	 * @param receiver the receiver
	 * @param names the names
	 * @return completes when Redis has confirmed all, or has forgotten it with the
	 * connection; it need not be subscribed to
	 */
	Mono<Void> unsubscribe(SubscriptionKind kind, Receiver receiver, String... names);

	/** Nothing is subscribed afterwards. Blocks until the connection is closed. */
	@Override
	void close();

	/** A pattern that matches the prefix literally. */
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
