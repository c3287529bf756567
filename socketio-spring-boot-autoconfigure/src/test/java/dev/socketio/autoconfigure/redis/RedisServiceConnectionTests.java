package dev.socketio.autoconfigure.redis;

import dev.socketio.adapter.redis.RedisConnection;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a container with {@link ServiceConnection} is all that an application needs.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "socketio.adapter.type=redis")
@Testcontainers(disabledWithoutDocker = true)
class RedisServiceConnectionTests {

	private static final int PORT = 6379;

	@Container
	@ServiceConnection
	static final GenericContainer<?> REDIS = new GenericContainer<>("redis:7.4-alpine").withExposedPorts(PORT);

	@Autowired
	private RedisConnection connections;

	@Test
	void connectsToTheContainer() {
		assertThat(this.connections.isUp()).isTrue();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
