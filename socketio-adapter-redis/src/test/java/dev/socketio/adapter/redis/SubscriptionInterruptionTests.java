package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Connections break that are just being established: whatever comes of it, each server is
 * subscribed once, and what others send arrives once.
 */
class SubscriptionInterruptionTests {

	private static final Duration TIMEOUT = TestServer.TIMEOUT;

	private static final BroadcastOptions ALL = BroadcastOptions.ALL;

	private static final int EVENTS = 20;

	/** Connects again at once, which is when the client is prone to do it twice. */
	private static final ClientResources IMPATIENT = ClientResources.builder()
		.ioThreadPoolSize(2)
		.computationThreadPoolSize(2)
		.timer(new HashedWheelTimer(new DefaultThreadFactory("timer", true), 1, TimeUnit.MILLISECONDS))
		.reconnectDelay(Delay.constant(Duration.ZERO))
		.build();

	private final TestRedis redis = TestRedis.start();

	private final RedisClient client = TestServer.client(this.redis.port());

	private final RedisCommands<String, String> commands = this.client.connect().sync();

	private final List<TestServer> servers = new ArrayList<>();

	@AfterEach
	void close() {
		this.servers.forEach(TestServer::close);
		this.client.shutdown(Duration.ZERO, TIMEOUT);
		this.redis.close();
	}

	private TestServer start(Mode mode) {
		RedisURI uri = RedisURI.create("127.0.0.1", this.redis.port());
		TestServer server = TestServer.start(RedisClient.create(IMPATIENT, uri), mode);
		server.adapter();
		this.servers.add(server);
		return server.settle();
	}

	/** So often that hardly a handshake is completed. */
	private void breakConnections(Duration pause, Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() - end < 0) {
			this.commands.clientKill(KillArgs.Builder.typeNormal().skipme());
			this.commands.clientKill(KillArgs.Builder.typePubsub().skipme());
			LockSupport.parkNanos(pause.toNanos());
		}
	}

	@ParameterizedTest
	@EnumSource
	void subscribesOnceAfterBrokenHandshakes(Mode mode) {
		TestServer here = start(mode);
		TestServer there = start(mode);
		TestNamespace.TestSocket socket = there.namespace("/").connect("remote", "r1");
		there.settle();
		breakConnections(Duration.ofMillis(3), Duration.ofSeconds(1));
		await().atMost(TIMEOUT).until(() -> this.servers.stream().allMatch((server) -> server.isUp()));
		this.servers.forEach(TestServer::settle);
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(subscribers(mode)).isNotEmpty().allMatch((count) -> count == 2));
		assertThat(here.adapter().serverCount().block(TIMEOUT)).isEqualTo(2);
		for (int i = 0; i < EVENTS; i++) {
			BroadcastOptions target = (i % 2 == 0) ? ALL : ALL.withRooms("r1");
			here.adapter().broadcast(Packet.event("/", "e", i), target).block(TIMEOUT);
		}
		await().atMost(TIMEOUT).until(() -> socket.received.contains("[\"e\"," + (EVENTS - 1) + "]"));
		assertThat(socket.received)
			.containsExactlyElementsOf(IntStream.range(0, EVENTS).mapToObj((i) -> "[\"e\"," + i + "]").toList());
	}

	/** How often Redis passes on what is sent to all servers. */
	private List<Long> subscribers(Mode mode) {
		if (mode.isClassic()) {
			List<Long> counts = new ArrayList<>(
					this.commands.pubsubNumsub("socket.io-request#/#", "socket.io-response#/#").values());
			counts.add(this.commands.clientList().lines().filter((line) -> line.contains(" psub=1 ")).count());
			return counts;
		}
		Map<String, Long> counts = (mode.isSharded() || mode == Mode.STREAMS_SHARDED)
				? this.commands.pubsubShardNumsub("socket.io#/#") : this.commands.pubsubNumsub("socket.io#/#");
		return List.copyOf(counts.values());
	}

}
