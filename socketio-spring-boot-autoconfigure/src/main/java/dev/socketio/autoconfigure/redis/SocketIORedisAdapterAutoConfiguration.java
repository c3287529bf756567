package dev.socketio.autoconfigure.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.RedisAdapterFactory;
import dev.socketio.adapter.redis.RedisConnection;
import dev.socketio.adapter.redis.RedisOptions;
import dev.socketio.adapter.redis.UnsupportedRedisException;
import dev.socketio.autoconfigure.SocketIOProperties;
import dev.socketio.autoconfigure.SocketIOServerAutoConfiguration;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.resource.Delay;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Auto-configuration for adapters that carry events between servers over Redis, with the
 * client of the application's own connection factory.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = SocketIOServerAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass({ RedisAdapterFactory.class, LettuceConnectionFactory.class })
@ConditionalOnProperty(name = "socketio.adapter.type", havingValue = "redis")
@EnableConfigurationProperties(SocketIORedisProperties.class)
public final class SocketIORedisAdapterAutoConfiguration {

	private static final Log logger = LogFactory.getLog(SocketIORedisAdapterAutoConfiguration.class);

	private static final String CLOSED_PREMATURELY = "Connection closed prematurely";

	private static final int CONNECTION_ATTEMPTS = 5;

	@Bean
	@ConditionalOnMissingBean
	RedisConnection socketIORedisConnection(ObjectProvider<LettuceConnectionFactory> factories,
			SocketIORedisProperties properties, ObjectProvider<JsonMapper> mappers) {
		LettuceConnectionFactory factory = factories.getIfUnique();
		if (factory == null) {
			throw new RedisAdapterException(
					"'socketio.adapter.type=redis' needs one bean of type LettuceConnectionFactory.",
					"Configure the connection with 'spring.data.redis.*' and let Spring Boot use Lettuce, or declare "
							+ "a LettuceConnectionFactory, marked as primary if there are several.",
					null);
		}
		RedisConnection connection = open(factory, properties.toOptions(),
				mappers.getIfAvailable(() -> JsonMapper.builder().build()));
		connection.statistics().errors().subscribe(new RefusedCommandLog());
		return connection;
	}

	private static RedisConnection open(LettuceConnectionFactory factory, RedisOptions options, JsonMapper mapper) {
		try {
			return open(factory.getRequiredNativeClient(), options, mapper, CONNECTION_ATTEMPTS);
		}
		catch (RedisException ex) {
			throw new RedisAdapterException(
					"Redis cannot be reached: " + NestedExceptionUtils.getMostSpecificCause(ex).getMessage(),
					"Start Redis, or correct 'spring.data.redis.*' (place, user, password, SSL). The adapter needs a connection when the "
							+ "application starts; later it does without for a while.",
					ex);
		}
		catch (IllegalStateException ex) {
			throw new RedisAdapterException(
					"The client of the LettuceConnectionFactory does not know where Redis is: " + ex.getMessage(),
					"Configure a single Redis, Sentinel or Redis Cluster. A fixed list of master and replicas "
							+ "('spring.data.redis.masterreplica.nodes') cannot be used.",
					ex);
		}
	}

	/**
	 * Connect, again if the reason of a failure is not known. When Redis refuses the
	 * credentials, Lettuce closes the channel before it fails the handshake, and may
	 * report that the connection was closed instead. No upstream issue is known; it shows
	 * when connecting with a wrong password is repeated some hundred times. The further
	 * attempts can go when the error is always that of Redis.
	 */
	private static RedisConnection open(AbstractRedisClient client, RedisOptions options, JsonMapper mapper,
			int attempts) {
		try {
			return RedisConnection.open(client, options, mapper);
		}
		catch (RedisConnectionException ex) {
			String cause = NestedExceptionUtils.getMostSpecificCause(ex).getMessage();
			if (attempts > 1 && CLOSED_PREMATURELY.equals(cause)) {
				return open(client, options, mapper, attempts - 1);
			}
			throw ex;
		}
	}

	/** Lazy, because it subscribes: a process without a server must not. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	AdapterFactory socketIOAdapterFactory(RedisConnection connection, SocketIORedisProperties properties,
			ObjectProvider<SocketIOProperties> server) {
		if (properties.getMode() != RedisMode.STREAMS) {
			server.ifAvailable(SocketIORedisAdapterAutoConfiguration::warnOfRecovery);
		}
		try {
			return RedisAdapterFactory.open(connection);
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

	private static void warnOfRecovery(SocketIOProperties server) {
		if (server.getConnectionStateRecovery().isEnabled()) {
			logger.warn(
					"'socketio.connection-state-recovery.enabled' has no effect with this adapter, clients always get "
							+ "new sessions: only 'socketio.adapter.redis.mode=streams' keeps what they have missed");
		}
	}

	@Bean
	@ConditionalOnMissingBean
	ClusterStatistics socketIOClusterStatistics(RedisConnection connection) {
		return connection.statistics();
	}

	@Bean
	SocketIORedisLifecycle socketIORedisLifecycle(RedisConnection connection) {
		return new SocketIORedisLifecycle(connection);
	}

	/**
	 * Has the client connect again soon. In most modes a server misses what is published
	 * while it is not subscribed; Node.js servers are back half a second after Redis at
	 * the latest, and the client of its own accord may wait half a minute.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ClientResourcesBuilderCustomizer.class)
	static class ReconnectConfiguration {

		private static final Duration MAX_DELAY = Duration.ofMillis(500);

		/** Ordered first, so that customizers of the application take precedence. */
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ClientResourcesBuilderCustomizer socketIORedisReconnectDelay() {
			return (resources) -> resources
				.reconnectDelay(Delay.fullJitter(Duration.ZERO, MAX_DELAY, 1, TimeUnit.MILLISECONDS));
		}

	}

}
