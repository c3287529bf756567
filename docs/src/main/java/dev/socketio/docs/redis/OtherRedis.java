package dev.socketio.docs.redis;

import dev.socketio.adapter.redis.connection.RedisConnections;
import io.lettuce.core.RedisClient;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OtherRedis {

	// tag::connections[]
	@Bean(destroyMethod = "shutdown")
	RedisClient chatRedis() {
		return RedisClient.create("redis://chat-redis.example.org");
	}

	@Bean
	RedisConnections chatConnections(RedisClient chatRedis) { // <1>
		return RedisConnections.open(chatRedis, 10_000); // <2>
	}
	// end::connections[]

}
