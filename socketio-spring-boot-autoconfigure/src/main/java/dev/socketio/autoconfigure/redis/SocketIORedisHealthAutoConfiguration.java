package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.redis.RedisConnection;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the health of the connection to other servers.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIORedisAdapterAutoConfiguration.class)
@ConditionalOnClass({ RedisConnection.class, HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(RedisConnection.class)
@ConditionalOnEnabledHealthIndicator("socketio-redis")
public final class SocketIORedisHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "socketIORedisHealthIndicator")
	HealthIndicator socketIORedisHealthIndicator(RedisConnection connection, SocketIORedisProperties properties) {
		return new SocketIORedisHealthIndicator(connection, properties);
	}

}
