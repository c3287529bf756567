package dev.socketio.autoconfigure.redis;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.socketio.autoconfigure.SocketIOEmitterAutoConfiguration;
import dev.socketio.autoconfigure.SocketIOListenerAutoConfiguration;
import dev.socketio.autoconfigure.SocketIOMemoryAdapterAutoConfiguration;
import dev.socketio.autoconfigure.SocketIOServerAutoConfiguration;
import dev.socketio.autoconfigure.actuate.SocketIOClusterMetricsAutoConfiguration;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

/**
 * Application contexts that use a Redis, and what that Redis knows of them.
 */
final class RedisContexts {

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(JacksonAutoConfiguration.class,
			DataRedisAutoConfiguration.class, SocketIOMemoryAdapterAutoConfiguration.class,
			SocketIORedisAdapterAutoConfiguration.class, SocketIOServerAutoConfiguration.class,
			SocketIOEmitterAutoConfiguration.class, SocketIORedisEmitterAutoConfiguration.class,
			SocketIORedisHealthAutoConfiguration.class, SocketIOListenerAutoConfiguration.class,
			SocketIOClusterMetricsAutoConfiguration.class);

	private RedisContexts() {
	}

	/** A context with a server. */
	static ReactiveWebApplicationContextRunner server(int port, String... properties) {
		return new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues(properties(port, properties));
	}

	/** A context that is none of a web application. */
	static ApplicationContextRunner plain(int port, String... properties) {
		return new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues(properties(port, properties));
	}

	private static String[] properties(int port, String... properties) {
		return Stream
			.concat(Stream.of("socketio.adapter.type=redis", "spring.data.redis.port=" + port), Stream.of(properties))
			.toArray(String[]::new);
	}

	/** Ask or tell Redis something, over a connection of its own. */
	static void redis(TestRedis redis, Consumer<RedisCommands<String, String>> action) {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port());
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			action.accept(connection.sync());
		}
		finally {
			client.shutdown();
		}
	}

	/** The channels, of both kinds, that somebody is subscribed to. */
	static List<String> channels(RedisCommands<String, String> redis) {
		return Stream.concat(redis.pubsubChannels().stream(), redis.pubsubShardChannels().stream()).toList();
	}

}
