package dev.socketio.adapter.redis.internal;

import java.time.Duration;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;

/**
 * Clients that reconnect soon.
 */
final class TestClients {

	static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final ClientResources RESOURCES = ClientResources.builder()
		.ioThreadPoolSize(2)
		.computationThreadPoolSize(2)
		.reconnectDelay(Delay.constant(Duration.ofMillis(20)))
		.build();

	private TestClients() {
	}

	static RedisClient client(int port) {
		return RedisClient.create(RESOURCES, RedisURI.create("127.0.0.1", port));
	}

}
