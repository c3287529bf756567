package dev.socketio.autoconfigure.redis;

/**
 * Ways to share a Redis. All servers of a cluster need the same one.
 */
public enum RedisMode {

	/** Channels, as createAdapter of {@code @socket.io/redis-adapter}. */
	PUBSUB,

	/** Sharded channels, as createShardedAdapter of {@code @socket.io/redis-adapter}. */
	SHARDED,

	/** Streams, as {@code @socket.io/redis-streams-adapter}. */
	STREAMS

}
