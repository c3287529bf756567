package dev.socketio.adapter.redis;

import java.time.Duration;

import dev.socketio.internal.Durations;

/**
 * Options of {@code createShardedAdapter} of {@code @socket.io/redis-adapter}.
 *
 * @param channelPrefix the prefix of all channels, the same for all servers
 * @param subscriptionMode which rooms have a channel of their own
 * @param requestsTimeout how long other servers have to answer when the caller does not
 * say; fixed to five seconds in Node.js
 * @since 0.1.0
 */
public record ShardedOptions(String channelPrefix, SubscriptionMode subscriptionMode, Duration requestsTimeout) {

	/** The defaults of the Node.js package. */
	public static final ShardedOptions DEFAULT = new ShardedOptions("socket.io", SubscriptionMode.DYNAMIC,
			Duration.ofSeconds(5));

	/**
	 * Check the durations.
	 * @throws IllegalArgumentException if one is not positive or longer than
	 * {@link Durations#MAX}
	 */
	public ShardedOptions {
		Durations.check("requests timeout", requestsTimeout);
	}

}
