package dev.socketio.adapter.redis;

/**
 * Determines the rooms that have a channel of their own. All servers of a cluster need
 * the same mode.
 *
 * @since 0.1.0
 */
public enum SubscriptionMode {

	/** No room: all messages of a namespace use one channel. */
	STATIC,

	/** All rooms apart from those of single sockets. */
	DYNAMIC,

	/** All rooms, including those of single sockets. */
	DYNAMIC_PRIVATE

}
