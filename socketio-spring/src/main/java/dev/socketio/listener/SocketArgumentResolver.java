package dev.socketio.listener;

import org.jspecify.annotations.Nullable;

/**
 * Supplies arguments of listeners. Beans of this type are asked in their order, before
 * the resolvers that are built in. A parameter that no resolver supports is a payload.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SocketArgumentResolver {

	/**
	 * Decide where the argument for a parameter comes from. Called once for each
	 * parameter, when the listener is registered.
	 * @param parameter the parameter
	 * @return what supplies the argument for each call, or {@code null} if this resolver
	 * does not support the parameter
	 * @throws InvalidListenerException if the parameter is of the kind that this resolver
	 * supports, but cannot be bound
	 */
	@Nullable ListenerArgument resolve(ListenerParameter parameter);

}
