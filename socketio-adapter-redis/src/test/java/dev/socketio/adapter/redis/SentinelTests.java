package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestRedisSentinel;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The Redis that a Sentinel watches dies under the servers that broadcast, and its
 * replica takes its place.
 */
class SentinelTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final TestRedisSentinel redis = TestRedisSentinel.start();

	private final List<TestServer> servers = new ArrayList<>();

	@AfterEach
	void close() {
		this.servers.forEach(TestServer::close);
		this.redis.close();
	}

	private TestServer start(Mode mode) {
		RedisURI uri = RedisURI.Builder.sentinel("127.0.0.1", this.redis.port(), TestRedisSentinel.MASTER).build();
		TestServer server = TestServer.start(RedisClient.create(uri), mode);
		server.adapter();
		this.servers.add(server);
		return server;
	}

	private void awaitEachOther() {
		await().atMost(TIMEOUT).until(() -> this.servers.stream().allMatch((server) -> server.isUp()));
		for (TestServer server : this.servers) {
			await().atMost(TIMEOUT).until(() -> server.adapter().serverCount().block(TIMEOUT) == this.servers.size());
		}
	}

	private static Mono<Void> emit(TestServer server, int value) {
		return server.adapter()
			.broadcast(Packet.event("/", "e", value),
					new BroadcastOptions(Set.of("room"), Set.of(), BroadcastFlags.NONE));
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_DYNAMIC", "STREAMS" })
	void restoresCommunication(Mode mode) {
		TestServer first = start(mode);
		TestNamespace.TestSocket socket = start(mode).namespace("/").connect("socket", "room");
		awaitEachOther();
		emit(first, 0).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> socket.received.contains("[\"e\",0]"));
		int losses = first.losses();
		this.redis.stopMaster();
		await().atMost(TIMEOUT).until(() -> first.losses() > losses);
		// waits for the connection
		Mono<Void> waiting = emit(first, 1).cache();
		waiting.subscribe();
		this.redis.awaitPromotion();
		waiting.block(TIMEOUT);
		awaitEachOther();
		emit(first, 2).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> socket.received.contains("[\"e\",2]"));
		if (mode.isStreams()) {
			assertThat(socket.received).contains("[\"e\",1]");
		}
		assertThat(new HashSet<>(socket.received)).hasSameSizeAs(socket.received);
	}

}
