package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.redis.RedisConnection;
import dev.socketio.adapter.redis.RedisEmitter;
import dev.socketio.autoconfigure.SocketIOEmitterAutoConfiguration;
import dev.socketio.emitter.SocketIOEmitter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the emitter of a process that has no server.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { SocketIORedisAdapterAutoConfiguration.class, SocketIOEmitterAutoConfiguration.class })
@ConditionalOnClass(RedisEmitter.class)
@ConditionalOnBean(RedisConnection.class)
public final class SocketIORedisEmitterAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketIOEmitter socketIOEmitter(RedisConnection connection) {
		return RedisEmitter.create(connection);
	}

}
