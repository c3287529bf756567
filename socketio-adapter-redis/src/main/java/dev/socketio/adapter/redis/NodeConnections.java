package dev.socketio.adapter.redis;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.RedisCodec;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The lines that messages go over: one to Redis, or in a Redis Cluster one to each
 * master. The client connects a line again when it was lost. Those who send need to know
 * which line it was, and what had been sent before: the client would send it again, and
 * in a cluster elsewhere. So nothing is handed to a line that is down, and a cluster's
 * connection, which follows redirections by itself, is not used. Safe for use by several
 * threads; methods do not block unless they say so.
 */
final class CommandConnection implements AutoCloseable {

	private static final long RETRY_NANOS = Duration.ofMillis(200).toNanos();

	private final RedisCodec<String, byte[]> codec;

	private final Duration timeout;

	/** Without a cluster. */
	private final @Nullable Line single;

	private final @Nullable ClusterTopology topology;

	/** By host and port. */
	private final Map<String, Line> lines = new ConcurrentHashMap<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final LineListener lineListener = new LineListener();

	private final Runnable topologyListener = this::moved;

	private volatile boolean closed;

	/** To one Redis. */
	CommandConnection(StatefulRedisConnection<String, byte[]> connection, RedisCodec<String, byte[]> codec) {
		this.codec = codec;
		this.timeout = connection.getTimeout();
		this.topology = null;
		this.single = new Line();
		this.single.connection = connection;
		connection.addListener(this.lineListener);
		this.single.up = connection.isOpen();
	}

	/** To the nodes of a Redis Cluster. */
	CommandConnection(ClusterTopology topology, RedisCodec<String, byte[]> codec, Duration timeout) {
		this.codec = codec;
		this.timeout = timeout;
		this.topology = topology;
		this.single = null;
		topology.nodeClient().addListener(this.lineListener);
		topology.addListener(this.topologyListener);
	}

	Duration timeout() {
		return this.timeout;
	}

	void addListener(Listener listener) {
		this.listeners.add(listener);
	}

	void removeListener(Listener listener) {
		this.listeners.remove(listener);
	}

	/** Whether no line to a node that has slots is down. */
	boolean isUp() {
		if (this.closed) {
			return false;
		}
		return (this.single != null) ? this.single.isUp()
				: masters().keySet().stream().map(this.lines::get).noneMatch((line) -> line != null && line.isBroken());
	}

	/** By their addresses. */
	private Map<String, RedisURI> masters() {
		return Objects.requireNonNull(this.topology)
			.masters()
			.stream()
			.map(RedisClusterNode::getUri)
			.collect(Collectors.toMap(CommandConnection::address, Function.identity(), (one, same) -> one));
	}

	/** What decides about the line of a key. */
	int slot(String key) {
		return (this.single != null) ? 0 : SlotHash.getSlot(RedisConnections.utf8(key));
	}

	/** The line for commands with this key, if there is a node for them. */
	@Nullable Line line(String key) {
		if (this.single != null) {
			return this.single;
		}
		RedisClusterNode node = Objects.requireNonNull(this.topology).master(slot(key));
		if (node == null || this.closed) {
			return null;
		}
		String address = address(node.getUri());
		Line line = this.lines.get(address);
		if (line == null) {
			line = this.lines.computeIfAbsent(address, (absent) -> new Line());
		}
		if (line.connection == null) {
			connect(line, node.getUri());
		}
		return line;
	}

	/** A node says that something is not as it was thought to be. */
	void suspect() {
		if (this.topology != null) {
			this.topology.suspect();
		}
	}

	static String address(RedisURI uri) {
		return uri.getHost() + ":" + uri.getPort();
	}

	private void connect(Line line, RedisURI uri) {
		if (line.failed && System.nanoTime() - line.failedAt < RETRY_NANOS
				|| !line.connecting.compareAndSet(false, true)) {
			return;
		}
		RedisClient client = Objects.requireNonNull(this.topology).nodeClient();
		Mono.defer(() -> Mono.fromCompletionStage(client.connectAsync(this.codec, uri)))
			.subscribe((opened) -> connected(line, opened), (error) -> {
				line.failedAt = System.nanoTime();
				line.failed = true;
				line.connecting.set(false);
				suspect();
			});
	}

	private void connected(Line line, StatefulRedisConnection<String, byte[]> opened) {
		opened.setTimeout(this.timeout);
		line.connection = opened;
		line.failed = false;
		line.up = true;
		boolean isUnused = this.closed || !this.lines.containsValue(line);
		if (isUnused) {
			opened.closeAsync();
		}
		if (isUnused || !opened.isOpen()) {
			// or it was lost before it was known here
			line.up = false;
			return;
		}
		this.listeners.forEach((listener) -> listener.restored(line));
	}

	/** Lines that are down and lead to nobody who is needed are given up. */
	private void moved() {
		Map<String, RedisURI> masters = masters();
		this.lines.forEach((address, line) -> {
			RedisURI uri = masters.get(address);
			StatefulRedisConnection<String, byte[]> connection = line.connection;
			if (uri == null && line.isBroken() && this.lines.remove(address, line)) {
				line.up = false;
				if (connection != null) {
					connection.closeAsync();
				}
			}
			else if (uri != null && connection == null) {
				connect(line, uri);
			}
		});
		this.listeners.forEach(Listener::moved);
	}

	/** Blocks until all is closed. */
	@Override
	public void close() {
		this.closed = true;
		if (this.topology != null) {
			this.topology.removeListener(this.topologyListener);
			this.topology.nodeClient().removeListener(this.lineListener);
			this.lines.values()
				.stream()
				.map((line) -> line.connection)
				.filter(Objects::nonNull)
				.forEach(StatefulConnection::close);
		}
		else if (this.single != null) {
			Objects.requireNonNull(this.single.connection).close();
		}
		this.listeners.forEach(Listener::closed);
	}

	private @Nullable Line lineOf(RedisChannelHandler<?, ?> handler) {
		if (this.single != null) {
			return this.single;
		}
		for (Line line : this.lines.values()) {
			if (line.connection == handler) {
				return line;
			}
		}
		return null;
	}

	/**
	 * Told what happens to lines, by the thread that notices; must not block.
	 */
	interface Listener {

		/** What was sent over this line and not answered may or may not have arrived. */
		void lost(Line line);

		/** The line is there, maybe again. */
		void restored(Line line);

		/** Keys may belong to other lines now. */
		void moved();

		/** There will be no line any more. */
		default void closed() {
		}

	}

	/**
	 * One TCP connection, and those that take its place when it is lost.
	 */
	static final class Line {

		private final AtomicInteger losses = new AtomicInteger();

		private final AtomicBoolean connecting = new AtomicBoolean();

		private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;

		private volatile boolean up;

		private volatile boolean failed;

		private volatile long failedAt;

		/** Whether something may be sent. */
		boolean isUp() {
			return this.up;
		}

		private boolean isBroken() {
			return !this.up && (this.failed || this.connection != null);
		}

		/** How often it was lost; what was sent before the last time is in doubt. */
		int losses() {
			return this.losses.get();
		}

		/** To be used while it is up. */
		RedisAsyncCommands<String, byte[]> commands() {
			return Objects.requireNonNull(this.connection).async();
		}

	}

	private final class LineListener implements RedisConnectionStateListener {

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
			Line line = lineOf(handler);
			if (line != null) {
				line.up = true;
				CommandConnection.this.listeners.forEach((listener) -> listener.restored(line));
			}
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
			Line line = lineOf(handler);
			// also told when connecting again has failed
			if (line == null || !line.up) {
				return;
			}
			line.up = false;
			line.losses.incrementAndGet();
			CommandConnection.this.listeners.forEach((listener) -> listener.lost(line));
			suspect();
		}

	}

}
