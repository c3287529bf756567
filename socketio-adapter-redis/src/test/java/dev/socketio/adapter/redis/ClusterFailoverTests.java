package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestRedisCluster;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A node of a Redis Cluster dies under the servers that broadcast, and its replica takes
 * its place: clients get nothing twice, what waits for the node is not lost, and
 * everything is as it was afterwards.
 */
class ClusterFailoverTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final int MASTERS = 3;

	private static final int ROOMS = 12;

	private static final int EVENTS = 600;

	private final TestRedisCluster cluster = TestRedisCluster.start(MASTERS, MASTERS);

	private final List<TestServer> servers = new ArrayList<>();

	@AfterEach
	void close() {
		this.servers.forEach(TestServer::close);
		this.cluster.close();
	}

	private TestServer start(Mode mode) {
		TestServer server = TestServer.start(TestServer.clusterClient(this.cluster.port(1)), mode);
		this.servers.add(server);
		return server;
	}

	private static Mono<Void> emit(TestServer server, int room, int value) {
		return server.adapter()
			.broadcast(Packet.event("/", "e", "room" + room, value),
					new BroadcastOptions(Set.of("room" + room), Set.of(), BroadcastFlags.NONE));
	}

	/** One to each room; completes when Redis has all, fails if it does not have one. */
	private static Mono<Void> emitAll(TestServer server, int value) {
		return Flux.range(0, ROOMS)
			.map((room) -> emit(server, room, value))
			.collectList()
			.flatMap(Mono::whenDelayError);
	}

	private static List<String> expected(int value) {
		return IntStream.range(0, ROOMS).mapToObj((room) -> "[\"e\",\"room" + room + "\"," + value + "]").toList();
	}

	/** What says at which node the server publishes. */
	private static String key(Mode mode, TestServer server) {
		if (mode.isStreams()) {
			return ((StreamsOptions) mode.options(1, TIMEOUT)).streamOf("/");
		}
		return mode.isSharded() ? ShardedAdapter.channel("socket.io", "/") : server.adapter().uid();
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "STREAMS", "STREAMS_MULTI" })
	void restoresCommunication(Mode mode) {
		TestServer first = start(mode);
		TestServer second = start(mode);
		first.adapter();
		TestNamespace.TestSocket socket = second.namespace("/")
			.connect("socket", IntStream.range(0, ROOMS).mapToObj((i) -> "room" + i).toArray(String[]::new));
		await().atMost(TIMEOUT)
			.until(() -> this.servers.stream()
				.allMatch((server) -> server.isUp()
						&& server.adapter().serverCount().block(TIMEOUT) == this.servers.size()));
		emitAll(first, 0).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> socket.received.containsAll(expected(0)));
		int master = this.cluster.masterOf(SlotHash.getSlot(key(mode, first)));
		int losses = first.losses();
		this.cluster.stop(master);
		// those for the lost node wait for the next one
		await().atMost(TIMEOUT).until(() -> first.losses() > losses);
		Mono<Void> waiting = emitAll(first, 1).cache();
		waiting.subscribe((nothing) -> {
		}, (error) -> {
		});
		this.cluster.awaitPromotion(MASTERS + master);
		waiting.block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> this.servers.stream().allMatch((server) -> server.isUp()));
		await().atMost(TIMEOUT).until(() -> first.adapter().serverCount().block(TIMEOUT) == this.servers.size());
		emitAll(first, 2).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> socket.received.containsAll(expected(2)));
		this.cluster.restart(master);
		this.cluster.awaitDemotion(master);
		emitAll(first, 3).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> socket.received.containsAll(expected(3)));
		if (mode.isStreams()) {
			// they keep what is published while no server is subscribed
			assertThat(socket.received).containsAll(expected(1));
		}
		assertThat(new HashSet<>(socket.received)).hasSameSizeAs(socket.received);
	}

	/** What may have been on the wire is not sent again by anybody. */
	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_STATIC", "STREAMS" })
	void deliversNothingTwiceWhenConnectionsBreak(Mode mode) throws InterruptedException {
		TestServer first = start(mode);
		TestServer second = start(mode);
		first.adapter();
		TestNamespace.TestSocket socket = second.namespace("/")
			.connect("socket", IntStream.range(0, ROOMS).mapToObj((i) -> "room" + i).toArray(String[]::new));
		emitUntilReceived(first, socket, -1);
		AtomicBoolean done = new AtomicBoolean();
		Thread killer = new Thread(() -> {
			while (!done.get()) {
				for (int node = 0; node < MASTERS; node++) {
					this.cluster.command(node, "CLIENT KILL TYPE normal");
				}
				LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
			}
		});
		killer.start();
		List<Mono<Void>> sent = new ArrayList<>();
		try {
			for (int i = 0; i < EVENTS; i++) {
				Mono<Void> event = emit(first, i % ROOMS, i).onErrorComplete().cache();
				event.subscribe();
				sent.add(event);
				LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
			}
		}
		finally {
			done.set(true);
			killer.join();
		}
		Mono.when(sent).block(TIMEOUT);
		emitUntilReceived(first, socket, EVENTS);
		List<String> events = socket.received.stream()
			.filter((event) -> !event.matches(".*,(-1|" + EVENTS + ")]"))
			.toList();
		assertThat(events).doesNotHaveDuplicates();
		if (!mode.isSharded()) {
			// whatever the room
			assertThat(events.stream().map((event) -> Integer.valueOf(event.replaceAll(".*,|]", "")))).isSorted();
		}
		if (mode.isStreams()) {
			assertThat(events).hasSize(EVENTS);
		}
		else {
			assertThat(events).isNotEmpty();
		}
	}

	/** What comes first may be lost. */
	private static void emitUntilReceived(TestServer server, TestNamespace.TestSocket socket, int value) {
		await().atMost(TIMEOUT).ignoreExceptions().until(() -> {
			emitAll(server, value).block(TIMEOUT);
			return socket.received.containsAll(expected(value));
		});
	}

}
