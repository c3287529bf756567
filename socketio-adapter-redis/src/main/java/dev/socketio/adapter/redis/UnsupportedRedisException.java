package dev.socketio.adapter.redis;

/**
 * Thrown when Redis is too old for the configured options.
 *
 * @since 0.1.0
 */
public class UnsupportedRedisException extends RuntimeException {

	private final int version;

	private final int required;

	/**
	 * Create the exception.
	 * @param version the major version of Redis
	 * @param required the lowest major version that is supported
	 */
	public UnsupportedRedisException(int version, int required) {
		super("Sharded channels need Redis " + required + " or later, but this is version " + version);
		this.version = version;
		this.required = required;
	}

	/**
	 * Return the version of Redis.
	 * @return the major version
	 */
	public int version() {
		return this.version;
	}

	/**
	 * Return the lowest version that is supported.
	 * @return the major version
	 */
	public int required() {
		return this.required;
	}

}
