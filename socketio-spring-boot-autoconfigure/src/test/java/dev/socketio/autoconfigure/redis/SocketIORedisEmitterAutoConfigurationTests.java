package dev.socketio.autoconfigure.redis;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.RedisAdapterFactory;
import dev.socketio.adapter.redis.RedisConnection;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.server.SocketIOServer;
import dev.socketio.testsupport.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SocketIORedisEmitterAutoConfiguration}.
 */
class SocketIORedisEmitterAutoConfigurationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

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
	void theServersOwnEmitterIsUsedWhereThereIsOne() {
		RedisContexts.server(redis.port())
			.run((context) -> assertThat(context.getBean(SocketIOEmitter.class))
				.hasSameClassAs(context.getBean(SocketIOServer.class).emitter()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pubsub", "sharded", "streams" })
	void aProcessWithoutAServerReachesTheOthers(String mode) {
		String property = "socketio.adapter.redis.mode=" + mode;
		Queue<String> received = new ConcurrentLinkedQueue<>();
		RedisContexts.server(redis.port(), property).run((server) -> {
			server.getBean(SocketIOServer.class)
				.of("/news")
				.onServerSide("hello", (args, ack) -> received.add(args.get(0, String.class)));
			RedisContexts.plain(redis.port(), property).run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class);
				await().untilAsserted(() -> {
					context.getBean(SocketIOEmitter.class)
						.of("/news")
						.serverSideEmit("hello", "from an emitter")
						.block(TIMEOUT);
					assertThat(received).contains("from an emitter");
				});
				assertThat(context.getBean(ClusterStatistics.class).publishedMessages()).isPositive();
			});
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "pubsub", "sharded", "streams" })
	void aPlainProcessSubscribesToNothing(String mode) {
		RedisContexts.plain(redis.port(), "socketio.adapter.redis.mode=" + mode).run(this::hasEmitterOnly);
	}

	@ParameterizedTest
	@ValueSource(strings = { "pubsub", "sharded", "streams" })
	void aWebApplicationWithoutServerSubscribesToNothing(String mode) {
		RedisContexts.server(redis.port(), "socketio.adapter.redis.mode=" + mode, "socketio.server.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOServer.class);
				verifyEmitterOnly(context.getSourceApplicationContext());
			});
	}

	@Test
	void needsNoWebLibrary() {
		RedisContexts.plain(redis.port())
			.withClassLoader(new FilteredClassLoader("dev.socketio.web", "org.springframework.web", "reactor.netty",
					"jakarta.servlet"))
			.run(this::hasEmitterOnly);
	}

	@Test
	void leavesTheEmitterToTheApplication() {
		SocketIOEmitter mine = mock();
		RedisContexts.plain(redis.port())
			.withBean(SocketIOEmitter.class, () -> mine)
			.run((context) -> assertThat(context.getBean(SocketIOEmitter.class)).isSameAs(mine));
	}

	private void hasEmitterOnly(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		verifyEmitterOnly(context.getSourceApplicationContext());
	}

	private static void verifyEmitterOnly(ConfigurableApplicationContext context) {
		context.getBean(SocketIOEmitter.class).emit("news", 1).block(TIMEOUT);
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		assertThat(beans.containsBeanDefinition("socketIOAdapterFactory")).isTrue();
		assertThat(beans.containsSingleton("socketIOAdapterFactory")).isFalse();
		assertThat(beans.getBeansOfType(RedisAdapterFactory.class, true, false)).isEmpty();
		assertThat(beans.getBean(RedisConnection.class).isUp()).isTrue();
		// connections of former tests may just be ending
		RedisContexts.redis(redis, (commands) -> await().untilAsserted(() -> {
			assertThat(RedisContexts.channels(commands)).isEmpty();
			assertThat(commands.pubsubNumpat()).isZero();
		}));
	}

}
