package dev.socketio.interop.cluster;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.socketio.adapter.redis.PubSubOptions;
import dev.socketio.adapter.redis.RedisConnection;
import dev.socketio.adapter.redis.RedisEmitter;
import dev.socketio.adapter.redis.RedisOptions;
import dev.socketio.adapter.redis.ShardedOptions;
import dev.socketio.adapter.redis.StreamsOptions;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.interop.official.NodeScript;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two Java servers, a Node.js server and emitters of both that share a Redis, in every
 * mode: each command is given to each of the servers, and their clients see the same.
 */
class RedisClusterTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static TestRedis redis;

	private static RedisClient client;

	@BeforeAll
	static void startRedis() {
		redis = TestRedis.start();
		client = RedisClient.create("redis://127.0.0.1:" + redis.port());
	}

	@AfterAll
	static void stopRedis() {
		client.shutdown();
		redis.close();
	}

	@TestFactory
	Stream<DynamicTest> pubSub() {
		return run("pubsub", "{}", List.of("mode=pubsub"), PubSubOptions.DEFAULT);
	}

	@TestFactory
	Stream<DynamicTest> pubSubWithSpecificResponseChannel() {
		return run("pubsub", "{\"key\":\"specific\",\"publishOnSpecificResponseChannel\":true}",
				List.of("mode=pubsub", "key=specific", "publish-on-specific-response-channel=true"),
				PubSubOptions.builder().key("specific").build());
	}

	@TestFactory
	Stream<DynamicTest> pubSubWithServersOfVersion7() {
		return run("pubsub-7", "{\"key\":\"seven\"}", List.of("mode=pubsub", "key=seven"),
				PubSubOptions.builder().key("seven").build());
	}

	@TestFactory
	Stream<DynamicTest> shardedDynamic() {
		return run("sharded", "{\"channelPrefix\":\"dynamic\"}", List.of("mode=sharded", "channel-prefix=dynamic"),
				ShardedOptions.builder().channelPrefix("dynamic").build());
	}

	@TestFactory
	Stream<DynamicTest> shardedStatic() {
		return run("sharded", "{\"channelPrefix\":\"static\",\"subscriptionMode\":\"static\"}",
				List.of("mode=sharded", "channel-prefix=static", "subscription-mode=static"),
				ShardedOptions.builder().channelPrefix("static").build());
	}

	@TestFactory
	Stream<DynamicTest> shardedDynamicPrivate() {
		return run("sharded", "{\"channelPrefix\":\"private\",\"subscriptionMode\":\"dynamic-private\"}",
				List.of("mode=sharded", "channel-prefix=private", "subscription-mode=dynamic-private"),
				ShardedOptions.builder().channelPrefix("private").build());
	}

	@TestFactory
	Stream<DynamicTest> streams() {
		return run("streams", "{\"streamName\":\"one\",\"channelPrefix\":\"one\"}",
				List.of("mode=streams", "stream-name=one", "channel-prefix=one"), streams("one", 1));
	}

	@TestFactory
	Stream<DynamicTest> severalStreamsAndShardedChannels() {
		return run("streams",
				"{\"streamName\":\"many\",\"channelPrefix\":\"many\",\"streamCount\":3,\"useShardedPubSub\":true}",
				List.of("mode=streams", "stream-name=many", "channel-prefix=many", "stream-count=3",
						"use-sharded-pub-sub=true"),
				streams("many", 3));
	}

	@TestFactory
	Stream<DynamicTest> recoveryOverStreams() {
		List<String> arguments = List.of("--socketio.adapter.type=redis", "--spring.data.redis.port=" + redis.port(),
				"--socketio.adapter.redis.mode=streams", "--socketio.adapter.redis.stream-name=recovery",
				"--socketio.adapter.redis.channel-prefix=recovery",
				"--socketio.connection-state-recovery.enabled=true");
		String node = "{\"kind\":\"streams\",\"redis\":%d,\"recovery\":{},\"adapter\":%s}".formatted(redis.port(),
				"{\"streamName\":\"recovery\",\"channelPrefix\":\"recovery\"}");
		try (JavaMember first = JavaMember.start(arguments);
				NodeMember second = NodeMember.start(node);
				JavaMember third = JavaMember.start(arguments)) {
			return NodeScript.of("cluster-recovery-client.js")
				.start(String.join(",", first.url(), second.url(), third.url()), "websocket");
		}
	}

	private static StreamsOptions streams(String name, int count) {
		return StreamsOptions.builder().streamName(name).streamCount(count).channelPrefix(name).build();
	}

	private static Stream<DynamicTest> run(String kind, String adapter, List<String> properties, RedisOptions options) {
		List<String> arguments = Stream
			.concat(Stream.of("--socketio.adapter.type=redis", "--spring.data.redis.port=" + redis.port()),
					properties.stream().map((property) -> "--socketio.adapter.redis." + property))
			.toList();
		String node = "{\"kind\":\"%s\",\"redis\":%d,\"adapter\":%s}".formatted(kind, redis.port(), adapter);
		try (JavaMember first = JavaMember.start(arguments);
				NodeMember second = NodeMember.start(node);
				JavaMember third = JavaMember.start(arguments);
				RedisConnection connection = RedisConnection.open(client, options, MAPPER)) {
			SocketIOEmitter emitter = RedisEmitter.create(connection);
			return NodeScript.of("cluster-client.js")
				.environment("KIND", kind)
				.environment("REDIS", Integer.toString(redis.port()))
				.environment("ADAPTER", adapter)
				.commands((command) -> EmitterCommand.run(emitter, MAPPER.readValue(command, Map.class)))
				.start(String.join(",", first.url(), second.url(), third.url()), "websocket");
		}
	}

}
