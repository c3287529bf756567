package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.internal.NodeConnection;
import dev.socketio.adapter.redis.internal.NodeConnections;
import dev.socketio.adapter.redis.internal.RedisConnections;
import dev.socketio.adapter.redis.internal.SubscriptionKind;
import dev.socketio.adapter.redis.internal.Subscriptions;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * A server of a cluster, without clients and transports.
 */
final class TestServer implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int MAX_PENDING = 100_000;

	/** Of all connections that there have been. */
	private static final Set<EventLoop> EVENT_LOOPS = ConcurrentHashMap.newKeySet();

	private static final ClientResources RESOURCES = ClientResources.builder()
		.ioThreadPoolSize(2)
		.computationThreadPoolSize(2)
		.reconnectDelay(Delay.constant(Duration.ofMillis(20)))
		.nettyCustomizer(new NettyCustomizer() {

			@Override
			public void afterChannelInitialized(Channel channel) {
				EVENT_LOOPS.add(channel.eventLoop());
			}

		})
		.build();

	private final AbstractRedisClient client;

	private final RedisConnection connection;

	private final RedisAdapterFactory factory;

	private final Map<String, TestNamespace> namespaces = new LinkedHashMap<>();

	private final AtomicInteger settled = new AtomicInteger();

	private final AtomicInteger losses = new AtomicInteger();

	private final boolean recovery;

	private TestServer(AbstractRedisClient client, Mode mode, int maxPending, Duration requestTimeout,
			boolean recovery) {
		this.client = client;
		this.connection = RedisConnection.open(this.client, mode.options(maxPending, requestTimeout),
				JsonMapper.shared());
		connections().nodes().addListener(new NodeConnections.Listener() {

			@Override
			public void lost(NodeConnection node) {
				TestServer.this.losses.incrementAndGet();
			}

			@Override
			public void restored(NodeConnection node) {
			}

			@Override
			public void moved() {
			}

		});
		this.factory = RedisAdapterFactory.open(this.connection);
		this.recovery = recovery;
	}

	static TestServer start(int port, Mode mode) {
		return new TestServer(client(port), mode, MAX_PENDING, Mode.REQUEST_TIMEOUT, false);
	}

	static TestServer start(int port, Mode mode, int maxPending) {
		return new TestServer(client(port), mode, maxPending, Mode.REQUEST_TIMEOUT, false);
	}

	static TestServer start(int port, Mode mode, Duration requestTimeout) {
		return new TestServer(client(port), mode, MAX_PENDING, requestTimeout, false);
	}

	/** With a client of its own, which is shut down with it. */
	static TestServer start(AbstractRedisClient client, Mode mode) {
		return new TestServer(client, mode, MAX_PENDING, Mode.REQUEST_TIMEOUT, false);
	}

	static TestServer startWithRecovery(int port, Mode mode) {
		return new TestServer(client(port), mode, MAX_PENDING, Mode.REQUEST_TIMEOUT, true);
	}

	/** With the settings that it has by default. */
	static RedisClusterClient clusterClient(int port) {
		return RedisClusterClient.create(RedisURI.create("127.0.0.1", port));
	}

	static RedisClient client(int port) {
		return RedisClient.create(RESOURCES, RedisURI.create("127.0.0.1", port));
	}

	RedisConnection connection() {
		return this.connection;
	}

	RedisConnections connections() {
		return this.connection.connections();
	}

	boolean isUp() {
		return this.connection.isUp();
	}

	ClusterStatistics statistics() {
		return connections().statistics();
	}

	TestNamespace namespace(String name) {
		return this.namespaces.computeIfAbsent(name, (key) -> {
			TestNamespace created = new TestNamespace(key, this.recovery);
			return created.join(this.factory.create(created));
		});
	}

	RedisAdapter adapter(String namespace) {
		return (RedisAdapter) namespace(namespace).adapter();
	}

	RedisAdapter adapter() {
		return adapter("/");
	}

	/** Wait until Redis knows of all subscriptions: it takes commands in their order. */
	TestServer settle() {
		String name = "settled-" + this.settled.incrementAndGet();
		Subscriptions subscriptions = connections().subscriptions();
		Subscriptions.Receiver ignoring = (channel, payload) -> {
		};
		subscriptions.subscribe(SubscriptionKind.CHANNEL, ignoring, name).block(TIMEOUT);
		subscriptions.unsubscribe(SubscriptionKind.CHANNEL, ignoring, name).block(TIMEOUT);
		return this;
	}

	/** How often lines to Redis were lost, over which the server publishes. */
	int losses() {
		return this.losses.get();
	}

	/** Wait until what is sent from now on waits for Redis to come back. */
	void awaitLoss() {
		await().atMost(TIMEOUT).until(() -> !connections().nodes().isUp());
		// what was on the wire is given up by the same event, maybe a moment later
		EVENT_LOOPS.removeIf(EventLoop::isShuttingDown);
		EVENT_LOOPS.forEach((loop) -> loop.submit(() -> {
		}).awaitUninterruptibly());
	}

	@Override
	public void close() {
		this.namespaces.values().forEach((namespace) -> namespace.adapter().close().block(TIMEOUT));
		this.connection.close();
		this.client.shutdown(Duration.ZERO, TIMEOUT);
	}

}
