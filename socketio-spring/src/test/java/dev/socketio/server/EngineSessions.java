package dev.socketio.server;

import dev.socketio.engine.session.EngineSession;

/**
 * Gives tests access to the engine sessions of sockets, which are not public.
 */
public final class EngineSessions {

	private EngineSessions() {
	}

	/** The session that carries a socket. */
	public static EngineSession of(Socket socket) {
		return ((DefaultSocket) socket).session();
	}

}
