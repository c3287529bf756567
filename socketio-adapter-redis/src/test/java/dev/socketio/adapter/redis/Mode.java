package dev.socketio.adapter.redis;

import java.time.Duration;

import dev.socketio.adapter.redis.connection.RedisConnections;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every way in which servers can share a Redis.
 */
enum Mode {

	CLASSIC, CLASSIC_SPECIFIC, SHARDED_STATIC, SHARDED_DYNAMIC, SHARDED_DYNAMIC_PRIVATE, STREAMS, STREAMS_SHARDED,
	STREAMS_MULTI, STREAMS_PLAINTEXT;

	/** Where all answers are to come: nothing fails because a machine is slow. */
	static final Duration REQUESTS_TIMEOUT = Duration.ofSeconds(15);

	/** Where answers are missing: tests can wait for it. */
	static final Duration SHORT_REQUESTS_TIMEOUT = Duration.ofSeconds(4);

	boolean isStreams() {
		return name().startsWith("STREAMS");
	}

	boolean isClassic() {
		return name().startsWith("CLASSIC");
	}

	boolean isSharded() {
		return name().startsWith("SHARDED");
	}

	StreamsOptions streams(Duration requestsTimeout) {
		StreamsOptions defaults = StreamsOptions.DEFAULT;
		return new StreamsOptions(defaults.streamName(), (this == STREAMS_MULTI) ? 3 : 1, defaults.channelPrefix(),
				this == STREAMS_SHARDED, defaults.maxLen(), defaults.readCount(), defaults.blockTime(),
				defaults.sessionKeyPrefix(), this == STREAMS_PLAINTEXT, requestsTimeout);
	}

	RedisAdapterFactory factory(RedisConnections redis, int maxPending, Duration requestsTimeout) {
		JsonMapper mapper = JsonMapper.shared();
		return switch (this) {
			case CLASSIC, CLASSIC_SPECIFIC -> RedisAdapterFactory.pubSub(redis,
					new PubSubOptions("socket.io", requestsTimeout, this == CLASSIC_SPECIFIC), mapper);
			case SHARDED_STATIC -> sharded(redis, SubscriptionMode.STATIC, requestsTimeout);
			case SHARDED_DYNAMIC -> sharded(redis, SubscriptionMode.DYNAMIC, requestsTimeout);
			case SHARDED_DYNAMIC_PRIVATE -> sharded(redis, SubscriptionMode.DYNAMIC_PRIVATE, requestsTimeout);
			case STREAMS, STREAMS_SHARDED, STREAMS_MULTI, STREAMS_PLAINTEXT ->
				RedisAdapterFactory.streams(redis, streams(requestsTimeout), maxPending, mapper);
		};
	}

	private static RedisAdapterFactory sharded(RedisConnections redis, SubscriptionMode mode,
			Duration requestsTimeout) {
		return RedisAdapterFactory.sharded(redis, new ShardedOptions("socket.io", mode, requestsTimeout),
				JsonMapper.shared());
	}

}
