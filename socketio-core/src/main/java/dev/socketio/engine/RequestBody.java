package dev.socketio.engine;

import reactor.core.publisher.Mono;

/**
 * The body of a request that has not been read yet.
 */
@FunctionalInterface
public interface RequestBody {

	/**
	 * Read the body. Cancelling abandons the upload.
	 * @param limit the greatest allowed size in bytes
	 * @return the bytes; fails with {@link BodyTooLargeException} as soon as the limit is
	 * exceeded, with any other exception if the client went away
	 */
	Mono<byte[]> read(int limit);

}
