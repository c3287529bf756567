package dev.socketio.server;

import java.util.Collection;

/**
 * A dynamic namespace: the middlewares and listeners of all namespaces whose names match.
 * They apply to every child, including those that exist when they are added. Broadcasts
 * reach the sockets of all children that exist at that moment.
 *
 * @since 0.1.0
 */
public interface ParentNamespace extends ListenerRegistry<ParentNamespace>, BroadcastTarget {

	/**
	 * Return the children that exist now.
	 * @return a snapshot
	 */
	Collection<Namespace> children();

}
