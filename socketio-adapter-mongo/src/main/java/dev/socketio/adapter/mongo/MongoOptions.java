package dev.socketio.adapter.mongo;

import java.time.Duration;

import dev.socketio.internal.Durations;

/**
 * Options of {@code @socket.io/mongo-adapter}, and of the collection if it is created.
 * All servers and emitters of a cluster need the same collection, and the same way to
 * remove its documents. Immutable.
 *
 * @since 0.1.0
 */
public final class MongoOptions {

	/** The defaults of the Node.js package, and the sizes that its manual suggests. */
	public static final MongoOptions DEFAULT = builder().build();

	private final Duration requestTimeout;

	private final int maxPendingPublications;

	private final String collection;

	private final boolean addCreatedAtField;

	private final Duration heartbeatInterval;

	private final Duration heartbeatTimeout;

	private final long cappedSize;

	private final Duration timeToLive;

	private MongoOptions(Builder builder) {
		this.requestTimeout = builder.requestTimeout;
		this.maxPendingPublications = builder.maxPendingPublications;
		this.collection = builder.collection;
		this.addCreatedAtField = builder.addCreatedAtField;
		this.heartbeatInterval = builder.heartbeatInterval;
		this.heartbeatTimeout = builder.heartbeatTimeout;
		this.cappedSize = builder.cappedSize;
		this.timeToLive = builder.timeToLive;
	}

	/**
	 * Start from the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Start from these options.
	 * @return a builder
	 */
	public Builder mutate() {
		return new Builder(this);
	}

	/**
	 * Return how long other servers have to answer when the caller does not say.
	 * @return the timeout, 5 seconds by default
	 */
	public Duration requestTimeout() {
		return this.requestTimeout;
	}

	/**
	 * Return how many messages may wait for MongoDB at a time; further ones fail.
	 * @return the number, 10,000 by default
	 */
	public int maxPendingPublications() {
		return this.maxPendingPublications;
	}

	/**
	 * Return the name of the collection.
	 * @return the name, {@code socket.io-adapter-events} by default
	 */
	public String collection() {
		return this.collection;
	}

	/**
	 * Return whether documents have a date by which a TTL index removes them.
	 * @return {@code false} by default: the collection is to be capped
	 */
	public boolean addCreatedAtField() {
		return this.addCreatedAtField;
	}

	/**
	 * Return how long this server may be silent before it sends a heartbeat.
	 * @return the interval, 5 seconds by default
	 */
	public Duration heartbeatInterval() {
		return this.heartbeatInterval;
	}

	/**
	 * Return how long other servers may be silent before they do not count any more.
	 * @return the timeout, 10 seconds by default
	 */
	public Duration heartbeatTimeout() {
		return this.heartbeatTimeout;
	}

	/**
	 * Return the size of a capped collection that is created.
	 * @return the size in bytes, 1,000,000 by default
	 */
	public long cappedSize() {
		return this.cappedSize;
	}

	/**
	 * Return how long documents stay in a collection that is created with a TTL index.
	 * @return the time, an hour by default
	 */
	public Duration timeToLive() {
		return this.timeToLive;
	}

	/**
	 * Builds options. Not thread-safe.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private Duration requestTimeout = Duration.ofSeconds(5);

		private int maxPendingPublications = 10_000;

		private String collection = "socket.io-adapter-events";

		private boolean addCreatedAtField;

		private Duration heartbeatInterval = Duration.ofSeconds(5);

		private Duration heartbeatTimeout = Duration.ofSeconds(10);

		private long cappedSize = 1_000_000;

		private Duration timeToLive = Duration.ofHours(1);

		private Builder() {
		}

		private Builder(MongoOptions options) {
			this.requestTimeout = options.requestTimeout;
			this.maxPendingPublications = options.maxPendingPublications;
			this.collection = options.collection;
			this.addCreatedAtField = options.addCreatedAtField;
			this.heartbeatInterval = options.heartbeatInterval;
			this.heartbeatTimeout = options.heartbeatTimeout;
			this.cappedSize = options.cappedSize;
			this.timeToLive = options.timeToLive;
		}

		/**
		 * Set how long other servers have to answer when the caller does not say.
		 * @param timeout the timeout
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive or too long
		 */
		public Builder requestTimeout(Duration timeout) {
			this.requestTimeout = Durations.check("request timeout", timeout);
			return this;
		}

		/**
		 * Set how many messages may wait for MongoDB at a time; further ones fail.
		 * @param count the number
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public Builder maxPendingPublications(int count) {
			this.maxPendingPublications = (int) requirePositive("number of pending publications", count);
			return this;
		}

		/**
		 * Set the name of the collection.
		 * @param name the name, the same for all servers
		 * @return this builder
		 */
		public Builder collection(String name) {
			this.collection = name;
			return this;
		}

		/**
		 * Set whether documents have a date by which a TTL index removes them; otherwise
		 * the collection is to be capped.
		 * @param added whether they have, the same for all servers
		 * @return this builder
		 */
		public Builder addCreatedAtField(boolean added) {
			this.addCreatedAtField = added;
			return this;
		}

		/**
		 * Set how long this server may be silent before it sends a heartbeat.
		 * @param interval the interval
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive or too long
		 */
		public Builder heartbeatInterval(Duration interval) {
			this.heartbeatInterval = Durations.check("heartbeat interval", interval);
			return this;
		}

		/**
		 * Set how long other servers may be silent before they do not count any more.
		 * @param timeout the timeout, longer than the interval
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive or too long
		 */
		public Builder heartbeatTimeout(Duration timeout) {
			this.heartbeatTimeout = Durations.check("heartbeat timeout", timeout);
			return this;
		}

		/**
		 * Set the size of a capped collection that is created.
		 * @param bytes the size in bytes
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public Builder cappedSize(long bytes) {
			this.cappedSize = requirePositive("capped size", bytes);
			return this;
		}

		/**
		 * Set how long documents stay in a collection that is created with a TTL index.
		 * @param time the time
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive or too long
		 */
		public Builder timeToLive(Duration time) {
			this.timeToLive = Durations.check("time to live", time);
			return this;
		}

		private static long requirePositive(String name, long number) {
			if (number < 1) {
				throw new IllegalArgumentException("The " + name + " must be positive, but is " + number);
			}
			return number;
		}

		/**
		 * Build the options.
		 * @return the options
		 * @throws IllegalArgumentException if the heartbeat timeout is not longer than
		 * the interval
		 */
		public MongoOptions build() {
			if (this.heartbeatTimeout.compareTo(this.heartbeatInterval) <= 0) {
				throw new IllegalArgumentException(
						"The heartbeat timeout must be longer than the interval, but is " + this.heartbeatTimeout);
			}
			return new MongoOptions(this);
		}

	}

}
