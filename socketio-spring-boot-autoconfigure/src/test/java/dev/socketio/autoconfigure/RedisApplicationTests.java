package dev.socketio.autoconfigure;

import java.time.Duration;
import java.util.stream.Stream;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Starts whole applications that share a Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisApplicationTests {

	private static TestRedis redis;

	private static RedisClient client;

	private static StatefulRedisConnection<String, String> connection;

	@BeforeAll
	static void startRedis() {
		redis = TestRedis.start();
		client = RedisClient.create("redis://127.0.0.1:" + redis.port());
		connection = client.connect();
	}

	@AfterAll
	static void stopRedis() {
		connection.close();
		client.shutdown();
		redis.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "pubsub", "sharded", "streams" })
	void reachesTheClientsOfOtherApplications(String mode) {
		try (ConfigurableApplicationContext first = start(mode);
				ConfigurableApplicationContext second = start(mode);
				TestClient reader = TestClient.connect(port(second), "/")) {
			await().untilAsserted(() -> assertThat(subscribers()).isGreaterThanOrEqualTo(2));
			first.getBean(SocketIOEmitter.class).emit("news", "fresh").block(Duration.ofSeconds(10));
			assertThat(reader.receive()).isEqualTo("42[\"news\",\"fresh\"]");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "pubsub", "sharded", "streams" })
	void leavesNothingBehind(String mode, CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(mode);
				TestClient reader = TestClient.connect(port(context), "/")) {
			context.getBean(SocketIOEmitter.class).emit("news", "last").block(Duration.ofSeconds(10));
			assertThat(reader.receive()).isEqualTo("42[\"news\",\"last\"]");
			assertThat(connections()).isGreaterThan(1);
		}
		await().untilAsserted(() -> assertThat(connections()).isEqualTo(1));
		assertThat(subscribers()).isZero();
		assertThat(redis().pubsubNumpat()).isZero();
		assertThat(output.toString().lines()).noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR "));
	}

	private static long connections() {
		return redis().clientList().lines().count();
	}

	private static long subscribers() {
		RedisCommands<String, String> redis = redis();
		String[] channels = Stream.concat(redis.pubsubChannels().stream(), redis.pubsubShardChannels().stream())
			.toArray(String[]::new);
		return (channels.length == 0) ? 0 : Stream
			.concat(redis.pubsubNumsub(channels).values().stream(), redis.pubsubShardNumsub(channels).values().stream())
			.mapToLong(Long::longValue)
			.max()
			.orElse(0);
	}

	private static RedisCommands<String, String> redis() {
		return connection.sync();
	}

	private static ConfigurableApplicationContext start(String mode) {
		return new SpringApplicationBuilder(Application.class).run("--server.port=0", "--socketio.adapter.type=redis",
				"--socketio.adapter.redis.mode=" + mode, "--spring.data.redis.port=" + redis.port());
	}

	private static int port(ConfigurableApplicationContext context) {
		return ((ReactiveWebServerApplicationContext) context).getWebServer().getPort();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.mongodb.autoconfigure.MongoReactiveAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration" })
	static class Application {

	}

}
