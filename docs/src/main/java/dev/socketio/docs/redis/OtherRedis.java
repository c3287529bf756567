package dev.socketio.docs.redis;

import dev.socketio.adapter.redis.RedisConnection;
import dev.socketio.autoconfigure.redis.SocketIORedisProperties;
import io.lettuce.core.RedisClient;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OtherRedis {

	// tag::connection[]
	@Bean(destroyMethod = "shutdown")
	RedisClient chatRedis() {
		return RedisClient.create("redis://chat-redis.example.org");
	}

	@Bean
	RedisConnection chatConnection(RedisClient chatRedis, SocketIORedisProperties properties, JsonMapper mapper) { // <1>
		return RedisConnection.open(chatRedis, properties.toOptions(), mapper); // <2>
	}
	// end::connection[]

}
