package dev.socketio.listener;

import org.jspecify.annotations.Nullable;

/**
 * Supplies the argument for one parameter of one listener method.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ListenerArgument {

	/**
	 * Return the argument. Called on the thread that calls the method, which may be an
	 * event loop, so it must not block.
	 * @param invocation the call
	 * @return the argument
	 * @throws Exception if there is none; handled as a failure of the listener
	 */
	@Nullable Object get(ListenerInvocation invocation) throws Exception;

}
