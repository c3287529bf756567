package dev.socketio.adapter.redis;

import java.time.Duration;

import dev.socketio.internal.Durations;

/**
 * Options of {@code @socket.io/redis-streams-adapter}. Immutable.
 *
 * @since 0.1.0
 */
public final class StreamsOptions extends RedisOptions {

	/** The defaults of the Node.js package. */
	public static final StreamsOptions DEFAULT = builder().build();

	private final String streamName;

	private final int streamCount;

	private final String channelPrefix;

	private final boolean useShardedPubSub;

	private final long maxLen;

	private final int readCount;

	private final Duration blockTime;

	private final String sessionKeyPrefix;

	private final boolean onlyPlaintext;

	private StreamsOptions(Builder builder) {
		super(builder);
		this.streamName = builder.streamName;
		this.streamCount = builder.streamCount;
		this.channelPrefix = builder.channelPrefix;
		this.useShardedPubSub = builder.useShardedPubSub;
		this.maxLen = builder.maxLen;
		this.readCount = builder.readCount;
		this.blockTime = builder.blockTime;
		this.sessionKeyPrefix = builder.sessionKeyPrefix;
		this.onlyPlaintext = builder.onlyPlaintext;
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
	 * Return the key of the stream, or the prefix of the keys of several streams.
	 * @return the name
	 */
	public String streamName() {
		return this.streamName;
	}

	/**
	 * Return the number of streams that share the namespaces.
	 * @return the number, 1 by default
	 */
	public int streamCount() {
		return this.streamCount;
	}

	/**
	 * Return the prefix of the channels of requests and answers.
	 * @return the prefix
	 */
	public String channelPrefix() {
		return this.channelPrefix;
	}

	/**
	 * Return whether the channels of requests and answers are sharded.
	 * @return {@code false} by default
	 */
	public boolean useShardedPubSub() {
		return this.useShardedPubSub;
	}

	/**
	 * Return the approximate number of entries that a stream keeps.
	 * @return the number, 10,000 by default
	 */
	public long maxLen() {
		return this.maxLen;
	}

	/**
	 * Return how many entries are read at once.
	 * @return the number, 100 by default
	 */
	public int readCount() {
		return this.readCount;
	}

	/**
	 * Return how long a read waits for entries.
	 * @return the time, 5 seconds by default
	 */
	public Duration blockTime() {
		return this.blockTime;
	}

	/**
	 * Return the prefix of the keys of sessions that can be recovered.
	 * @return the prefix
	 */
	public String sessionKeyPrefix() {
		return this.sessionKeyPrefix;
	}

	/**
	 * Return whether streams hold JSON only, so that bytes arrive as objects.
	 * @return {@code false} by default
	 */
	public boolean onlyPlaintext() {
		return this.onlyPlaintext;
	}

	/**
	 * Return the stream of a namespace, as Node.js computes it: the number is negative
	 * where the hash code is.
	 * @param namespace the namespace
	 * @return the key
	 */
	public String streamOf(String namespace) {
		return (this.streamCount == 1) ? this.streamName
				: this.streamName + "-" + namespace.hashCode() % this.streamCount;
	}

	/**
	 * Builds options. Not thread-safe.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder extends RedisOptions.Builder<Builder> {

		private String streamName = "socket.io";

		private int streamCount = 1;

		private String channelPrefix = "socket.io";

		private boolean useShardedPubSub;

		private long maxLen = 10_000;

		private int readCount = 100;

		private Duration blockTime = Duration.ofSeconds(5);

		private String sessionKeyPrefix = "sio:session:";

		private boolean onlyPlaintext;

		private Builder() {
		}

		private Builder(StreamsOptions options) {
			super(options);
			this.streamName = options.streamName;
			this.streamCount = options.streamCount;
			this.channelPrefix = options.channelPrefix;
			this.useShardedPubSub = options.useShardedPubSub;
			this.maxLen = options.maxLen;
			this.readCount = options.readCount;
			this.blockTime = options.blockTime;
			this.sessionKeyPrefix = options.sessionKeyPrefix;
			this.onlyPlaintext = options.onlyPlaintext;
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Set the key of the stream, or the prefix of the keys of several streams.
		 * @param name the name, the same for all servers
		 * @return this builder
		 */
		public Builder streamName(String name) {
			this.streamName = name;
			return this;
		}

		/**
		 * Set the number of streams that share the namespaces.
		 * @param count the number, the same for all servers
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public Builder streamCount(int count) {
			this.streamCount = (int) requirePositive("number of streams", count);
			return this;
		}

		/**
		 * Set the prefix of the channels of requests and answers.
		 * @param prefix the prefix, the same for all servers
		 * @return this builder
		 */
		public Builder channelPrefix(String prefix) {
			this.channelPrefix = prefix;
			return this;
		}

		/**
		 * Set whether the channels of requests and answers are sharded.
		 * @param sharded whether they are, the same for all servers
		 * @return this builder
		 */
		public Builder useShardedPubSub(boolean sharded) {
			this.useShardedPubSub = sharded;
			return this;
		}

		/**
		 * Set the approximate number of entries that a stream keeps.
		 * @param count the number
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public Builder maxLen(long count) {
			this.maxLen = requirePositive("number of entries", count);
			return this;
		}

		/**
		 * Set how many entries are read at once.
		 * @param count the number
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive
		 */
		public Builder readCount(int count) {
			this.readCount = (int) requirePositive("number of entries to read", count);
			return this;
		}

		/**
		 * Set how long a read waits for entries.
		 * @param time the time
		 * @return this builder
		 * @throws IllegalArgumentException if it is not positive or too long
		 */
		public Builder blockTime(Duration time) {
			this.blockTime = Durations.check("block time", time);
			return this;
		}

		/**
		 * Set the prefix of the keys of sessions that can be recovered.
		 * @param prefix the prefix, the same for all servers
		 * @return this builder
		 */
		public Builder sessionKeyPrefix(String prefix) {
			this.sessionKeyPrefix = prefix;
			return this;
		}

		/**
		 * Set whether streams hold JSON only, so that bytes arrive as objects.
		 * @param plaintext whether they do
		 * @return this builder
		 */
		public Builder onlyPlaintext(boolean plaintext) {
			this.onlyPlaintext = plaintext;
			return this;
		}

		@Override
		public StreamsOptions build() {
			return new StreamsOptions(this);
		}

	}

}
