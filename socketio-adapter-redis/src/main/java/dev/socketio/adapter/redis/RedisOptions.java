package dev.socketio.adapter.redis;

import java.time.Duration;

import dev.socketio.internal.Durations;

/**
 * What all ways to share a Redis have in common. The subclass says which one it is:
 * {@link PubSubOptions}, {@link ShardedOptions} or {@link StreamsOptions}. All servers
 * and emitters of a cluster need the same one.
 *
 * @since 0.1.0
 */
public abstract sealed class RedisOptions permits PubSubOptions, ShardedOptions, StreamsOptions {

	private final Duration requestTimeout;

	private final int maxPendingPublications;

	RedisOptions(Builder<?> builder) {
		this.requestTimeout = builder.requestTimeout;
		this.maxPendingPublications = builder.maxPendingPublications;
	}

	/**
	 * Return how long other servers have to answer when the caller does not say.
	 * @return the timeout, 5 seconds by default
	 */
	public Duration requestTimeout() {
		return this.requestTimeout;
	}

	/**
	 * Return how many messages may wait for Redis at a time; further ones fail.
	 * @return the number, 10,000 by default
	 */
	public int maxPendingPublications() {
		return this.maxPendingPublications;
	}

	/**
	 * Builds options. Not thread-safe.
	 *
	 * @param <B> the type of the builder
	 * @since 0.1.0
	 */
	public abstract static sealed class Builder<B extends Builder<B>>
			permits PubSubOptions.Builder, ShardedOptions.Builder, StreamsOptions.Builder {

		private Duration requestTimeout = Duration.ofSeconds(5);

		private int maxPendingPublications = 10_000;

		Builder() {
		}

		Builder(RedisOptions options) {
			this.requestTimeout = options.requestTimeout;
			this.maxPendingPublications = options.maxPendingPublications;
		}

		abstract B self();

		/**
		 * Build the options.
		 * @return the options
		 */
		public abstract RedisOptions build();

		/**
		 * Set how long other servers have to answer when the caller does not say.
		 * @param timeout the timeout
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive or too long
		 */
		public B requestTimeout(Duration timeout) {
			this.requestTimeout = Durations.check("request timeout", timeout);
			return self();
		}

		/**
		 * Set how many messages may wait for Redis at a time; further ones fail.
		 * @param count the number
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public B maxPendingPublications(int count) {
			this.maxPendingPublications = (int) requirePositive("number of pending publications", count);
			return self();
		}

		static long requirePositive(String name, long count) {
			if (count < 1) {
				throw new IllegalArgumentException("The " + name + " must be positive, but is " + count);
			}
			return count;
		}

	}

}
