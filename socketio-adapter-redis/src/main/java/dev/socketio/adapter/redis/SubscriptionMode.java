package dev.socketio.adapter.redis;

/**
 * Which rooms have a channel of their own. All servers of a cluster need the same mode.
 *
 * @since 0.1.0
 */
public enum SubscriptionMode {

	/** None: all messages of a namespace have one channel. */
	STATIC,

	/** Those that are not the rooms of single sockets. */
	DYNAMIC,

	/** All, those of single sockets too. */
	DYNAMIC_PRIVATE

}
