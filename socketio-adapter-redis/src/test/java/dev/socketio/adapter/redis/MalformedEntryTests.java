package dev.socketio.adapter.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Malformed entries can be found by the key of their stream.
 */
class MalformedEntryTests {

	private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(ClusterStatistics.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@Test
	void namesTheStream() {
		this.log.start();
		LOGGER.addAppender(this.log);
		LOGGER.setLevel(Level.DEBUG);
		RedisClient client = null;
		try (TestRedis redis = TestRedis.start();
				TestServer server = TestServer.start(redis.port(), Mode.STREAMS_MULTI)) {
			client = TestServer.client(redis.port());
			server.namespace("/");
			client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))
				.sync()
				.xadd("socket.io-2",
						Map.of("uid", utf8("other"), "nsp", utf8("/"), "type", utf8("3"), "data", utf8("{garbage")));
			await().atMost(TestServer.TIMEOUT).until(() -> server.statistics().ignoredMessages() == 1);
			assertThat(this.log.list).singleElement()
				.satisfies((event) -> assertThat(event.getFormattedMessage()).contains("socket.io-2"));
		}
		finally {
			LOGGER.setLevel(null);
			LOGGER.detachAppender(this.log);
			if (client != null) {
				client.shutdown(Duration.ZERO, TestServer.TIMEOUT);
			}
		}
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
