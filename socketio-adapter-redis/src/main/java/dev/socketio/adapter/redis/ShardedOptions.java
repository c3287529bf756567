package dev.socketio.adapter.redis;

/**
 * Options of {@code createShardedAdapter} of {@code @socket.io/redis-adapter}. Immutable.
 *
 * @since 0.1.0
 */
public final class ShardedOptions extends RedisOptions {

	/** The defaults of the Node.js package. */
	public static final ShardedOptions DEFAULT = builder().build();

	private final String channelPrefix;

	private final SubscriptionMode subscriptionMode;

	private ShardedOptions(Builder builder) {
		super(builder);
		this.channelPrefix = builder.channelPrefix;
		this.subscriptionMode = builder.subscriptionMode;
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
	 * Return the prefix of all channels.
	 * @return the prefix
	 */
	public String channelPrefix() {
		return this.channelPrefix;
	}

	/**
	 * Return which rooms have a channel of their own.
	 * @return the mode, {@link SubscriptionMode#DYNAMIC} by default
	 */
	public SubscriptionMode subscriptionMode() {
		return this.subscriptionMode;
	}

	/**
	 * Builds options. Not thread-safe.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder extends RedisOptions.Builder<Builder> {

		private String channelPrefix = "socket.io";

		private SubscriptionMode subscriptionMode = SubscriptionMode.DYNAMIC;

		private Builder() {
		}

		private Builder(ShardedOptions options) {
			super(options);
			this.channelPrefix = options.channelPrefix;
			this.subscriptionMode = options.subscriptionMode;
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Set the prefix of all channels.
		 * @param prefix the prefix, the same for all servers
		 * @return this builder
		 */
		public Builder channelPrefix(String prefix) {
			this.channelPrefix = prefix;
			return this;
		}

		/**
		 * Set which rooms have a channel of their own.
		 * @param mode the mode, the same for all servers
		 * @return this builder
		 */
		public Builder subscriptionMode(SubscriptionMode mode) {
			this.subscriptionMode = mode;
			return this;
		}

		@Override
		public ShardedOptions build() {
			return new ShardedOptions(this);
		}

	}

}
