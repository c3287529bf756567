package dev.socketio.autoconfigure.redis;

import java.time.Duration;

import dev.socketio.autoconfigure.SocketIOServerAutoConfiguration;
import dev.socketio.autoconfigure.actuate.SocketIOClusterMetricsAutoConfiguration;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.server.SocketIOServer;
import dev.socketio.testsupport.TestRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for health and metrics of what goes over Redis.
 */
class RedisHealthTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@ParameterizedTest
	@EnumSource(RedisMode.class)
	void tellsWhetherRedisCanBeReached(RedisMode mode) {
		try (TestRedis redis = TestRedis.start()) {
			RedisContexts.server(redis.port(), "socketio.adapter.redis.mode=" + mode).run((context) -> {
				HealthIndicator indicator = context.getBean(HealthIndicator.class);
				Health health = indicator.health();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("mode", mode)
					.containsEntry("failedPublications", 0L)
					.containsKey("ignoredMessages");
				redis.stop();
				await().atMost(TIMEOUT).until(() -> indicator.health().getStatus().equals(Status.DOWN));
				redis.restart();
				await().atMost(TIMEOUT).until(() -> indicator.health().getStatus().equals(Status.UP));
			});
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "management.health.socketio-redis.enabled=false", "management.health.defaults.enabled=false" })
	void healthCanBeTurnedOff(String property) {
		try (TestRedis redis = TestRedis.start()) {
			RedisContexts.server(redis.port(), property)
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthIndicator.class));
		}
	}

	@Test
	void metersWhatServersExchange() {
		try (TestRedis redis = TestRedis.start()) {
			RedisContexts.server(redis.port()).run((receiver) -> {
				assertThat(receiver.getBean(SocketIOServer.class).of("/").sockets()).isEmpty();
				MeterRegistry registry = new SimpleMeterRegistry();
				receiver.getBeansOfType(MeterBinder.class).values().forEach((binder) -> binder.bindTo(registry));
				RedisContexts.plain(redis.port()).run((emitter) -> await().untilAsserted(() -> {
					emitter.getBean(SocketIOEmitter.class).emit("news", 1).block(TIMEOUT);
					assertThat(count(registry, "received")).isPositive();
				}));
				RedisContexts.redis(redis, (commands) -> await()
					.until(() -> commands.publish("socket.io-request#/#", "not a request") == 1));
				await().untilAsserted(() -> assertThat(count(registry, "ignored")).isEqualTo(1));
				double before = count(registry, "published");
				receiver.getBean(SocketIOServer.class).of("/").emit("news", 2);
				await().untilAsserted(() -> assertThat(count(registry, "published")).isEqualTo(before + 1));
				assertThat(count(registry, "publications.failed")).isZero();
			});
		}
	}

	@Test
	void needsNeitherActuatorNorMicrometer() {
		try (TestRedis redis = TestRedis.start()) {
			new ReactiveWebApplicationContextRunner()
				.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
						"org.springframework.boot.health", "io.micrometer.core"))
				.withPropertyValues("socketio.adapter.type=redis", "spring.data.redis.port=" + redis.port())
				.withUserConfiguration(Application.class)
				.run((context) -> assertThat(context).hasNotFailed()
					.hasSingleBean(SocketIOServer.class)
					.doesNotHaveBean("socketIOClusterMetrics")
					.doesNotHaveBean("socketIORedisHealthIndicator"));
		}
	}

	private static double count(MeterRegistry registry, String name) {
		return registry.get("socketio.adapter." + name).functionCounter().count();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, SocketIORedisAdapterAutoConfiguration.class,
			SocketIOServerAutoConfiguration.class, SocketIORedisHealthAutoConfiguration.class,
			SocketIOClusterMetricsAutoConfiguration.class })
	static class Application {

	}

}
