package dev.socketio.listener.support;

import dev.socketio.listener.ListenerInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Supplies one argument of one listener method.
 */
@FunctionalInterface
interface ArgumentSource {

	@Nullable Object get(ListenerInvocation invocation) throws Exception;

}
