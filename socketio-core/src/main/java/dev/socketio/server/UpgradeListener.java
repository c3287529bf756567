package dev.socketio.server;

import dev.socketio.engine.TransportType;

/**
 * Handles the upgrade of a connection to another transport. Called on the event loop of
 * the connection, so it must not block.
 *
 * @since 0.1.0
 * @see SocketConnection#onUpgrade
 */
@FunctionalInterface
public interface UpgradeListener {

	/**
	 * Handle the upgrade.
	 * @param transport the new transport
	 * @throws Exception if handling fails; the failure is logged
	 */
	void onUpgrade(TransportType transport) throws Exception;

}
