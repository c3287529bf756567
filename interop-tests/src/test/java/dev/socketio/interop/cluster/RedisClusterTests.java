package dev.socketio.interop.cluster;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.socketio.adapter.redis.PubSubOptions;
import dev.socketio.adapter.redis.RedisEmitters;
import dev.socketio.adapter.redis.StreamsOptions;
import dev.socketio.adapter.redis.connection.RedisConnections;
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

	private static RedisConnections connections;

	@BeforeAll
	static void startRedis() {
		redis = TestRedis.start();
		client = RedisClient.create("redis://127.0.0.1:" + redis.port());
		connections = RedisConnections.open(client, 1000);
	}

	@AfterAll
	static void stopRedis() {
		connections.close();
		client.shutdown();
		redis.close();
	}

	@TestFactory
	Stream<DynamicTest> pubSub() {
		return run("pubsub", "{}", List.of("mode=pubsub"),
				RedisEmitters.pubSub(connections, PubSubOptions.DEFAULT.key(), MAPPER));
	}

	@TestFactory
	Stream<DynamicTest> pubSubWithSpecificResponseChannel() {
		return run("pubsub", "{\"key\":\"specific\",\"publishOnSpecificResponseChannel\":true}",
				List.of("mode=pubsub", "key=specific", "publish-on-specific-response-channel=true"),
				RedisEmitters.pubSub(connections, "specific", MAPPER));
	}

	@TestFactory
	Stream<DynamicTest> pubSubWithServersOfVersion7() {
		return run("pubsub-7", "{\"key\":\"seven\"}", List.of("mode=pubsub", "key=seven"),
				RedisEmitters.pubSub(connections, "seven", MAPPER));
	}

	@TestFactory
	Stream<DynamicTest> shardedDynamic() {
		return run("sharded", "{\"channelPrefix\":\"dynamic\"}", List.of("mode=sharded", "channel-prefix=dynamic"),
				RedisEmitters.sharded(connections, "dynamic", MAPPER));
	}

	@TestFactory
	Stream<DynamicTest> shardedStatic() {
		return run("sharded", "{\"channelPrefix\":\"static\",\"subscriptionMode\":\"static\"}",
				List.of("mode=sharded", "channel-prefix=static", "subscription-mode=static"),
				RedisEmitters.sharded(connections, "static", MAPPER));
	}

	@TestFactory
	Stream<DynamicTest> shardedDynamicPrivate() {
		return run("sharded", "{\"channelPrefix\":\"private\",\"subscriptionMode\":\"dynamic-private\"}",
				List.of("mode=sharded", "channel-prefix=private", "subscription-mode=dynamic-private"),
				RedisEmitters.sharded(connections, "private", MAPPER));
	}

	@TestFactory
	Stream<DynamicTest> streams() {
		return run("streams", "{\"streamName\":\"one\",\"channelPrefix\":\"one\"}",
				List.of("mode=streams", "stream-name=one", "channel-prefix=one"),
				RedisEmitters.streams(connections, streams("one", 1), MAPPER));
	}

	@TestFactory
	Stream<DynamicTest> severalStreamsAndShardedChannels() {
		return run("streams",
				"{\"streamName\":\"many\",\"channelPrefix\":\"many\",\"streamCount\":3,\"useShardedPubSub\":true}",
				List.of("mode=streams", "stream-name=many", "channel-prefix=many", "stream-count=3",
						"use-sharded-pub-sub=true"),
				RedisEmitters.streams(connections, streams("many", 3), MAPPER));
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
		StreamsOptions defaults = StreamsOptions.DEFAULT;
		return new StreamsOptions(name, count, name, false, defaults.maxLen(), defaults.readCount(),
				defaults.blockTime(), defaults.sessionKeyPrefix(), false, defaults.requestsTimeout());
	}

	private static Stream<DynamicTest> run(String kind, String adapter, List<String> properties,
			SocketIOEmitter emitter) {
		List<String> arguments = Stream
			.concat(Stream.of("--socketio.adapter.type=redis", "--spring.data.redis.port=" + redis.port()),
					properties.stream().map((property) -> "--socketio.adapter.redis." + property))
			.toList();
		String node = "{\"kind\":\"%s\",\"redis\":%d,\"adapter\":%s}".formatted(kind, redis.port(), adapter);
		try (JavaMember first = JavaMember.start(arguments);
				NodeMember second = NodeMember.start(node);
				JavaMember third = JavaMember.start(arguments)) {
			return NodeScript.of("cluster-client.js")
				.environment("KIND", kind)
				.environment("REDIS", Integer.toString(redis.port()))
				.environment("ADAPTER", adapter)
				.commands((command) -> EmitterCommand.run(emitter, MAPPER.readValue(command, Map.class)))
				.start(String.join(",", first.url(), second.url(), third.url()), "websocket");
		}
	}

}
