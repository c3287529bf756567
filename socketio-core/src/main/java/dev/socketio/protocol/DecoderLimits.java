package dev.socketio.protocol;

/**
 * Limits of the packets of a peer. The size of a message is limited by the transport, by
 * {@code max-http-buffer-size}. Instances are immutable.
 *
 * @since 0.1.0
 */
public final class DecoderLimits {

	/** The limits of the Node.js server where it has one. */
	public static final DecoderLimits DEFAULT = builder().build();

	private final int maxAttachments;

	private final int maxDepth;

	private final int maxNumberLength;

	private final int maxNamespaceLength;

	private final int maxEventNameLength;

	private final int maxAuthBytes;

	private final int maxArguments;

	private final long maxPacketBytes;

	private final boolean namespaceQueries;

	private DecoderLimits(Builder builder) {
		this.maxAttachments = builder.maxAttachments;
		this.maxDepth = builder.maxDepth;
		this.maxNumberLength = builder.maxNumberLength;
		this.maxNamespaceLength = builder.maxNamespaceLength;
		this.maxEventNameLength = builder.maxEventNameLength;
		this.maxAuthBytes = builder.maxAuthBytes;
		this.maxArguments = builder.maxArguments;
		this.maxPacketBytes = builder.maxPacketBytes;
		this.namespaceQueries = builder.namespaceQueries;
	}

	/**
	 * Start from the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return how many binary attachments a packet may have.
	 * @return the number, 10 by default as in Node.js
	 */
	public int maxAttachments() {
		return this.maxAttachments;
	}

	/**
	 * Return how deep arrays and objects may be nested.
	 * @return the depth, 500 by default
	 */
	public int maxDepth() {
		return this.maxDepth;
	}

	/**
	 * Return how long a number may be.
	 * @return the number of characters, 1000 by default
	 */
	public int maxNumberLength() {
		return this.maxNumberLength;
	}

	/**
	 * Return how long the name of a namespace may be. For clients of Socket.IO 2 this is
	 * the name without the query behind it.
	 * @return the number of UTF-16 code units, 256 by default
	 */
	public int maxNamespaceLength() {
		return this.maxNamespaceLength;
	}

	/**
	 * Return how long an event name may be.
	 * @return the number of UTF-16 code units, 256 by default
	 */
	public int maxEventNameLength() {
		return this.maxEventNameLength;
	}

	/**
	 * Return how large the payload of a {@code CONNECT} packet may be. For clients of
	 * Socket.IO 2 this is the query behind the namespace. A packet beyond it is delivered
	 * without its payload, see {@link DecodedPacket#authTooLarge()}.
	 * @return the number of encoded bytes, 16384 by default
	 */
	public int maxAuthBytes() {
		return this.maxAuthBytes;
	}

	/**
	 * Return how many arguments an event or acknowledgement may have.
	 * @return the number, without the event name; 1000 by default
	 */
	public int maxArguments() {
		return this.maxArguments;
	}

	/**
	 * Return how large a packet with attachments may be.
	 * @return the number of bytes of its messages together, 2000000 by default
	 */
	public long maxPacketBytes() {
		return this.maxPacketBytes;
	}

	/**
	 * Return whether credentials come as a query behind the name of a namespace.
	 * @return {@code true} for clients of Socket.IO 2
	 */
	public boolean namespaceQueries() {
		return this.namespaceQueries;
	}

	/**
	 * Return these limits for a client of Socket.IO 2, whose credentials are a query
	 * behind the name of a namespace. The name is limited without the query, the query as
	 * the payload of other clients.
	 * @return a copy
	 */
	public DecoderLimits withNamespaceQueries() {
		Builder builder = new Builder();
		builder.maxAttachments = this.maxAttachments;
		builder.maxDepth = this.maxDepth;
		builder.maxNumberLength = this.maxNumberLength;
		builder.maxNamespaceLength = this.maxNamespaceLength;
		builder.maxEventNameLength = this.maxEventNameLength;
		builder.maxAuthBytes = this.maxAuthBytes;
		builder.maxArguments = this.maxArguments;
		builder.maxPacketBytes = this.maxPacketBytes;
		builder.namespaceQueries = true;
		return builder.build();
	}

	/**
	 * Builder of limits.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private int maxAttachments = 10;

		private int maxDepth = 500;

		private int maxNumberLength = 1000;

		private int maxNamespaceLength = 256;

		private int maxEventNameLength = 256;

		private int maxAuthBytes = 16_384;

		private int maxArguments = 1000;

		private long maxPacketBytes = 2_000_000;

		private boolean namespaceQueries;

		private Builder() {
		}

		/**
		 * Set how many binary attachments a packet may have.
		 * @param attachments the number, at least 0
		 * @return this builder
		 */
		public Builder maxAttachments(int attachments) {
			this.maxAttachments = atLeast("max attachments", attachments, 0);
			return this;
		}

		/**
		 * Set how deep arrays and objects may be nested.
		 * @param depth the depth, at least 1
		 * @return this builder
		 */
		public Builder maxDepth(int depth) {
			this.maxDepth = atLeast("max depth", depth, 1);
			return this;
		}

		/**
		 * Set how long a number may be.
		 * @param characters the number of characters, at least 1
		 * @return this builder
		 */
		public Builder maxNumberLength(int characters) {
			this.maxNumberLength = atLeast("max number length", characters, 1);
			return this;
		}

		/**
		 * Set how long the name of a namespace may be.
		 * @param characters the number of UTF-16 code units, at least 1
		 * @return this builder
		 */
		public Builder maxNamespaceLength(int characters) {
			this.maxNamespaceLength = atLeast("max namespace length", characters, 1);
			return this;
		}

		/**
		 * Set how long an event name may be.
		 * @param characters the number of UTF-16 code units, at least 1
		 * @return this builder
		 */
		public Builder maxEventNameLength(int characters) {
			this.maxEventNameLength = atLeast("max event name length", characters, 1);
			return this;
		}

		/**
		 * Set how large the payload of a {@code CONNECT} packet may be.
		 * @param bytes the number of encoded bytes, at least 0
		 * @return this builder
		 */
		public Builder maxAuthBytes(int bytes) {
			this.maxAuthBytes = atLeast("max auth bytes", bytes, 0);
			return this;
		}

		/**
		 * Set how many arguments an event or acknowledgement may have.
		 * @param arguments the number, without the event name; at least 0
		 * @return this builder
		 */
		public Builder maxArguments(int arguments) {
			this.maxArguments = atLeast("max arguments", arguments, 0);
			return this;
		}

		/**
		 * Set how large a packet with attachments may be.
		 * @param bytes the number of bytes of its messages together, at least 1
		 * @return this builder
		 */
		public Builder maxPacketBytes(long bytes) {
			this.maxPacketBytes = atLeast("max packet bytes", bytes, 1);
			return this;
		}

		/**
		 * Create the limits.
		 * @return the limits
		 */
		public DecoderLimits build() {
			return new DecoderLimits(this);
		}

		private static int atLeast(String name, int value, int min) {
			return (int) atLeast(name, (long) value, min);
		}

		private static long atLeast(String name, long value, int min) {
			if (value < min) {
				throw new IllegalArgumentException("The " + name + " must be at least " + min + ", but is " + value);
			}
			return value;
		}

	}

}
