package dev.socketio.adapter.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.redis.internal.RedisMonitor;
import dev.socketio.protocol.Packet;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a server costs Redis does not depend on how many namespaces, rooms and clients it
 * has.
 */
class ScaleTests {

	private static final Duration TIMEOUT = TestServer.TIMEOUT;

	private static final BroadcastOptions ALL = BroadcastOptions.ALL;

	private static final int BROADCASTS = 100;

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
		TestServer server = TestServer.start(this.redis.port(), mode);
		server.adapter();
		this.servers.add(server);
		return server.settle();
	}

	private static int connections(Mode mode) {
		return mode.isStreams() ? 3 : 2;
	}

	/** Without that of the test. */
	private long connected() {
		return this.commands.clientList().lines().count() - 1;
	}

	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_STATIC", "SHARDED_DYNAMIC", "STREAMS", "STREAMS_SHARDED" })
	void sharesConnectionsBetweenNamespacesAndRooms(Mode mode) {
		TestServer server = start(mode);
		assertThat(connected()).isEqualTo(connections(mode));
		for (int i = 0; i < 1000; i++) {
			server.adapter("/n" + i);
		}
		TestNamespace namespace = server.namespace("/");
		TestNamespace.TestSocket socket = namespace.connect("socket");
		List<String> rooms = new ArrayList<>();
		// each of them is a subscription where rooms have channels of their own
		int count = (mode == Mode.SHARDED_DYNAMIC) ? 10_000 : 100_000;
		for (int i = 0; i < count; i++) {
			rooms.add("room" + i);
		}
		namespace.adapter().addAll("socket", rooms);
		server.settle();
		assertThat(connected()).isEqualTo(connections(mode));
		if (mode == Mode.SHARDED_DYNAMIC) {
			assertThat(this.commands.pubsubShardNumsub("socket.io#/#room9999#").values()).containsExactly(1L);
		}
		TestServer other = start(mode);
		other.adapter().broadcast(Packet.event("/", "e"), ALL.withRooms("room9999")).block(TIMEOUT);
		await().atMost(TIMEOUT).until(() -> socket.received.size() == 1);
		rooms.forEach((room) -> namespace.adapter().del("socket", room));
		server.settle();
		if (mode == Mode.SHARDED_DYNAMIC) {
			assertThat(this.commands.pubsubShardNumsub("socket.io#/#room9999#").values()).containsExactly(0L);
		}
		assertThat(connected()).isEqualTo(2 * connections(mode));
	}

	/** One command for each broadcast, whatever the number of clients. */
	@ParameterizedTest
	@EnumSource(names = { "CLASSIC", "SHARDED_STATIC", "SHARDED_DYNAMIC", "STREAMS" })
	void publishesABroadcastWithOneCommand(Mode mode) throws IOException {
		TestServer here = start(mode);
		TestServer there = start(mode);
		for (int i = 0; i < 50; i++) {
			there.namespace("/").connect("client" + i, "room");
		}
		TestNamespace.TestSocket last = there.namespace("/").connect("last", "room");
		there.settle();
		try (RedisMonitor monitor = new RedisMonitor(this.redis.port())) {
			Map<String, Long> before = traffic();
			for (int i = 0; i < BROADCASTS; i++) {
				here.adapter().broadcast(Packet.event("/", "message", "hello", i), ALL.withRooms("room"));
			}
			await().atMost(TIMEOUT).until(() -> last.received.size() == BROADCASTS);
			Map<String, Long> after = traffic();
			String command = mode.isStreams() ? "XADD" : mode.isSharded() ? "SPUBLISH" : "PUBLISH";
			await().atMost(TIMEOUT).until(() -> monitor.commands(command).size() == BROADCASTS);
			List<String> others = monitor.commands()
				.stream()
				.map(RedisMonitor.Command::name)
				.filter((name) -> !name.equals(command) && !name.equals("INFO"))
				.toList();
			if (mode.isStreams()) {
				// each server reads again when it has read something
				assertThat(others).containsOnly("XREAD").hasSizeLessThanOrEqualTo(2 * BROADCASTS + 2);
			}
			else {
				assertThat(others).isEmpty();
			}
			long perBroadcast = (after.get("input") - before.get("input")) / BROADCASTS;
			assertThat(perBroadcast).isBetween(100L, 600L);
		}
	}

	private Map<String, Long> traffic() {
		String info = this.commands.info("stats");
		return Map.of("input", statistic(info, "total_net_input_bytes"), "output",
				statistic(info, "total_net_output_bytes"));
	}

	private static long statistic(String info, String name) {
		Matcher matcher = Pattern.compile(name + ":([0-9]+)").matcher(info);
		assertThat(matcher.find()).isTrue();
		return Long.parseLong(matcher.group(1));
	}

}
