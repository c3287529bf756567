package dev.socketio.adapter.redis;

import dev.socketio.adapter.cluster.ClusterMember;

/**
 * An adapter of servers that share a Redis.
 *
 * @since 0.1.0
 */
public interface RedisAdapter extends ClusterMember {

	/**
	 * Return the prefix of all channels.
	 * @return the prefix, without a separator
	 */
	String prefix();

}
