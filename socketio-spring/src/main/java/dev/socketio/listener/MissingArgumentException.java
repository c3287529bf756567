package dev.socketio.listener;

/**
 * A client did not send something that a listener requires.
 *
 * @since 0.1.0
 */
public class MissingArgumentException extends RuntimeException {

	private final int index;

	/**
	 * Create the exception.
	 * @param index the position of the argument, from 0; -1 for the credentials
	 * @param parameter the description of the parameter
	 */
	public MissingArgumentException(int index, String parameter) {
		super(((index >= 0) ? "Argument " + index : "The auth object") + " is missing, it is required by " + parameter);
		this.index = index;
	}

	/**
	 * Return the position of the argument.
	 * @return the position, from 0; -1 for the credentials
	 */
	public int index() {
		return this.index;
	}

}
