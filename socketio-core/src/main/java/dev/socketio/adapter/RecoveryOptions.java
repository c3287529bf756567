package dev.socketio.adapter;

import java.time.Duration;

import dev.socketio.internal.Durations;

/**
 * Connection state recovery: what a server keeps so that clients can continue after a
 * short loss of connection.
 *
 * @param maxDisconnectionDuration how long a client may be away
 * @param skipMiddlewares whether namespace middlewares are not asked again
 * @param maxPackets packets kept for each namespace; clients that have missed more start
 * anew
 * @param maxSessions disconnected clients kept for each namespace; beyond it the oldest
 * are forgotten
 * @param maxBytes size of the packets kept for all namespaces of the server together, as
 * an estimate; beyond it the oldest of the namespace that gets more are forgotten
 * @since 0.1.0
 */
public record RecoveryOptions(Duration maxDisconnectionDuration, boolean skipMiddlewares, int maxPackets,
		int maxSessions, long maxBytes) {

	private static final long DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

	/** The defaults of Node.js, with bounds. */
	public static final RecoveryOptions DEFAULT = new RecoveryOptions(Duration.ofMinutes(2), true, 10_000, 10_000,
			DEFAULT_MAX_BYTES);

	/**
	 * Create options.
	 * @param maxDisconnectionDuration how long a client may be away
	 * @param skipMiddlewares whether namespace middlewares are not asked again
	 * @param maxPackets packets kept for each namespace
	 * @param maxSessions disconnected clients kept for each namespace
	 * @param maxBytes size of the packets kept for all namespaces together, in bytes
	 * @throws IllegalArgumentException if a value is not positive
	 */
	public RecoveryOptions {
		Durations.check("maximum disconnection duration", maxDisconnectionDuration);
		if (maxPackets < 1 || maxSessions < 1 || maxBytes < 1) {
			throw new IllegalArgumentException("The bounds of kept packets and sessions must be positive");
		}
	}

	/**
	 * Create options with the default size.
	 * @param maxDisconnectionDuration how long a client may be away
	 * @param skipMiddlewares whether namespace middlewares are not asked again
	 * @param maxPackets packets kept for each namespace
	 * @param maxSessions disconnected clients kept for each namespace
	 * @throws IllegalArgumentException if a value is not positive
	 */
	public RecoveryOptions(Duration maxDisconnectionDuration, boolean skipMiddlewares, int maxPackets,
			int maxSessions) {
		this(maxDisconnectionDuration, skipMiddlewares, maxPackets, maxSessions, DEFAULT_MAX_BYTES);
	}

}
