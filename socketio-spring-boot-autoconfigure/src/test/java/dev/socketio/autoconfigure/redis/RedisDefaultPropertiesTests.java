package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.redis.PubSubOptions;
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
		assertThat(this.properties.pubSub()).isEqualTo(PubSubOptions.DEFAULT);
	}

	@Test
	void sharded() {
		assertThat(this.properties.sharded()).isEqualTo(ShardedOptions.DEFAULT);
	}

	@Test
	void streams() {
		assertThat(this.properties.streams()).isEqualTo(StreamsOptions.DEFAULT);
	}

}
