package dev.socketio.server;

import dev.socketio.protocol.Arguments;

/**
 * Waits for an acknowledgement of one socket. Called by the owner of the connection, once
 * at most.
 */
interface AckWaiter {

	/** The client has answered. */
	void acknowledged(Arguments args);

	/** The socket has left without an answer. */
	void disconnected();

}
