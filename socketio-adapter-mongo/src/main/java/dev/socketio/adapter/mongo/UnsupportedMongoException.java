package dev.socketio.adapter.mongo;

/**
 * The MongoDB has no change streams, because it is no replica set.
 *
 * @since 0.1.0
 */
public class UnsupportedMongoException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param cause what MongoDB said
	 */
	public UnsupportedMongoException(Throwable cause) {
		super("MongoDB has no change streams: it is neither a replica set nor a sharded cluster", cause);
	}

}
