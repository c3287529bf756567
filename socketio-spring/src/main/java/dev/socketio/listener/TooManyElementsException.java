package dev.socketio.listener;

/**
 * A listener returned a {@code Flux} or {@code Stream} with more elements than an
 * acknowledgement may hold.
 *
 * @since 0.1.0
 */
public class TooManyElementsException extends RuntimeException {

	/**
	 * Create the exception.
	 * @param max the number of elements that an acknowledgement may hold
	 */
	public TooManyElementsException(int max) {
		super("The result has more than " + max + " elements");
	}

}
