package dev.socketio.listener;

import org.jspecify.annotations.Nullable;

/**
 * Supplies the argument for one parameter of one listener method.
 */
@FunctionalInterface
public interface ListenerArgument {

	/**
	 * Return the argument. Called on the thread that is going to call the method, which
	 * may be an event loop, so it must not block.
	 * @param invocation what the listener is being called for
	 * @return the argument
	 * @throws Exception if there is none; handled as a failure of the listener
	 */
	@Nullable Object get(ListenerInvocation invocation) throws Exception;

}
