package dev.socketio.server;

import dev.socketio.engine.session.EngineSession;

/**
 * Gives integrations that queue the events of sockets, such as annotated listeners,
 * access to the engine sessions below. Not for applications: a session belongs to the
 * server.
 *
 * @since 0.1.0
 */
public final class EngineSessions {

	private EngineSessions() {
	}

	/**
	 * Return the engine session that carries a socket.
	 * @param socket a socket of this process
	 * @return its session
	 */
	public static EngineSession of(Socket socket) {
		return ((DefaultSocket) socket).session();
	}

}
