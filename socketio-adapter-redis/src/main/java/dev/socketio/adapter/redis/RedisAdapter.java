package dev.socketio.adapter.redis;

import dev.socketio.adapter.cluster.ClusterMember;

/**
 * An adapter whose servers meet in Redis.
 *
 * @since 0.1.0
 */
public interface RedisAdapter extends ClusterMember {

	/**
	 * Return what the names of all channels start with.
	 * @return the prefix, without a separator
	 */
	String prefix();

}
