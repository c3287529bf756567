package dev.socketio.interop.adapter;

import java.time.Duration;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.redis.PubSubOptions;
import dev.socketio.adapter.redis.RedisAdapterFactory;
import dev.socketio.adapter.redis.RedisEmitters;
import dev.socketio.adapter.redis.ShardedOptions;
import dev.socketio.adapter.redis.StreamsOptions;
import dev.socketio.adapter.redis.SubscriptionMode;
import dev.socketio.adapter.redis.connection.RedisConnections;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Redis, of which each cluster uses keys and channels of its own.
 */
final class RedisBacking implements Backing {

	private static final int MAX_PENDING = 100_000;

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final TestRedis redis = TestRedis.start();

	private final RedisClient client = RedisClient.create("redis://127.0.0.1:" + this.redis.port());

	private final Mode mode;

	RedisBacking(Mode mode) {
		this.mode = mode;
	}

	@Override
	public Connected<AdapterFactory> connect(String cluster, Timing timing) {
		RedisConnections connections = RedisConnections.open(this.client, MAX_PENDING);
		Duration timeout = timing.requestsTimeout();
		RedisAdapterFactory factory = switch (this.mode) {
			case PUBSUB -> RedisAdapterFactory.pubSub(connections, new PubSubOptions(cluster, timeout, false), MAPPER);
			case SHARDED -> RedisAdapterFactory.sharded(connections,
					new ShardedOptions(cluster, SubscriptionMode.DYNAMIC, timeout), MAPPER);
			case STREAMS -> RedisAdapterFactory.streams(connections, streams(cluster, timeout), MAX_PENDING, MAPPER);
		};
		return new Connected<>(factory, factory::close);
	}

	@Override
	public Connected<SocketIOEmitter> emitter(String cluster) {
		RedisConnections connections = RedisConnections.open(this.client, MAX_PENDING);
		SocketIOEmitter emitter = switch (this.mode) {
			case PUBSUB -> RedisEmitters.pubSub(connections, cluster, MAPPER);
			case SHARDED -> RedisEmitters.sharded(connections, cluster, MAPPER);
			case STREAMS -> RedisEmitters.streams(connections, streams(cluster, Duration.ofSeconds(5)), MAPPER);
		};
		return new Connected<>(emitter, connections::close);
	}

	private static StreamsOptions streams(String cluster, Duration timeout) {
		StreamsOptions defaults = StreamsOptions.DEFAULT;
		return new StreamsOptions(cluster, 1, cluster, false, defaults.maxLen(), defaults.readCount(),
				defaults.blockTime(), cluster + ":session:", false, timeout);
	}

	@Override
	public void close() {
		this.client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
		this.redis.close();
	}

	/**
	 * How servers share it.
	 */
	enum Mode {

		PUBSUB, SHARDED, STREAMS

	}

}
