package dev.socketio.protocol;

import java.lang.reflect.Type;

/**
 * An argument that a peer sent cannot be read as the type the application asked for. The
 * message contains no data of the peer; the message of the cause may.
 *
 * @since 0.1.0
 */
public class ArgumentConversionException extends RuntimeException {

	private final int index;

	/**
	 * Create the exception.
	 * @param index the position of the argument, from 0
	 * @param type the type that was asked for
	 * @param cause the failure of the mapper
	 */
	public ArgumentConversionException(int index, Type type, Throwable cause) {
		super("Argument " + index + " cannot be read as " + type.getTypeName(), cause);
		this.index = index;
	}

	/**
	 * Return the position of the argument.
	 * @return the position, from 0
	 */
	public int index() {
		return this.index;
	}

}
