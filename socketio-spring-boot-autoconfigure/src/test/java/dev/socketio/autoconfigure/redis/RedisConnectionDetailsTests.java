package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.redis.RedisConnection;
import dev.socketio.testsupport.TestRedis;
import org.junit.jupiter.api.Test;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the adapter goes where the service connection of the application points to.
 */
class RedisConnectionDetailsTests {

	@Test
	void usesTheConnectionDetails() {
		try (TestRedis redis = TestRedis.start()) {
			RedisContexts.server(1)
				.withBean(DataRedisConnectionDetails.class, () -> new Details(redis.port()))
				.run((context) -> assertThat(context.getBean(RedisConnection.class).isUp()).isTrue());
		}
	}

	private record Details(int port) implements DataRedisConnectionDetails {

		@Override
		public Standalone getStandalone() {
			return Standalone.of("127.0.0.1", this.port);
		}

	}

}
