package dev.socketio.adapter.redis;

/**
 * Redis is too old for what was configured.
 *
 * @since 0.1.0
 */
public class UnsupportedRedisException extends RuntimeException {

	private final int version;

	private final int required;

	/**
	 * Create the exception.
	 * @param version the major version that Redis has
	 * @param required the one it needs at least
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
	 * Return the version that is needed.
	 * @return the major version
	 */
	public int required() {
		return this.required;
	}

}
