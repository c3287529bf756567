package dev.socketio.autoconfigure.redis;

import java.time.Duration;
import java.util.Set;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.redis.PubSubOptions;
import dev.socketio.adapter.redis.RedisAdapter;
import dev.socketio.adapter.redis.RedisAdapterFactory;
import dev.socketio.adapter.redis.RedisConnection;
import dev.socketio.server.SocketIOServer;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SocketIORedisAdapterAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SocketIORedisAdapterAutoConfigurationTests {

	private static final String RECOVERY = "socketio.connection-state-recovery.enabled=true";

	private static TestRedis redis;

	@BeforeAll
	static void startRedis() {
		redis = TestRedis.start();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@Test
	void usesOrdinaryChannelsByDefault() {
		RedisContexts.server(redis.port()).run((context) -> {
			RedisAdapter adapter = adapter(context.getBean(SocketIOServer.class));
			assertThat(adapter.getClass().getSimpleName()).isEqualTo("PubSubAdapter");
			assertThat(adapter.prefix()).isEqualTo("socket.io");
			assertThat(adapter.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
			awaitChannel("socket.io-request#/#");
		});
	}

	@ParameterizedTest
	@CsvSource({ "pubsub, PubSubAdapter, key, mine-request#/#", "sharded, ShardedAdapter, channel-prefix, mine#/#",
			"streams, StreamsAdapter, channel-prefix, mine#/#" })
	void makesTheAdapterOfTheMode(String mode, String type, String prefixProperty, String channel) {
		RedisContexts
			.server(redis.port(), property("mode", mode), property(prefixProperty, "mine"),
					property("request-timeout", "3s"))
			.run((context) -> {
				assertThat(context).hasSingleBean(RedisAdapterFactory.class);
				RedisAdapter adapter = adapter(context.getBean(SocketIOServer.class));
				assertThat(adapter.getClass().getSimpleName()).isEqualTo(type);
				assertThat(adapter.requestTimeout()).isEqualTo(Duration.ofSeconds(3));
				assertThat(adapter.describe()).isEqualTo(
						"redis adapter (%s, %s)".formatted(mode, mode.equals("streams") ? "socket.io, mine" : "mine"));
				awaitChannel(channel);
			});
	}

	@ParameterizedTest
	@CsvSource({ "dynamic, true", "static, false" })
	void subscribesToRoomsAsTheModeSays(String subscriptionMode, boolean subscribed) {
		String prefix = "rooms-" + subscriptionMode;
		RedisContexts
			.server(redis.port(), property("mode", "sharded"), property("channel-prefix", prefix),
					property("subscription-mode", subscriptionMode))
			.run((context) -> {
				SocketIOServer server = context.getBean(SocketIOServer.class);
				adapter(server).addAll("socket", Set.of("books"));
				// subscribed to after the room, if that is
				server.of("/later");
				awaitChannel(prefix + "#/later#");
				RedisContexts.redis(redis,
						(commands) -> assertThat(RedisContexts.channels(commands).contains(prefix + "#/#books#"))
							.isEqualTo(subscribed));
			});
	}

	@Test
	void writesToTheConfiguredStream() {
		RedisContexts.server(redis.port(), property("mode", "streams"), property("stream-name", "events"))
			.run((context) -> {
				context.getBean(SocketIOServer.class).of("/").emit("news", 1);
				await().untilAsserted(() -> RedisContexts.redis(redis,
						(commands) -> assertThat(commands.xlen("events")).isEqualTo(1)));
			});
	}

	@Test
	void leavesTheAdapterToTheApplication() {
		RedisContexts.server(redis.port())
			.withBean("mine", AdapterFactory.class, () -> InMemoryAdapter::new)
			.run((context) -> {
				assertThat(context).hasSingleBean(AdapterFactory.class);
				assertThat(context.getBean(SocketIOServer.class).of("/").adapter()).isInstanceOf(InMemoryAdapter.class)
					.isNotInstanceOf(RedisAdapter.class);
			});
	}

	@Test
	void connectsAgainSoon() {
		RedisContexts.server(redis.port())
			.run((context) -> assertThat(context.getBean(ClientResources.class).reconnectDelay().createDelay(30))
				.isBetween(Duration.ofMillis(100), Duration.ofMillis(500)));
		RedisContexts.server(redis.port())
			.withBean(ClientResourcesBuilderCustomizer.class,
					() -> (resources) -> resources.reconnectDelay(Delay.constant(Duration.ofSeconds(2))))
			.run((context) -> assertThat(context.getBean(ClientResources.class).reconnectDelay().createDelay(30))
				.isEqualTo(Duration.ofSeconds(2)));
	}

	@Test
	void leavesTheConnectionsToTheApplication() {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port());
		try (RedisConnection connection = RedisConnection.open(client, PubSubOptions.DEFAULT, JsonMapper.shared())) {
			RedisContexts.server(1).withBean(RedisConnection.class, () -> connection).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(RedisConnection.class)).isSameAs(connection);
			});
		}
		finally {
			client.shutdown();
		}
	}

	@Test
	void needsTheTypeToBeRedis() {
		RedisContexts.server(1)
			.withPropertyValues("socketio.adapter.type=memory")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RedisConnection.class)
				.doesNotHaveBean(SocketIORedisProperties.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "dev.socketio.adapter.redis", "org.springframework.data.redis" })
	void needsTheModule(String missing) {
		RedisContexts.server(1)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(AdapterFactory.class.getName()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pubsub", "sharded" })
	void warnsOfRecoveryThatDoesNotHappen(String mode, CapturedOutput output) {
		RedisContexts.server(redis.port(), property("mode", mode), RECOVERY).run((context) -> {
			context.getBean(SocketIOServer.class).of("/other");
			assertThat(output.toString().split("clients always get new sessions", -1)).hasSize(2);
		});
	}

	@Test
	void doesNotWarnOfRecoveryThatHappens(CapturedOutput output) {
		RedisContexts.server(redis.port(), property("mode", "streams"), RECOVERY).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("clients always get new sessions");
		});
	}

	private static RedisAdapter adapter(SocketIOServer server) {
		return (RedisAdapter) server.of("/").adapter();
	}

	private static void awaitChannel(String channel) {
		await().untilAsserted(() -> RedisContexts.redis(redis,
				(commands) -> assertThat(RedisContexts.channels(commands)).contains(channel)));
	}

	static String property(String name, String value) {
		return "socketio.adapter.redis." + name + "=" + value;
	}

}
