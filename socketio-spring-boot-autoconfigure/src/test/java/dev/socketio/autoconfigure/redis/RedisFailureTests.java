package dev.socketio.autoconfigure.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import dev.socketio.testsupport.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

/**
 * Tests for what is said when Redis cannot be used.
 */
class RedisFailureTests {

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
	void noConnectionFactory() {
		RedisContexts.server(redis.port())
			.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
			.run((context) -> assertThat(analyze(context).getDescription())
				.contains("needs one bean of type LettuceConnectionFactory"));
	}

	@Test
	void severalConnectionFactories() {
		RedisContexts.server(redis.port())
			.withBean("one", LettuceConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
			.withBean("two", LettuceConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 2))
			.run((context) -> assertThat(analyze(context).getAction()).contains("marked as primary"));
	}

	@Test
	void thePrimaryConnectionFactoryIsUsed() {
		RedisContexts.server(1)
			.withBean("one", LettuceConnectionFactory.class, () -> new LettuceConnectionFactory("127.0.0.1", 1))
			.withBean("two", LettuceConnectionFactory.class,
					() -> new LettuceConnectionFactory("127.0.0.1", redis.port()),
					(definition) -> definition.setPrimary(true))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void redisCannotBeReached() throws IOException {
		RedisContexts.server(closedPort()).run((context) -> {
			FailureAnalysis analysis = analyze(context);
			assertThat(analysis.getDescription()).startsWith("Redis cannot be reached: ")
				.containsIgnoringCase("connection refused");
			assertThat(analysis.getAction()).contains("Start Redis", "'spring.data.redis.*'");
		});
	}

	@Test
	void anEmitterNeedsRedisToo() throws IOException {
		RedisContexts.plain(closedPort())
			.run((context) -> assertThat(analyze(context).getDescription()).startsWith("Redis cannot be reached: "));
	}

	@Test
	void thePasswordIsWrong() {
		RedisContexts
			.server(redis.port(), "spring.data.redis.username=somebody", "spring.data.redis.password=not the password")
			.run((context) -> assertThat(analyze(context).getDescription()).contains("WRONGPASS"));
	}

	@Test
	void fixedListsOfReplicasAreNotSupported() {
		RedisContexts
			.server(redis.port(), "spring.data.redis.masterreplica.nodes=127.0.0.1:" + redis.port() + ",127.0.0.1:1")
			.run((context) -> assertThat(analyze(context).getAction())
				.contains("'spring.data.redis.masterreplica.nodes'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mode=sharded", "mode=streams,use-sharded-pub-sub=true" })
	void redisIsTooOldForShardedChannels(String properties) throws IOException {
		try (OldRedis old = OldRedis.start()) {
			RedisContexts.server(old.port())
				.withPropertyValues(properties.replaceAll("(^|,)", "$1socketio.adapter.redis.").split(","))
				.run((context) -> {
					FailureAnalysis analysis = analyze(context);
					assertThat(analysis.getDescription()).contains("6", "7");
					assertThat(analysis.getAction()).contains("version 7", "'socketio.adapter.redis.mode=pubsub'");
				});
		}
	}

	@Test
	void theStreamIsSomethingElse() {
		RedisContexts.redis(redis, (commands) -> commands.set("taken", "a string"));
		RedisContexts
			.server(redis.port(), "socketio.adapter.redis.mode=streams", "socketio.adapter.redis.stream-name=taken")
			.run((context) -> {
				FailureAnalysis analysis = analyze(context);
				assertThat(analysis.getDescription()).contains("WRONGTYPE");
				assertThat(analysis.getAction()).contains("stream-name");
			});
	}

	@ParameterizedTest
	@CsvSource({ "pubsub, request-timeout, 0s", "sharded, request-timeout, -1s", "streams, request-timeout, 0s",
			"pubsub, max-pending-publications, 0", "streams, stream-count, 0", "streams, max-len, 0",
			"streams, read-count, -1", "streams, block-time, 0s", "pubsub, request-timeout, 107000d",
			"sharded, request-timeout, 107000d", "streams, request-timeout, 107000d", "pubsub, block-time, 107000d",
			"streams, block-time, 107000d" })
	void valuesThatMakeNoSense(String mode, String name, String value) {
		RedisContexts
			.server(redis.port(), "socketio.adapter.redis.mode=" + mode, "socketio.adapter.redis." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getName()).isEqualTo("socketio.adapter.redis." + name)));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void applicationsPrintTheAnalysis(CapturedOutput output) throws IOException {
		String port = "--spring.data.redis.port=" + closedPort();
		assertThatThrownBy(() -> new SpringApplicationBuilder(Application.class).run("--server.port=0",
				"--socketio.adapter.type=redis", port))
			.isInstanceOf(RuntimeException.class);
		assertThat(output).contains("APPLICATION FAILED TO START", "Redis cannot be reached: ");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void applicationsNameTheModes(CapturedOutput output) {
		assertThatThrownBy(() -> new SpringApplicationBuilder(Application.class).run("--server.port=0",
				"--socketio.adapter.type=redis", "--socketio.adapter.redis.mode=bogus"))
			.isInstanceOf(RuntimeException.class);
		assertThat(output).contains("Property: socketio.adapter.redis.mode", "PUBSUB", "SHARDED", "STREAMS");
	}

	private static FailureAnalysis analyze(ApplicationContextAssertProvider<?> context) {
		Throwable failure = context.getStartupFailure();
		assertThat(failure).isNotNull();
		FailureAnalysis analysis = new RedisAdapterFailureAnalyzer().analyze(failure);
		assertThat(analysis).as("analysis of %s", failure).isNotNull();
		return analysis;
	}

	private static int closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
