package dev.socketio.adapter.redis;

import java.time.Duration;

import tools.jackson.databind.json.JsonMapper;

/**
 * Every way in which servers can share a Redis.
 */
enum Mode {

	CLASSIC, CLASSIC_SPECIFIC, SHARDED_STATIC, SHARDED_DYNAMIC, SHARDED_DYNAMIC_PRIVATE, STREAMS, STREAMS_SHARDED,
	STREAMS_MULTI, STREAMS_PLAINTEXT;

	/** Short, so that tests can wait for it. */
	static final Duration REQUESTS_TIMEOUT = Duration.ofMillis(1500);

	boolean isStreams() {
		return name().startsWith("STREAMS");
	}

	boolean isClassic() {
		return name().startsWith("CLASSIC");
	}

	boolean isSharded() {
		return name().startsWith("SHARDED");
	}

	StreamsOptions streams() {
		StreamsOptions defaults = StreamsOptions.DEFAULT;
		return new StreamsOptions(defaults.streamName(), (this == STREAMS_MULTI) ? 3 : 1, defaults.channelPrefix(),
				this == STREAMS_SHARDED, defaults.maxLen(), defaults.readCount(), defaults.blockTime(),
				defaults.sessionKeyPrefix(), this == STREAMS_PLAINTEXT, REQUESTS_TIMEOUT);
	}

	RedisAdapterFactory factory(RedisConnections redis, int maxPending) {
		JsonMapper mapper = JsonMapper.shared();
		return switch (this) {
			case CLASSIC, CLASSIC_SPECIFIC -> RedisAdapterFactory.pubSub(redis,
					new PubSubOptions("socket.io", REQUESTS_TIMEOUT, this == CLASSIC_SPECIFIC), mapper);
			case SHARDED_STATIC -> sharded(redis, SubscriptionMode.STATIC);
			case SHARDED_DYNAMIC -> sharded(redis, SubscriptionMode.DYNAMIC);
			case SHARDED_DYNAMIC_PRIVATE -> sharded(redis, SubscriptionMode.DYNAMIC_PRIVATE);
			case STREAMS, STREAMS_SHARDED, STREAMS_MULTI, STREAMS_PLAINTEXT ->
				RedisAdapterFactory.streams(redis, streams(), maxPending, mapper);
		};
	}

	private static RedisAdapterFactory sharded(RedisConnections redis, SubscriptionMode mode) {
		return RedisAdapterFactory.sharded(redis, new ShardedOptions("socket.io", mode, REQUESTS_TIMEOUT),
				JsonMapper.shared());
	}

}
