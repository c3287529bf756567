package dev.socketio.engine.session;

import java.util.function.IntConsumer;

import reactor.core.publisher.Mono;

/**
 * The body of a request that has not been read yet.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestBody {

	/**
	 * Read the body. Cancelling abandons the upload.
	 * @param limit the greatest allowed size in bytes
	 * @param progress called with the number of bytes held so far, on the thread that
	 * reads
	 * @return the bytes; fails with {@link BodyTooLargeException} as soon as the limit is
	 * exceeded, with any other exception if the client went away
	 */
	Mono<byte[]> read(int limit, IntConsumer progress);

}
