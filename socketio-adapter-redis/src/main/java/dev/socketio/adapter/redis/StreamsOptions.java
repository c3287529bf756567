package dev.socketio.adapter.redis;

import java.time.Duration;

import dev.socketio.internal.Durations;

/**
 * Options of {@code @socket.io/redis-streams-adapter}. All servers of a cluster need the
 * same stream name, stream count and channel prefix.
 *
 * @param streamName the key of the stream, or the beginning of the keys of several
 * @param streamCount the number of streams that share the namespaces
 * @param channelPrefix the prefix of the channels of requests and answers
 * @param useShardedPubSub whether these channels are sharded
 * @param maxLen about how many entries a stream keeps
 * @param readCount how many entries are read at once
 * @param blockTime how long one read waits for entries
 * @param sessionKeyPrefix the beginning of the keys of sessions that can be recovered
 * @param onlyPlaintext whether streams hold JSON only, so that bytes arrive as objects
 * @param requestsTimeout how long other servers have to answer when the caller does not
 * say; fixed to five seconds in Node.js
 * @since 0.1.0
 */
public record StreamsOptions(String streamName, int streamCount, String channelPrefix, boolean useShardedPubSub,
		long maxLen, int readCount, Duration blockTime, String sessionKeyPrefix, boolean onlyPlaintext,
		Duration requestsTimeout) {

	/** The defaults of the Node.js package. */
	public static final StreamsOptions DEFAULT = new StreamsOptions("socket.io", 1, "socket.io", false, 10_000, 100,
			Duration.ofSeconds(5), "sio:session:", false, Duration.ofSeconds(5));

	/**
	 * Check the durations.
	 * @throws IllegalArgumentException if one is not positive or longer than
	 * {@link Durations#MAX}
	 */
	public StreamsOptions {
		Durations.check("block time", blockTime);
		Durations.check("requests timeout", requestsTimeout);
	}

	/**
	 * Return the stream of a namespace, as Node.js computes it: the number is negative
	 * where the hash code is.
	 * @param namespace the namespace
	 * @return the key
	 */
	public String streamOf(String namespace) {
		return (this.streamCount == 1) ? this.streamName
				: this.streamName + "-" + namespace.hashCode() % this.streamCount;
	}

}
