package dev.socketio.adapter.redis;

import java.time.Duration;
import java.util.Set;

import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the channels of rooms in mode {@code sharded}.
 */
class RoomSubscriptionTests {

	private static final Duration TIMEOUT = TestServer.TIMEOUT;

	private final TestRedis redis = TestRedis.start();

	private final RedisClient client = TestServer.client(this.redis.port());

	private final RedisCommands<String, String> commands = this.client.connect().sync();

	@AfterEach
	void close() {
		this.client.shutdown(Duration.ZERO, TIMEOUT);
		this.redis.close();
	}

	@Test
	void closedAdaptersDoNotSubscribeToRooms() {
		TestServer server = TestServer.start(this.redis.port(), Mode.SHARDED_DYNAMIC);
		TestNamespace.TestSocket socket = server.namespace("/").connect("socket", "before");
		server.settle();
		server.adapter().close().block(TIMEOUT);
		server.adapter().addAll(socket.id(), Set.of("after"));
		server.settle();
		assertThat(this.commands.pubsubShardChannels("*")).isEmpty();
		server.close();
	}

}
