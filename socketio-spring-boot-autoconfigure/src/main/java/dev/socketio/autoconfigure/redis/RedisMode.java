package dev.socketio.autoconfigure.redis;

/**
 * Redis features that connect servers. All servers of a cluster need the same mode.
 *
 * @since 0.1.0
 */
public enum RedisMode {

	/** Channels, as createAdapter of {@code @socket.io/redis-adapter}. */
	PUBSUB,

	/** Sharded channels, as createShardedAdapter of {@code @socket.io/redis-adapter}. */
	SHARDED,

	/** Streams, as {@code @socket.io/redis-streams-adapter}. */
	STREAMS

}
