package dev.socketio.autoconfigure.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.RedisAdapterFactory;
import dev.socketio.adapter.redis.UnsupportedRedisException;
import dev.socketio.adapter.redis.connection.RedisConnections;
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
		RedisConnections connections = open(factory, properties.maxPending());
		connections.statistics().errors().subscribe(new RefusedCommandLog());
		return connections;
	}

	private static RedisConnections open(LettuceConnectionFactory factory, int maxPending) {
		try {
			return open(factory.getRequiredNativeClient(), maxPending, CONNECTION_ATTEMPTS);
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
	 * When Redis refuses the credentials, the client sometimes reports that the
	 * connection is closed instead, which it is then. Asking again brings the reason to
	 * light.
	 */
	private static RedisConnections open(AbstractRedisClient client, int maxPending, int attempts) {
		try {
			return RedisConnections.open(client, maxPending);
		}
		catch (RedisConnectionException ex) {
			String cause = NestedExceptionUtils.getMostSpecificCause(ex).getMessage();
			if (attempts > 1 && CLOSED_PREMATURELY.equals(cause)) {
				return open(client, maxPending, attempts - 1);
			}
			throw ex;
		}
	}

	/** Lazy, because it subscribes, and a process without a server must not. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	AdapterFactory socketIOAdapterFactory(RedisConnections connections, SocketIORedisProperties properties,
			ObjectProvider<JsonMapper> mappers, ObjectProvider<SocketIOProperties> server) {
		JsonMapper mapper = mappers.getIfAvailable(() -> JsonMapper.builder().build());
		if (properties.getMode() != RedisMode.STREAMS) {
			server.ifAvailable(SocketIORedisAdapterAutoConfiguration::warnOfRecovery);
		}
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

	private static void warnOfRecovery(SocketIOProperties server) {
		if (server.getConnectionStateRecovery().isEnabled()) {
			logger.warn(
					"'socketio.connection-state-recovery.enabled' has no effect with this adapter, clients always get "
							+ "new sessions: only 'socketio.adapter.redis.mode=streams' keeps what they have missed");
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

	/**
	 * Has the client connect again soon. In most modes a server misses what is published
	 * while it is not subscribed; Node.js servers are back half a second after Redis at
	 * the latest, and the client of its own accord may wait half a minute.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ClientResourcesBuilderCustomizer.class)
	static class ReconnectConfiguration {

		private static final Duration MAX_DELAY = Duration.ofMillis(500);

		/** The first one, so that those of the application have the last word. */
		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ClientResourcesBuilderCustomizer socketIORedisReconnectDelay() {
			return (resources) -> resources
				.reconnectDelay(Delay.fullJitter(Duration.ZERO, MAX_DELAY, 1, TimeUnit.MILLISECONDS));
		}

	}

}
