package dev.socketio.autoconfigure.redis;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.socketio.adapter.Session;
import dev.socketio.adapter.redis.RedisConnection;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.server.Namespace;
import dev.socketio.server.SocketIOServer;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that users of Redis with no more than the permissions that the guide lists can do
 * everything.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisPermissionTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String REFUSED = "Redis refused a command of the adapter: ";

	private static final String PUBSUB = "&socket.io* &socket.io#/#* &socket.io#/news#* +ping +publish +subscribe "
			+ "+unsubscribe +psubscribe +punsubscribe +pubsub|numsub";

	private static final String SHARDED = "&socket.io* +ping +info +spublish +ssubscribe +sunsubscribe "
			+ "+pubsub|shardnumsub";

	private static final String STREAMS = "~socket.io* ~sio:session:* &socket.io* +ping +xadd +xread +xrange "
			+ "+xrevrange +set +getdel +publish +subscribe +unsubscribe +pubsub|numsub";

	private static TestRedis redis;

	@BeforeAll
	static void startRedis() {
		redis = TestRedis.start();
	}

	@AfterAll
	static void stopRedis() {
		redis.close();
	}

	@ParameterizedTest
	@CsvSource({ "pubsub, " + PUBSUB, "sharded, " + SHARDED, "streams, " + STREAMS })
	void serversNeedFewPermissions(String mode, String rules, CapturedOutput output) {
		String[] properties = user(mode, rules);
		RedisContexts.server(redis.port(), properties).run((first) -> {
			assertThat(first).hasNotFailed();
			RedisContexts.server(redis.port(), properties).run((second) -> {
				Namespace news = first.getBean(SocketIOServer.class).of("/news");
				exchange(news, second.getBean(SocketIOServer.class).of("/news"));
				if (mode.equals("streams")) {
					recover(news);
				}
			});
		});
		assertThat(output).doesNotContain(REFUSED);
	}

	private static void exchange(Namespace here, Namespace there) {
		Queue<String> received = new ConcurrentLinkedQueue<>();
		there.onServerSide("hello", (args, ack) -> {
			received.add(args.get(0, String.class));
			ack.send("hello yourself");
		});
		here.adapter().addAll("socket", Set.of("socket", "books"));
		await().untilAsserted(
				() -> assertThat(here.serverSideEmitWithAck("hello", "from a server").block(TIMEOUT)).singleElement()
					.satisfies((answer) -> assertThat(answer.get(0, String.class)).isEqualTo("hello yourself")));
		assertThat(here.fetchSockets().collectList().block(TIMEOUT)).isEmpty();
		here.to("books").emit("news", 1);
		here.adapter().delAll("socket");
		assertThat(received).contains("from a server");
	}

	private static void recover(Namespace namespace) {
		namespace.adapter().persistSession(new Session("sid", "pid", Set.of("sid"), Map.of(), null));
		await().untilAsserted(() -> assertThat(namespace.adapter().takeSession("pid").block(TIMEOUT)).isNotNull());
	}

	@ParameterizedTest
	@CsvSource({ "pubsub, &socket.io* +ping +publish", "sharded, &socket.io* +ping +spublish",
			"streams, ~socket.io* +ping +xadd" })
	void emittersNeedToPublishOnly(String mode, String rules) {
		RedisContexts.plain(redis.port(), user(mode, rules)).run((context) -> {
			context.getBean(SocketIOEmitter.class).to("books").emit("news", 1).block(TIMEOUT);
			assertThat(context.getBean(RedisConnection.class).statistics().publishedMessages()).isEqualTo(1);
		});
	}

	@Test
	void warnsOfSubscriptionsThatAreRefused(CapturedOutput output) {
		RedisContexts.server(redis.port(), user("pubsub", PUBSUB.replace("&socket.io#/#* ", "")))
			.run((context) -> await().until(() -> output.toString().contains(REFUSED + "NOPERM")
					&& output.toString().contains("the user needs +psubscribe &socket.io#/#*")));
	}

	@Test
	void isNotHealthyUntilSubscriptionsArePermitted() {
		RedisContexts.server(redis.port(), user("pubsub", PUBSUB.replace("&socket.io#/#* ", ""))).run((context) -> {
			HealthIndicator health = context.getBean(HealthIndicator.class);
			await().until(() -> health.health().getStatus().equals(Status.DOWN));
			user("pubsub", PUBSUB);
			await().atMost(TIMEOUT).until(() -> health.health().getStatus().equals(Status.UP));
			RedisContexts.redis(redis, (commands) -> assertThat(commands.pubsubNumpat()).isEqualTo(1));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "+ping +publish", "+ping +xadd +xrevrange" })
	void saysWhatIsMissingAtStartUp(String rules) {
		RedisContexts.server(redis.port(), user("streams", rules))
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("NOPERM")
				.hasStackTraceContaining(RedisAdapterException.class.getName()));
	}

	/** Create a user, and return the properties of an application that is this user. */
	private static String[] user(String mode, String rules) {
		RedisContexts.redis(redis, (commands) -> {
			CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8).add("SETUSER")
				.add("chat")
				.add("reset")
				.add("on")
				.add(">secret");
			for (String rule : rules.split(" ")) {
				arguments.add(rule);
			}
			commands.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
		});
		return new String[] { "socketio.adapter.redis.mode=" + mode, "socketio.connection-state-recovery.enabled=true",
				"spring.data.redis.username=chat", "spring.data.redis.password=secret" };
	}

}
