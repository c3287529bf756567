package dev.socketio.server;

/**
 * Handles namespaces that are created. Called on the thread that creates the namespace,
 * which may be an event loop, so it must not block.
 *
 * @since 0.1.0
 * @see SocketIOServer#onNewNamespace
 */
@FunctionalInterface
public interface NewNamespaceListener {

	/**
	 * Handle a namespace.
	 * @param namespace the namespace
	 * @throws Exception if handling fails; the failure is logged
	 */
	void onNewNamespace(Namespace namespace) throws Exception;

}
