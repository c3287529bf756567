package dev.socketio.engine;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import dev.socketio.internal.Durations;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an Engine.IO server, with the names and defaults of the Node.js server.
 * Immutable.
 *
 * @since 0.1.0
 */
public final class EngineOptions {

	/** The defaults. */
	public static final EngineOptions DEFAULT = builder().build();

	private final Duration pingInterval;

	private final Duration pingTimeout;

	private final Duration upgradeTimeout;

	private final int maxHttpBufferSize;

	private final Set<TransportType> transports;

	private final boolean allowUpgrades;

	private final @Nullable CookieOptions cookie;

	private final boolean allowEio3;

	private final int perMessageDeflateThreshold;

	private final int httpCompressionThreshold;

	private final EngineLimits limits;

	private EngineOptions(Builder builder) {
		this.pingInterval = builder.pingInterval;
		this.pingTimeout = builder.pingTimeout;
		this.upgradeTimeout = builder.upgradeTimeout;
		this.maxHttpBufferSize = builder.maxHttpBufferSize;
		this.transports = Set.copyOf(builder.transports);
		this.allowUpgrades = builder.allowUpgrades;
		this.cookie = builder.cookie;
		this.allowEio3 = builder.allowEio3;
		this.perMessageDeflateThreshold = builder.perMessageDeflateThreshold;
		this.httpCompressionThreshold = builder.httpCompressionThreshold;
		this.limits = builder.limits.build(builder.maxHttpBufferSize);
	}

	/**
	 * Create a builder that has the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the time between the pong of a client and the next ping.
	 * @return the interval, 25 seconds by default
	 */
	public Duration pingInterval() {
		return this.pingInterval;
	}

	/**
	 * Return how long a client may take to answer a ping.
	 * @return the timeout, 20 seconds by default
	 */
	public Duration pingTimeout() {
		return this.pingTimeout;
	}

	/**
	 * Return how long an upgrade may take.
	 * @return the timeout, 10 seconds by default
	 */
	public Duration upgradeTimeout() {
		return this.upgradeTimeout;
	}

	/**
	 * Return the maximum size of a request body and of a WebSocket message.
	 * @return the number of bytes, 1 000 000 by default
	 */
	public int maxHttpBufferSize() {
		return this.maxHttpBufferSize;
	}

	/**
	 * Return the enabled transports.
	 * @return at least one transport, all by default; unmodifiable
	 */
	public Set<TransportType> transports() {
		return this.transports;
	}

	/**
	 * Return whether polling sessions may move to WebSocket.
	 * @return {@code true} by default
	 */
	public boolean allowUpgrades() {
		return this.allowUpgrades;
	}

	/**
	 * Return the cookie of the first polling response.
	 * @return the cookie, or {@code null}, the default, for none
	 */
	public @Nullable CookieOptions cookie() {
		return this.cookie;
	}

	/**
	 * Return whether clients of Engine.IO revision 3 (Socket.IO 2) are served.
	 * @return {@code false} by default
	 */
	public boolean allowEio3() {
		return this.allowEio3;
	}

	/**
	 * Return the size from which WebSocket messages are compressed.
	 * @return the number of bytes; -1, the default, if compression is not offered
	 */
	public int perMessageDeflateThreshold() {
		return this.perMessageDeflateThreshold;
	}

	/**
	 * Return the size from which polling responses are compressed.
	 * @return the number of bytes, 1024 by default; -1 for never
	 */
	public int httpCompressionThreshold() {
		return this.httpCompressionThreshold;
	}

	/**
	 * Return the limits of memory and sessions.
	 * @return the limits
	 */
	public EngineLimits limits() {
		return this.limits;
	}

	/**
	 * Builds {@link EngineOptions}.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private Duration pingInterval = Duration.ofSeconds(25);

		private Duration pingTimeout = Duration.ofSeconds(20);

		private Duration upgradeTimeout = Duration.ofSeconds(10);

		private int maxHttpBufferSize = 1_000_000;

		private Set<TransportType> transports = EnumSet.allOf(TransportType.class);

		private boolean allowUpgrades = true;

		private @Nullable CookieOptions cookie;

		private boolean allowEio3;

		private int perMessageDeflateThreshold = -1;

		private int httpCompressionThreshold = 1024;

		private final EngineLimits.Builder limits = new EngineLimits.Builder();

		private Builder() {
		}

		/**
		 * Set the time between the pong of a client and the next ping.
		 * @param interval a positive duration, at most {@link Durations#MAX}
		 * @return this builder
		 */
		public Builder pingInterval(Duration interval) {
			this.pingInterval = Durations.check("ping interval", interval);
			return this;
		}

		/**
		 * Set how long a client may take to answer a ping.
		 * @param timeout a positive duration, at most {@link Durations#MAX}
		 * @return this builder
		 */
		public Builder pingTimeout(Duration timeout) {
			this.pingTimeout = Durations.check("ping timeout", timeout);
			return this;
		}

		/**
		 * Set how long an upgrade may take.
		 * @param timeout a positive duration, at most {@link Durations#MAX}
		 * @return this builder
		 */
		public Builder upgradeTimeout(Duration timeout) {
			this.upgradeTimeout = Durations.check("upgrade timeout", timeout);
			return this;
		}

		/**
		 * Set the maximum size of a request body and of a WebSocket message.
		 * @param bytes the size, at least 1
		 * @return this builder
		 */
		public Builder maxHttpBufferSize(int bytes) {
			this.maxHttpBufferSize = (int) EngineLimits.atLeast("max http buffer size", bytes, 1);
			return this;
		}

		/**
		 * Set the enabled transports.
		 * @param enabled at least one
		 * @return this builder
		 */
		public Builder transports(Set<TransportType> enabled) {
			if (enabled.isEmpty()) {
				throw new IllegalArgumentException("At least one transport must be enabled");
			}
			this.transports = EnumSet.copyOf(enabled);
			return this;
		}

		/**
		 * Set whether polling sessions may move to WebSocket.
		 * @param allow {@code false} to let every session stay on its transport
		 * @return this builder
		 */
		public Builder allowUpgrades(boolean allow) {
			this.allowUpgrades = allow;
			return this;
		}

		/**
		 * Set the cookie of the first polling response.
		 * @param options the cookie, or {@code null} for none
		 * @return this builder
		 */
		public Builder cookie(@Nullable CookieOptions options) {
			this.cookie = options;
			return this;
		}

		/**
		 * Set whether clients of Engine.IO revision 3 are served, which Socket.IO 2
		 * clients are. JSONP is not supported.
		 * @param allow {@code true} to serve them
		 * @return this builder
		 */
		public Builder allowEio3(boolean allow) {
			this.allowEio3 = allow;
			return this;
		}

		/**
		 * Set the size from which WebSocket messages are compressed, for clients that
		 * support it.
		 * @param bytes the size, -1 to not offer compression
		 * @return this builder
		 */
		public Builder perMessageDeflateThreshold(int bytes) {
			this.perMessageDeflateThreshold = (int) EngineLimits.atLeast("permessage-deflate threshold", bytes, -1);
			return this;
		}

		/**
		 * Set the size from which polling responses are compressed.
		 * @param bytes the size, -1 for never
		 * @return this builder
		 */
		public Builder httpCompressionThreshold(int bytes) {
			this.httpCompressionThreshold = (int) EngineLimits.atLeast("HTTP compression threshold", bytes, -1);
			return this;
		}

		/**
		 * Change limits. Those that are not set stay as they are.
		 * @param customizer sets limits
		 * @return this builder
		 */
		public Builder limits(Consumer<EngineLimits.Builder> customizer) {
			Objects.requireNonNull(customizer, "customizer").accept(this.limits);
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public EngineOptions build() {
			return new EngineOptions(this);
		}

	}

}
