package dev.socketio.engine;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import dev.socketio.internal.Durations;
import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link EngineServer}, with the names and defaults of the Node.js server.
 * Immutable.
 *
 * @param pingInterval time between the pong of a client and the next ping
 * @param pingTimeout how long a client may take to answer a ping
 * @param upgradeTimeout how long an upgrade may take
 * @param maxHttpBufferSize greatest size in bytes of a request body and of a WebSocket
 * message
 * @param transports enabled transports
 * @param allowUpgrades whether polling sessions may move to WebSocket
 * @param cookie the cookie of the first polling response, or {@code null} for none
 * @param allowEio3 whether clients of Engine.IO revision 3 (Socket.IO 2) are served
 * @param perMessageDeflateThreshold size in bytes from which WebSocket messages are
 * compressed, -1 to not offer compression
 * @param httpCompressionThreshold size in bytes from which polling responses are
 * compressed, -1 for never
 * @param maxBufferedBytes bytes that may wait to be sent to one client; beyond it the
 * client is disconnected
 * @param maxBufferedPackets packets that may wait to be sent to one client; beyond it the
 * client is disconnected
 * @param maxTotalBufferedBytes bytes that may wait to be sent to all clients together;
 * beyond it clients that lag behind are disconnected
 * @param maxPendingMessages messages of one client that the application may have left to
 * handle before the client is not read any more
 * @param maxPendingBytes bytes of such messages, from which on the client is not read any
 * more
 * @param maxTotalPendingBytes bytes that the server may hold of what all clients have
 * sent; beyond it clients that come to hold more are disconnected
 * @param maxSessions sessions of this server; beyond it handshakes are answered with 503
 * @param maxSessionsPerAddress sessions of one remote address, 0 for any number
 * @since 0.1.0
 */
public record EngineOptions(Duration pingInterval, Duration pingTimeout, Duration upgradeTimeout, int maxHttpBufferSize,
		Set<TransportType> transports, boolean allowUpgrades, @Nullable CookieOptions cookie, boolean allowEio3,
		int perMessageDeflateThreshold, int httpCompressionThreshold, long maxBufferedBytes, int maxBufferedPackets,
		long maxTotalBufferedBytes, int maxPendingMessages, long maxPendingBytes, long maxTotalPendingBytes,
		int maxSessions, int maxSessionsPerAddress) {

	/** The defaults. */
	public static final EngineOptions DEFAULT = builder().build();

	/**
	 * Start from the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builds options.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		/** Of the direct memory or of the heap, whichever is smaller. */
		private static final long QUARTER_OF_MEMORY = Math.min(PlatformDependent.maxDirectMemory(),
				Runtime.getRuntime().maxMemory()) / 4;

		private static final long PENDING_MESSAGES_OF_GREATEST_SIZE = 4;

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

		private long maxBufferedBytes = 4L * 1024 * 1024;

		private int maxBufferedPackets = 65_536;

		private long maxTotalBufferedBytes = QUARTER_OF_MEMORY;

		private int maxPendingMessages = 128;

		/** Unless set, a multiple of the greatest size of a message. */
		private long maxPendingBytes;

		private long maxTotalPendingBytes = Runtime.getRuntime().maxMemory() / 4;

		private int maxSessions = 100_000;

		private int maxSessionsPerAddress;

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
		 * Set the greatest size of a request body and of a WebSocket message.
		 * @param bytes the size, at least 1
		 * @return this builder
		 */
		public Builder maxHttpBufferSize(int bytes) {
			this.maxHttpBufferSize = (int) atLeast("max http buffer size", bytes, 1);
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
		 * Set from which size on WebSocket messages are compressed, for clients that
		 * support it.
		 * @param bytes the size, -1 to not offer compression
		 * @return this builder
		 */
		public Builder perMessageDeflateThreshold(int bytes) {
			this.perMessageDeflateThreshold = (int) atLeast("permessage-deflate threshold", bytes, -1);
			return this;
		}

		/**
		 * Set from which size on polling responses are compressed.
		 * @param bytes the size, -1 for never
		 * @return this builder
		 */
		public Builder httpCompressionThreshold(int bytes) {
			this.httpCompressionThreshold = (int) atLeast("HTTP compression threshold", bytes, -1);
			return this;
		}

		/**
		 * Set how many bytes may wait to be sent to one client when the next message
		 * comes. A message of any size is sent to a client that is not behind.
		 * @param bytes the number, at least 1; 4 MB by default
		 * @return this builder
		 */
		public Builder maxBufferedBytes(long bytes) {
			this.maxBufferedBytes = atLeast("max buffered bytes", bytes, 1);
			return this;
		}

		/**
		 * Set how many packets may wait to be sent to one client.
		 * @param packets the number, at least 1
		 * @return this builder
		 */
		public Builder maxBufferedPackets(int packets) {
			this.maxBufferedPackets = (int) atLeast("max buffered packets", packets, 1);
			return this;
		}

		/**
		 * Set how many bytes may wait to be sent to all clients together. While more
		 * wait, a client that lags behind, by 64 KB or more, is disconnected as soon as
		 * it is to be sent something. What several clients have not been sent of the same
		 * broadcast counts once.
		 * @param bytes the number, at least 1; a quarter of the direct memory or of the
		 * heap by default, whichever is smaller
		 * @return this builder
		 */
		public Builder maxTotalBufferedBytes(long bytes) {
			this.maxTotalBufferedBytes = atLeast("max total buffered bytes", bytes, 1);
			return this;
		}

		/**
		 * Set how many messages of one client the application may have left to handle,
		 * over all namespaces. At this number, and at this number of bytes, the client is
		 * not read until half of them are handled.
		 * @param messages the number, at least 1; 128 by default
		 * @return this builder
		 */
		public Builder maxPendingMessages(int messages) {
			this.maxPendingMessages = (int) atLeast("max pending messages", messages, 1);
			return this;
		}

		/**
		 * Set how many bytes of messages of one client the application may have left to
		 * handle, over all namespaces. One message, or one body of a polling request, may
		 * come on top.
		 * @param bytes the number, at least 1; four times the greatest size of a message
		 * by default
		 * @return this builder
		 */
		public Builder maxPendingBytes(long bytes) {
			this.maxPendingBytes = atLeast("max pending bytes", bytes, 1);
			return this;
		}

		/**
		 * Set how many bytes the server may hold of what all clients have sent: messages
		 * that the application has not handled yet, and parts of messages. While it holds
		 * more, a client that sends more of it, and of which 64 KB or more are held, is
		 * disconnected.
		 * @param bytes the number, at least 1; a quarter of the heap by default
		 * @return this builder
		 */
		public Builder maxTotalPendingBytes(long bytes) {
			this.maxTotalPendingBytes = atLeast("max total pending bytes", bytes, 1);
			return this;
		}

		/**
		 * Set how many sessions the server has at most.
		 * @param sessions the number, at least 1
		 * @return this builder
		 */
		public Builder maxSessions(int sessions) {
			this.maxSessions = (int) atLeast("max sessions", sessions, 1);
			return this;
		}

		/**
		 * Set how many sessions one remote address has at most.
		 * @param sessions the number, 0 for any
		 * @return this builder
		 */
		public Builder maxSessionsPerAddress(int sessions) {
			this.maxSessionsPerAddress = (int) atLeast("max sessions per address", sessions, 0);
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public EngineOptions build() {
			return new EngineOptions(this.pingInterval, this.pingTimeout, this.upgradeTimeout, this.maxHttpBufferSize,
					Set.copyOf(this.transports), this.allowUpgrades, this.cookie, this.allowEio3,
					this.perMessageDeflateThreshold, this.httpCompressionThreshold, this.maxBufferedBytes,
					this.maxBufferedPackets, this.maxTotalBufferedBytes, this.maxPendingMessages, maxPendingBytes(),
					this.maxTotalPendingBytes, this.maxSessions, this.maxSessionsPerAddress);
		}

		private long maxPendingBytes() {
			return (this.maxPendingBytes > 0) ? this.maxPendingBytes
					: PENDING_MESSAGES_OF_GREATEST_SIZE * this.maxHttpBufferSize;
		}

		private static long atLeast(String name, long value, long min) {
			if (value < min) {
				throw new IllegalArgumentException("The " + name + " must be at least " + min + ", but is " + value);
			}
			return value;
		}

	}

}
