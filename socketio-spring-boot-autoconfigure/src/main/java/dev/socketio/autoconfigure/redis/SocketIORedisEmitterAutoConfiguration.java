package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.redis.RedisEmitters;
import dev.socketio.adapter.redis.connection.RedisConnections;
import dev.socketio.autoconfigure.SocketIOEmitterAutoConfiguration;
import dev.socketio.emitter.SocketIOEmitter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
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
@ConditionalOnClass(RedisEmitters.class)
@ConditionalOnBean(RedisConnections.class)
public final class SocketIORedisEmitterAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketIOEmitter socketIOEmitter(RedisConnections connections, SocketIORedisProperties properties,
			ObjectProvider<JsonMapper> mappers) {
		JsonMapper mapper = mappers.getIfAvailable(() -> JsonMapper.builder().build());
		return switch (properties.getMode()) {
			case PUBSUB -> RedisEmitters.pubSub(connections, properties.getKey(), mapper);
			case SHARDED -> RedisEmitters.sharded(connections, properties.getChannelPrefix(), mapper);
			case STREAMS -> RedisEmitters.streams(connections, properties.streams(), mapper);
		};
	}

}
