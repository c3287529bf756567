package dev.socketio.adapter.redis;

import java.time.Duration;

/**
 * Every way in which servers can share a Redis.
 */
enum Mode {

	CLASSIC, CLASSIC_SPECIFIC, SHARDED_STATIC, SHARDED_DYNAMIC, SHARDED_DYNAMIC_PRIVATE, STREAMS, STREAMS_SHARDED,
	STREAMS_MULTI, STREAMS_PLAINTEXT;

	/** Where all answers are to come: nothing fails because a machine is slow. */
	static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);

	/** Where answers are missing: tests can wait for it. */
	static final Duration SHORT_REQUEST_TIMEOUT = Duration.ofSeconds(4);

	boolean isStreams() {
		return name().startsWith("STREAMS");
	}

	boolean isClassic() {
		return name().startsWith("CLASSIC");
	}

	boolean isSharded() {
		return name().startsWith("SHARDED");
	}

	RedisOptions options(int maxPending, Duration requestTimeout) {
		return switch (this) {
			case CLASSIC,
					CLASSIC_SPECIFIC ->
				PubSubOptions.builder()
					.publishOnSpecificResponseChannel(this == CLASSIC_SPECIFIC)
					.requestTimeout(requestTimeout)
					.maxPendingPublications(maxPending)
					.build();
			case SHARDED_STATIC -> sharded(SubscriptionMode.STATIC, maxPending, requestTimeout);
			case SHARDED_DYNAMIC -> sharded(SubscriptionMode.DYNAMIC, maxPending, requestTimeout);
			case SHARDED_DYNAMIC_PRIVATE -> sharded(SubscriptionMode.DYNAMIC_PRIVATE, maxPending, requestTimeout);
			case STREAMS, STREAMS_SHARDED, STREAMS_MULTI,
					STREAMS_PLAINTEXT ->
				StreamsOptions.builder()
					.streamCount((this == STREAMS_MULTI) ? 3 : 1)
					.useShardedPubSub(this == STREAMS_SHARDED)
					.onlyPlaintext(this == STREAMS_PLAINTEXT)
					.requestTimeout(requestTimeout)
					.maxPendingPublications(maxPending)
					.build();
		};
	}

	private static ShardedOptions sharded(SubscriptionMode mode, int maxPending, Duration requestTimeout) {
		return ShardedOptions.builder()
			.subscriptionMode(mode)
			.requestTimeout(requestTimeout)
			.maxPendingPublications(maxPending)
			.build();
	}

}
