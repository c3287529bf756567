package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.redis.PubSubOptions;
import dev.socketio.adapter.redis.RedisOptions;
import dev.socketio.adapter.redis.ShardedOptions;
import dev.socketio.adapter.redis.StreamsOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties that are not set have the defaults of the adapters.
 */
class RedisDefaultPropertiesTests {

	private final SocketIORedisProperties properties = new SocketIORedisProperties();

	@Test
	void pubSub() {
		assertThat(this.properties.getMode()).isEqualTo(RedisMode.PUBSUB);
		assertDefaults(RedisMode.PUBSUB, PubSubOptions.DEFAULT);
	}

	@Test
	void sharded() {
		assertDefaults(RedisMode.SHARDED, ShardedOptions.DEFAULT);
	}

	@Test
	void streams() {
		assertDefaults(RedisMode.STREAMS, StreamsOptions.DEFAULT);
	}

	private void assertDefaults(RedisMode mode, RedisOptions defaults) {
		this.properties.setMode(mode);
		assertThat(this.properties.toOptions()).hasSameClassAs(defaults).usingRecursiveComparison().isEqualTo(defaults);
	}

}
