package dev.socketio.autoconfigure.redis;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.redis.RedisConnection;
import dev.socketio.server.Namespace;
import dev.socketio.server.SocketIOServer;
import dev.socketio.testsupport.ReservedPorts;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.Range;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for TLS with an SSL bundle, and for a user, with one Redis and with a Redis
 * Cluster, whose nodes get connections of their own.
 */
class RedisTlsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	static Path directory;

	private static Certificate certificate;

	@BeforeAll
	static void createCertificate() throws Exception {
		certificate = Certificate.create(directory);
	}

	@ParameterizedTest
	@CsvSource({ "pubsub, false", "sharded, false", "streams, false", "pubsub, true", "sharded, true",
			"streams, true" })
	void everyConnectionIsEncryptedAndAuthenticated(String mode, boolean cluster) throws Exception {
		int port;
		int busPort;
		try (ReservedPorts ports = ReservedPorts.reserve(2)) {
			port = ports.port(0);
			busPort = ports.port(1);
		}
		List<String> settings = new ArrayList<>(List.of("tls-port " + port,
				"tls-cert-file " + certificate.certificate(), "tls-key-file " + certificate.key(),
				"tls-auth-clients no", "user chat on >secret ~* &* +@all"));
		if (cluster) {
			settings.addAll(List.of("cluster-enabled yes", "cluster-port " + busPort,
					"cluster-config-file " + directory.resolve("nodes-" + port + ".conf")));
		}
		try (TestRedis redis = TestRedis.start(settings)) {
			if (cluster) {
				RedisContexts.redis(redis, (commands) -> {
					commands.clusterAddSlotsRange(Range.create(0, 16383));
					await().atMost(TIMEOUT).until(() -> commands.clusterInfo().contains("cluster_state:ok"));
				});
			}
			server(port, mode, cluster).run((first) -> server(port, mode, cluster).run((second) -> {
				Namespace sender = first.getBean(SocketIOServer.class).of("/");
				ClusterStatistics receiver = second.getBean(ClusterStatistics.class);
				long before = receiver.receivedMessages();
				await().atMost(TIMEOUT).until(() -> {
					sender.emit("news", 1);
					return receiver.receivedMessages() > before;
				});
				await().atMost(TIMEOUT).until(second.getBean(RedisConnection.class)::isUp);
				// one that is only just there has no user yet
				RedisContexts.redis(redis,
						(commands) -> await().atMost(TIMEOUT)
							.untilAsserted(() -> assertThat(clients(commands.clientList(), port))
								.hasSizeGreaterThanOrEqualTo(4)
								.allMatch((client) -> client.contains(" user=chat "))));
			}));
		}
	}

	private static ReactiveWebApplicationContextRunner server(int port, String mode, boolean cluster) {
		return RedisContexts
			.server(port, "socketio.adapter.redis.mode=" + mode, "spring.data.redis.username=chat",
					"spring.data.redis.password=secret", "spring.data.redis.ssl.bundle=redis",
					"spring.ssl.bundle.pem.redis.truststore.certificate=file:" + certificate.certificate())
			.withPropertyValues(cluster ? new String[] { "spring.data.redis.cluster.nodes=127.0.0.1:" + port }
					: new String[] { "spring.data.redis.host=127.0.0.1" })
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class));
	}

	/** Those that are connected to a port. */
	private static Stream<String> clients(String list, int port) {
		return list.lines().filter((line) -> line.contains(" laddr=127.0.0.1:" + port + " "));
	}

}
