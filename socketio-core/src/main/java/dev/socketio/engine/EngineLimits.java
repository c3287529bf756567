package dev.socketio.engine;

import io.netty.util.internal.PlatformDependent;

/**
 * Limits of the memory and of the sessions of an Engine.IO server. Immutable.
 *
 * @since 0.1.0
 */
public final class EngineLimits {

	private final long maxBufferedBytes;

	private final int maxBufferedPackets;

	private final long maxTotalBufferedBytes;

	private final int maxPendingMessages;

	private final long maxPendingBytes;

	private final long maxTotalPendingBytes;

	private final int maxSessions;

	private final int maxSessionsPerAddress;

	private EngineLimits(Builder builder, long maxPendingBytes) {
		this.maxBufferedBytes = builder.maxBufferedBytes;
		this.maxBufferedPackets = builder.maxBufferedPackets;
		this.maxTotalBufferedBytes = builder.maxTotalBufferedBytes;
		this.maxPendingMessages = builder.maxPendingMessages;
		this.maxPendingBytes = maxPendingBytes;
		this.maxTotalPendingBytes = builder.maxTotalPendingBytes;
		this.maxSessions = builder.maxSessions;
		this.maxSessionsPerAddress = builder.maxSessionsPerAddress;
	}

	/**
	 * Return how many bytes may wait to be sent to one client. A client beyond this limit
	 * is disconnected.
	 * @return the number of bytes
	 */
	public long maxBufferedBytes() {
		return this.maxBufferedBytes;
	}

	/**
	 * Return how many packets may wait to be sent to one client. A client beyond this
	 * limit is disconnected.
	 * @return the number of packets
	 */
	public int maxBufferedPackets() {
		return this.maxBufferedPackets;
	}

	/**
	 * Return how many bytes may wait to be sent to all clients together. Beyond this
	 * limit, clients that lag behind are disconnected.
	 * @return the number of bytes
	 */
	public long maxTotalBufferedBytes() {
		return this.maxTotalBufferedBytes;
	}

	/**
	 * Return how many messages of one client may wait for the application before the
	 * client is not read any more.
	 * @return the number of messages
	 */
	public int maxPendingMessages() {
		return this.maxPendingMessages;
	}

	/**
	 * Return how many bytes of messages of one client may wait for the application before
	 * the client is not read any more.
	 * @return the number of bytes
	 */
	public long maxPendingBytes() {
		return this.maxPendingBytes;
	}

	/**
	 * Return how many bytes the server may hold of the data that all clients have sent.
	 * Beyond this limit, clients that send more are disconnected.
	 * @return the number of bytes
	 */
	public long maxTotalPendingBytes() {
		return this.maxTotalPendingBytes;
	}

	/**
	 * Return how many sessions the server may have. Beyond this limit, handshakes are
	 * answered with status 503.
	 * @return the number of sessions
	 */
	public int maxSessions() {
		return this.maxSessions;
	}

	/**
	 * Return how many sessions one remote address may have.
	 * @return the number of sessions, 0 for any number
	 */
	public int maxSessionsPerAddress() {
		return this.maxSessionsPerAddress;
	}

	static long atLeast(String name, long value, long min) {
		if (value < min) {
			throw new IllegalArgumentException("The " + name + " must be at least " + min + ", but is " + value);
		}
		return value;
	}

	/**
	 * Sets {@link EngineLimits}, as a part of {@link EngineOptions.Builder}.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		/** Of the direct memory or of the heap, whichever is smaller. */
		private static final long QUARTER_OF_MEMORY = Math.min(PlatformDependent.maxDirectMemory(),
				Runtime.getRuntime().maxMemory()) / 4;

		private static final long PENDING_MESSAGES_OF_MAXIMUM_SIZE = 4;

		private long maxBufferedBytes = 4L * 1024 * 1024;

		private int maxBufferedPackets = 65_536;

		private long maxTotalBufferedBytes = QUARTER_OF_MEMORY;

		private int maxPendingMessages = 128;

		/** Unless set, a multiple of the maximum size of a message. */
		private long maxPendingBytes;

		private long maxTotalPendingBytes = Runtime.getRuntime().maxMemory() / 4;

		private int maxSessions = 100_000;

		private int maxSessionsPerAddress;

		Builder() {
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
		 * @param packets the number, at least 1; 65 536 by default
		 * @return this builder
		 */
		public Builder maxBufferedPackets(int packets) {
			this.maxBufferedPackets = (int) atLeast("max buffered packets", packets, 1);
			return this;
		}

		/**
		 * Set how many bytes may wait to be sent to all clients together. While more
		 * bytes wait, a client that lags behind by 64 KB or more is disconnected when the
		 * next message is sent to it. Bytes of the same broadcast count once, however
		 * many clients have not received them yet.
		 * @param bytes the number, at least 1; a quarter of the direct memory or of the
		 * heap by default, whichever is smaller
		 * @return this builder
		 */
		public Builder maxTotalBufferedBytes(long bytes) {
			this.maxTotalBufferedBytes = atLeast("max total buffered bytes", bytes, 1);
			return this;
		}

		/**
		 * Set how many messages of one client may wait for the application, over all
		 * namespaces. At this number, and at this number of bytes, the client is not read
		 * until half of them are handled.
		 * @param messages the number, at least 1; 128 by default
		 * @return this builder
		 */
		public Builder maxPendingMessages(int messages) {
			this.maxPendingMessages = (int) atLeast("max pending messages", messages, 1);
			return this;
		}

		/**
		 * Set how many bytes of messages of one client may wait for the application, over
		 * all namespaces. One message, or one body of a polling request, may come on top.
		 * @param bytes the number, at least 1; four times the maximum size of a message
		 * by default
		 * @return this builder
		 */
		public Builder maxPendingBytes(long bytes) {
			this.maxPendingBytes = atLeast("max pending bytes", bytes, 1);
			return this;
		}

		/**
		 * Set how many bytes the server may hold of the data that all clients have sent:
		 * messages that the application has not handled yet, and parts of messages. While
		 * it holds more, a client that sends more, and of which 64 KB or more are held,
		 * is disconnected.
		 * @param bytes the number, at least 1; a quarter of the heap by default
		 * @return this builder
		 */
		public Builder maxTotalPendingBytes(long bytes) {
			this.maxTotalPendingBytes = atLeast("max total pending bytes", bytes, 1);
			return this;
		}

		/**
		 * Set how many sessions the server may have.
		 * @param sessions the number, at least 1; 100 000 by default
		 * @return this builder
		 */
		public Builder maxSessions(int sessions) {
			this.maxSessions = (int) atLeast("max sessions", sessions, 1);
			return this;
		}

		/**
		 * Set how many sessions one remote address may have.
		 * @param sessions the number; 0, the default, for any number
		 * @return this builder
		 */
		public Builder maxSessionsPerAddress(int sessions) {
			this.maxSessionsPerAddress = (int) atLeast("max sessions per address", sessions, 0);
			return this;
		}

		EngineLimits build(int maxMessageSize) {
			return new EngineLimits(this, (this.maxPendingBytes > 0) ? this.maxPendingBytes
					: PENDING_MESSAGES_OF_MAXIMUM_SIZE * maxMessageSize);
		}

	}

}
