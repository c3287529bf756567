package dev.socketio.adapter.redis;

/**
 * Options of {@code createAdapter} of {@code @socket.io/redis-adapter}. Immutable.
 *
 * @since 0.1.0
 */
public final class PubSubOptions extends RedisOptions {

	/** The defaults of the Node.js package. */
	public static final PubSubOptions DEFAULT = builder().build();

	private final String key;

	private final boolean publishOnSpecificResponseChannel;

	private PubSubOptions(Builder builder) {
		super(builder);
		this.key = builder.key;
		this.publishOnSpecificResponseChannel = builder.publishOnSpecificResponseChannel;
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
	public String key() {
		return this.key;
	}

	/**
	 * Return whether answers go only to the server that asked.
	 * @return {@code false} by default: answers go to all servers
	 */
	public boolean publishOnSpecificResponseChannel() {
		return this.publishOnSpecificResponseChannel;
	}

	/**
	 * Builds options. Not thread-safe.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder extends RedisOptions.Builder<Builder> {

		private String key = "socket.io";

		private boolean publishOnSpecificResponseChannel;

		private Builder() {
		}

		private Builder(PubSubOptions options) {
			super(options);
			this.key = options.key;
			this.publishOnSpecificResponseChannel = options.publishOnSpecificResponseChannel;
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Set the prefix of all channels.
		 * @param key the prefix, the same for all servers
		 * @return this builder
		 */
		public Builder key(String key) {
			this.key = key;
			return this;
		}

		/**
		 * Set whether answers go only to the server that asked, instead of to all.
		 * @param specific whether they do, the same for all servers
		 * @return this builder
		 */
		public Builder publishOnSpecificResponseChannel(boolean specific) {
			this.publishOnSpecificResponseChannel = specific;
			return this;
		}

		@Override
		public PubSubOptions build() {
			return new PubSubOptions(this);
		}

	}

}
