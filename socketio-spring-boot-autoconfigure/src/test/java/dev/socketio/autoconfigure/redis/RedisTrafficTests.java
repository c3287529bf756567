package dev.socketio.autoconfigure.redis;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.server.Namespace;
import dev.socketio.server.SocketIOServer;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what a broadcast costs Redis, as the guide says it.
 */
class RedisTrafficTests {

	private static final int BROADCASTS = 1000;

	/** Of the text that is sent, without anything around it. */
	private static final int CONTENT = 100;

	@ParameterizedTest
	@CsvSource({ "pubsub, publish, 250", "sharded, spublish, 400", "streams, xadd, 400" })
	void aBroadcastIsOneCommand(String mode, String command, int maxBytes) {
		String property = "socketio.adapter.redis.mode=" + mode;
		try (TestRedis redis = TestRedis.start()) {
			RedisContexts.server(redis.port(), property)
				.run((first) -> RedisContexts.server(redis.port(), property).run((second) -> {
					Namespace sender = first.getBean(SocketIOServer.class).of("/");
					ClusterStatistics receiver = second.getBean(ClusterStatistics.class);
					second.getBean(SocketIOServer.class).of("/").adapter().addAll("reader", Set.of("reader", "books"));
					long none = receiver.receivedMessages();
					await().until(() -> {
						sender.to("books").emit("news", "first");
						return receiver.receivedMessages() > none;
					});
					RedisContexts.redis(redis, (commands) -> {
						long received = receiver.receivedMessages();
						commands.configResetstat();
						String text = "x".repeat(CONTENT);
						for (int i = 0; i < BROADCASTS; i++) {
							sender.to("books").emit("news", text);
						}
						await().until(() -> receiver.receivedMessages() >= received + BROADCASTS
								&& info(commands, "cmdstat_" + command + ":calls=") >= BROADCASTS);
						assertThat(info(commands, "cmdstat_" + command + ":calls=")).isBetween((long) BROADCASTS,
								BROADCASTS + 5L);
						long in = info(commands, "total_net_input_bytes:") / BROADCASTS;
						long out = info(commands, "total_net_output_bytes:") / BROADCASTS;
						assertThat(in).isBetween((long) CONTENT, (long) maxBytes);
						assertThat(out).isBetween((long) CONTENT, 3L * maxBytes);
					});
				}));
		}
	}

	private static long info(RedisCommands<String, String> commands, String prefix) {
		Matcher matcher = Pattern.compile(Pattern.quote(prefix) + "(\\d+)").matcher(commands.info("all"));
		return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
	}

}
