package dev.socketio.server;

import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.TransportType;

/**
 * The connection below a socket. The sockets that a client has in several namespaces
 * share it. Methods may be called from any thread and return at once.
 *
 * @since 0.1.0
 */
public interface SocketConnection {

	/**
	 * Return an id for log entries. It differs from the session id of the Engine.IO
	 * protocol, which is a credential.
	 * @return 20 URL-safe characters, the same for the life of the connection
	 */
	String id();

	/**
	 * Return the transport in use.
	 * @return the transport; changes when the client upgrades
	 */
	TransportType transport();

	/**
	 * Return the revision of the Engine.IO protocol.
	 * @return 4, or 3 for clients of Socket.IO 2
	 */
	int protocol();

	/**
	 * Return the HTTP request that opened the connection. An upgrade of the transport
	 * does not change it.
	 * @return the request
	 */
	EngineRequest request();

	/**
	 * Return whether packets can be exchanged.
	 * @return {@code false} once the connection is closing or closed
	 */
	boolean isOpen();

	/**
	 * Close the connection after everything that was sent before. All sockets of the
	 * client are disconnected.
	 */
	void close();

	/**
	 * Add a listener for the upgrade of the transport. It is never called for clients
	 * that use WebSocket from the start, that stay with polling, or that have been
	 * upgraded already.
	 * @param listener the listener
	 * @return this connection
	 */
	SocketConnection onUpgrade(UpgradeListener listener);

}
