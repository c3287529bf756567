package dev.socketio.interop.adapter;

import java.time.Duration;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.redis.PubSubOptions;
import dev.socketio.adapter.redis.RedisAdapterFactory;
import dev.socketio.adapter.redis.RedisConnection;
import dev.socketio.adapter.redis.RedisEmitter;
import dev.socketio.adapter.redis.RedisOptions;
import dev.socketio.adapter.redis.ShardedOptions;
import dev.socketio.adapter.redis.StreamsOptions;
import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.testsupport.TestRedis;
import io.lettuce.core.RedisClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Redis, of which each cluster uses keys and channels of its own.
 */
final class RedisBacking implements Backing {

	private static final int MAX_PENDING = 100_000;

	private final TestRedis redis = TestRedis.start();

	private final RedisClient client = RedisClient.create("redis://127.0.0.1:" + this.redis.port());

	private final Mode mode;

	RedisBacking(Mode mode) {
		this.mode = mode;
	}

	@Override
	public Connected<AdapterFactory> connect(String cluster, Timing timing) {
		RedisConnection connection = connection(cluster, timing.requestTimeout());
		return new Connected<>(RedisAdapterFactory.open(connection), connection::close);
	}

	@Override
	public Connected<SocketIOEmitter> emitter(String cluster) {
		RedisConnection connection = connection(cluster, Duration.ofSeconds(5));
		return new Connected<>(RedisEmitter.create(connection), connection::close);
	}

	private RedisConnection connection(String cluster, Duration timeout) {
		RedisOptions.Builder<?> builder = switch (this.mode) {
			case PUBSUB -> PubSubOptions.builder().key(cluster);
			case SHARDED -> ShardedOptions.builder().channelPrefix(cluster);
			case STREAMS -> StreamsOptions.builder()
				.streamName(cluster)
				.channelPrefix(cluster)
				.sessionKeyPrefix(cluster + ":session:");
		};
		RedisOptions options = builder.requestTimeout(timeout).maxPendingPublications(MAX_PENDING).build();
		return RedisConnection.open(this.client, options, JsonMapper.shared());
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
