package dev.socketio.autoconfigure;

/**
 * Adapters that can be configured by properties.
 *
 * @since 0.1.0
 */
public enum AdapterType {

	/** One server alone. */
	MEMORY,

	/** Servers that share a Redis. */
	REDIS,

	/** Servers that share a MongoDB. */
	MONGO

}
