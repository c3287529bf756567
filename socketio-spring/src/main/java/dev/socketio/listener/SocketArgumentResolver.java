package dev.socketio.listener;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Supplies arguments of listeners. Beans of this type are asked before the built-in
 * rules, in their order.
 *
 * @since 0.1.0
 */
public interface SocketArgumentResolver {

	/**
	 * Return whether this resolver takes care of a parameter. Asked once, when the
	 * listener is registered.
	 * @param parameter the parameter
	 * @return {@code true} to be called for it
	 */
	boolean supportsParameter(MethodParameter parameter);

	/**
	 * Supply the argument. Called on the thread that is going to call the method, which
	 * may be an event loop, so it must not block.
	 * @param parameter the parameter
	 * @param invocation what the listener is being called for
	 * @return the argument
	 * @throws Exception if there is none; handled as a failure of the listener
	 */
	@Nullable Object resolveArgument(MethodParameter parameter, ListenerInvocation invocation) throws Exception;

}
