package dev.socketio.adapter.redis;

import java.time.Duration;

import dev.socketio.internal.Durations;

/**
 * Options of {@code createAdapter} of {@code @socket.io/redis-adapter}. All servers of a
 * cluster need the same key.
 *
 * @param key the prefix of all channels
 * @param requestsTimeout how long other servers have to answer
 * @param publishOnSpecificResponseChannel whether answers go to the server that asked
 * only, instead of to all
 * @since 0.1.0
 */
public record PubSubOptions(String key, Duration requestsTimeout, boolean publishOnSpecificResponseChannel) {

	/** The defaults of the Node.js package. */
	public static final PubSubOptions DEFAULT = new PubSubOptions("socket.io", Duration.ofSeconds(5), false);

	/**
	 * Check the durations.
	 * @throws IllegalArgumentException if one is not positive or longer than
	 * {@link Durations#MAX}
	 */
	public PubSubOptions {
		Durations.check("requests timeout", requestsTimeout);
	}

}
