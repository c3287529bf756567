package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.RedisAdapterFactory;
import dev.socketio.adapter.redis.RedisConnections;
import dev.socketio.adapter.redis.UnsupportedRedisException;
import dev.socketio.autoconfigure.SocketIOServerAutoConfiguration;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Auto-configuration for adapters that carry events between servers over Redis, with the
 * client of the application's own connection factory.
 */
@AutoConfiguration(before = SocketIOServerAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass({ RedisAdapterFactory.class, LettuceConnectionFactory.class })
@ConditionalOnProperty(name = "socketio.adapter.type", havingValue = "redis")
@EnableConfigurationProperties(SocketIORedisProperties.class)
public final class SocketIORedisAdapterAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RedisConnections socketIORedisConnections(ObjectProvider<LettuceConnectionFactory> factories,
			SocketIORedisProperties properties) {
		LettuceConnectionFactory factory = factories.getIfUnique();
		if (factory == null) {
			throw new RedisAdapterException(
					"'socketio.adapter.type=redis' needs one bean of type LettuceConnectionFactory.",
					"Configure the connection with 'spring.data.redis.*' and let Spring Boot use Lettuce, or declare "
							+ "a LettuceConnectionFactory, marked as primary if there are several.",
					null);
		}
		try {
			return RedisConnections.open(factory.getRequiredNativeClient(), properties.maxPending());
		}
		catch (RedisConnectionException ex) {
			throw new RedisAdapterException("Redis cannot be reached: " + ex.getMessage(),
					"Start Redis, or correct 'spring.data.redis.*'. The adapter needs a connection when the "
							+ "application starts; later it does without for a while.",
					ex);
		}
	}

	/** Lazy, because it subscribes, and a process without a server must not. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	AdapterFactory socketIOAdapterFactory(RedisConnections connections, SocketIORedisProperties properties,
			ObjectProvider<JsonMapper> mappers) {
		JsonMapper mapper = mappers.getIfAvailable(() -> JsonMapper.builder().build());
		try {
			return switch (properties.getMode()) {
				case PUBSUB -> RedisAdapterFactory.pubSub(connections, properties.pubSub(), mapper);
				case SHARDED -> RedisAdapterFactory.sharded(connections, properties.sharded(), mapper);
				case STREAMS ->
					RedisAdapterFactory.streams(connections, properties.streams(), properties.maxPending(), mapper);
			};
		}
		catch (UnsupportedRedisException ex) {
			throw new RedisAdapterException(ex.getMessage() + ".", "Use a Redis of version " + ex.required()
					+ " or later, or choose 'socketio.adapter.redis.mode=pubsub' for all servers.", ex);
		}
		catch (RedisException ex) {
			throw new RedisAdapterException("Redis does not do what the adapter needs: " + ex.getMessage(),
					"Check the permissions of the user in 'spring.data.redis.username', and that "
							+ "'socketio.adapter.redis.stream-name' is not the key of something else.",
					ex);
		}
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterStatistics socketIOClusterStatistics(RedisConnections connections) {
		return connections.statistics();
	}

	@Bean
	SocketIORedisLifecycle socketIORedisLifecycle(RedisConnections connections) {
		return new SocketIORedisLifecycle(connections);
	}

}
