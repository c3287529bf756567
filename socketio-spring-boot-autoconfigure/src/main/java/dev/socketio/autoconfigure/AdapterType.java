package dev.socketio.autoconfigure;

/**
 * Adapters that can be configured by properties.
 */
public enum AdapterType {

	/** One server alone. */
	MEMORY,

	/** Servers that share a Redis. */
	REDIS,

	/** Servers that share a MongoDB. */
	MONGO

}
