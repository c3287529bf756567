package dev.socketio.adapter.cluster.channel;

import java.time.Duration;

import dev.socketio.internal.Durations;

/**
 * Times and bounds of a {@link ClusterChannel}. Immutable.
 *
 * @since 0.1.0
 */
public final class ChannelOptions {

	/** The defaults. */
	public static final ChannelOptions DEFAULT = new Builder().build();

	private final Duration requestTimeout;

	private final Duration heartbeatInterval;

	private final Duration heartbeatTimeout;

	private final int maxPending;

	private final Duration maxAge;

	private ChannelOptions(Builder builder) {
		this.requestTimeout = Durations.check("request timeout", builder.requestTimeout);
		this.heartbeatInterval = Durations.check("heartbeat interval", builder.heartbeatInterval);
		this.heartbeatTimeout = Durations.check("heartbeat timeout", builder.heartbeatTimeout);
		this.maxAge = Durations.check("maximum age", builder.maxAge);
		this.maxPending = builder.maxPending;
		if (this.heartbeatTimeout.compareTo(this.heartbeatInterval) <= 0) {
			throw new IllegalArgumentException(
					"The heartbeat timeout must be longer than the interval, but is " + this.heartbeatTimeout);
		}
		if (this.maxPending < 1) {
			throw new IllegalArgumentException("The number of pending messages must be positive");
		}
	}

	/**
	 * Create a builder with the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return how long other servers have to answer when the caller does not say.
	 * @return the timeout, 5 seconds by default
	 */
	public Duration requestTimeout() {
		return this.requestTimeout;
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
	 * Return the greatest number of messages that wait for the bus. Further ones fail.
	 * @return the number, 10000 by default
	 */
	public int maxPending() {
		return this.maxPending;
	}

	/**
	 * Return how long a message is tried again that the bus does not take. Then it fails.
	 * @return the duration, 30 seconds by default
	 */
	public Duration maxAge() {
		return this.maxAge;
	}

	/**
	 * Builds options.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private Duration requestTimeout = Duration.ofSeconds(5);

		private Duration heartbeatInterval = Duration.ofSeconds(5);

		private Duration heartbeatTimeout = Duration.ofSeconds(10);

		private int maxPending = 10_000;

		private Duration maxAge = Duration.ofSeconds(30);

		private Builder() {
		}

		/**
		 * Set how long other servers have to answer when the caller does not say.
		 * @param timeout a positive duration
		 * @return this builder
		 */
		public Builder requestTimeout(Duration timeout) {
			this.requestTimeout = timeout;
			return this;
		}

		/**
		 * Set how long servers may be silent.
		 * @param interval how long this server may be silent before it sends a heartbeat
		 * @param timeout how long other servers may be silent before they do not count
		 * any more, longer than the interval
		 * @return this builder
		 */
		public Builder heartbeats(Duration interval, Duration timeout) {
			this.heartbeatInterval = interval;
			this.heartbeatTimeout = timeout;
			return this;
		}

		/**
		 * Set the greatest number of messages that wait for the bus.
		 * @param count a positive number
		 * @return this builder
		 */
		public Builder maxPending(int count) {
			this.maxPending = count;
			return this;
		}

		/**
		 * Set how long a message is tried again that the bus does not take.
		 * @param age a positive duration
		 * @return this builder
		 */
		public Builder maxAge(Duration age) {
			this.maxAge = age;
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 * @throws IllegalArgumentException if a value is not positive, or the heartbeat
		 * timeout is not longer than the interval
		 */
		public ChannelOptions build() {
			return new ChannelOptions(this);
		}

	}

}
