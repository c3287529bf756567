package dev.socketio.server;

import java.time.Duration;
import java.util.Objects;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.adapter.RoomLimits;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.internal.Durations;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.codec.JsonPacketCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds a {@link SocketIOServer}. Every setting has a default.
 *
 * @since 0.1.0
 */
public final class SocketIOServerBuilder {

	private EngineOptions engineOptions = EngineOptions.DEFAULT;

	private @Nullable HandshakeFilter handshakeFilter;

	private @Nullable PacketCodec codec;

	private AdapterFactory adapterFactory = InMemoryAdapter::new;

	private Duration connectTimeout = Duration.ofSeconds(45);

	private Duration ackTimeout = Duration.ofSeconds(30);

	private DecoderLimits decoderLimits = DecoderLimits.DEFAULT;

	private int maxNamespacesPerConnection = 1000;

	private int maxPendingAcks = 10_000;

	private long maxAckBytes = 16 * 1024 * 1024;

	private int maxDynamicNamespaces = 10_000;

	private int maxDynamicNamespacesPerConnection = 100;

	private RoomLimits roomLimits = RoomLimits.DEFAULT;

	private Duration packetTimeout = Duration.ofSeconds(30);

	private boolean cleanupEmptyChildNamespaces;

	private @Nullable RecoveryOptions recovery;

	SocketIOServerBuilder() {
	}

	/**
	 * Set the options of the Engine.IO server that carries the connections.
	 * @param options the options
	 * @return this builder
	 */
	public SocketIOServerBuilder engine(EngineOptions options) {
		this.engineOptions = Objects.requireNonNull(options, "options");
		return this;
	}

	/**
	 * Add a filter that decides which clients may open a connection. Filters are asked in
	 * the order in which they are added, until one refuses.
	 * @param filter the filter
	 * @return this builder
	 */
	public SocketIOServerBuilder handshakeFilter(HandshakeFilter filter) {
		Objects.requireNonNull(filter, "filter");
		this.handshakeFilter = (this.handshakeFilter != null) ? this.handshakeFilter.and(filter) : filter;
		return this;
	}

	/**
	 * Set how packets are encoded.
	 * @param packetCodec the codec; JSON with a plain mapper by default
	 * @return this builder
	 */
	public SocketIOServerBuilder codec(PacketCodec packetCodec) {
		this.codec = Objects.requireNonNull(packetCodec, "packetCodec");
		return this;
	}

	/**
	 * Set the factory of the adapters.
	 * @param factory the factory; in-memory adapters by default
	 * @return this builder
	 */
	public SocketIOServerBuilder adapter(AdapterFactory factory) {
		this.adapterFactory = Objects.requireNonNull(factory, "factory");
		return this;
	}

	/**
	 * Set how long a client may take to join its first namespace.
	 * @param timeout a positive duration, at most {@link Durations#MAX}
	 * @return this builder
	 */
	public SocketIOServerBuilder connectTimeout(Duration timeout) {
		this.connectTimeout = Durations.check("connect timeout", timeout);
		return this;
	}

	/**
	 * Set how long {@code emitWithAck} waits for clients by default. A {@code timeout} of
	 * the call takes precedence.
	 * @param timeout a positive duration, at most {@link Durations#MAX}
	 * @return this builder
	 */
	public SocketIOServerBuilder ackTimeout(Duration timeout) {
		this.ackTimeout = Durations.check("acknowledgement timeout", timeout);
		return this;
	}

	/**
	 * Set the limits of a packet of a client.
	 * @param limits the limits
	 * @return this builder
	 */
	public SocketIOServerBuilder decoderLimits(DecoderLimits limits) {
		this.decoderLimits = Objects.requireNonNull(limits, "limits");
		return this;
	}

	/**
	 * Set how many namespaces a connection may be in at the same time.
	 * @param max the number, at least 1
	 * @return this builder
	 */
	public SocketIOServerBuilder maxNamespacesPerConnection(int max) {
		this.maxNamespacesPerConnection = positive("namespaces", max);
		return this;
	}

	/**
	 * Set how many acknowledgements of one client may be pending. Beyond it,
	 * {@code emitWithAck} fails.
	 * @param max the number, at least 1
	 * @return this builder
	 */
	public SocketIOServerBuilder maxPendingAcks(int max) {
		this.maxPendingAcks = positive("pending acknowledgements", max);
		return this;
	}

	/**
	 * Set how large the answers to one broadcast may be together. Beyond it, the result
	 * of {@code emitWithAck} fails with an {@link IllegalStateException}.
	 * @param max the number of bytes, at least 1
	 * @return this builder
	 */
	public SocketIOServerBuilder maxAckBytes(long max) {
		this.maxAckBytes = positive("bytes of acknowledgements", max);
		return this;
	}

	/**
	 * Set how many children the dynamic namespaces may have together. At the limit, a
	 * child that is empty makes room for a new one.
	 * @param max the number, at least 1
	 * @return this builder
	 */
	public SocketIOServerBuilder maxDynamicNamespaces(int max) {
		this.maxDynamicNamespaces = positive("dynamic namespaces", max);
		return this;
	}

	/**
	 * Set how many children of dynamic namespaces may exist because the client of one
	 * connection has asked for them first. At the limit, those that are empty make room
	 * for a new one.
	 * @param max the number, at least 1
	 * @return this builder
	 */
	public SocketIOServerBuilder maxDynamicNamespacesPerConnection(int max) {
		this.maxDynamicNamespacesPerConnection = positive("dynamic namespaces per connection", max);
		return this;
	}

	/**
	 * Set the limits of the rooms of a socket. Joining a room with a longer name is
	 * refused with an {@link IllegalArgumentException}, joining more rooms with an
	 * {@link IllegalStateException}.
	 * @param limits the limits
	 * @return this builder
	 */
	public SocketIOServerBuilder roomLimits(RoomLimits limits) {
		this.roomLimits = ArgumentChecks.notNull(limits, "limits");
		return this;
	}

	/**
	 * Set how long a binary packet may take to arrive with all its attachments. The
	 * connection of a packet that takes longer is closed.
	 * @param timeout a positive duration, at most {@link Durations#MAX}
	 * @return this builder
	 */
	public SocketIOServerBuilder packetTimeout(Duration timeout) {
		this.packetTimeout = Durations.check("packet timeout", timeout);
		return this;
	}

	/**
	 * Set whether children of dynamic namespaces go away with their last socket.
	 * @param cleanup {@code true} to remove them
	 * @return this builder
	 */
	public SocketIOServerBuilder cleanupEmptyChildNamespaces(boolean cleanup) {
		this.cleanupEmptyChildNamespaces = cleanup;
		return this;
	}

	/**
	 * Let clients continue after a short loss of connection.
	 * @param options the bounds of what is kept, or {@code null} to disable recovery
	 * @return this builder
	 */
	public SocketIOServerBuilder recovery(@Nullable RecoveryOptions options) {
		this.recovery = options;
		return this;
	}

	/**
	 * Build the server.
	 * @return the server
	 */
	public SocketIOServer build() {
		HandshakeFilter filter = (this.handshakeFilter != null) ? this.handshakeFilter : (request) -> Mono.empty();
		PacketCodec packetCodec = (this.codec != null) ? this.codec : new JsonPacketCodec(JsonMapper.builder().build());
		return new DefaultSocketIOServer(new ServerContext(this.engineOptions, filter, packetCodec, this.adapterFactory,
				new ServerOptions(this.connectTimeout, this.ackTimeout, this.decoderLimits,
						this.maxNamespacesPerConnection, this.maxPendingAcks, this.maxAckBytes,
						this.maxDynamicNamespaces, this.maxDynamicNamespacesPerConnection, this.roomLimits,
						this.packetTimeout, this.cleanupEmptyChildNamespaces, this.recovery)));
	}

	private static int positive(String name, int value) {
		return (int) positive(name, (long) value);
	}

	private static long positive(String name, long value) {
		if (value < 1) {
			throw new IllegalArgumentException("The number of " + name + " must be positive, but is " + value);
		}
		return value;
	}

}
