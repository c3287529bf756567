package dev.socketio.engine.session;

/**
 * The protocol above Engine.IO: takes the sessions of a server. A server has exactly one.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SessionHandler {

	/**
	 * A session has been opened. Called on the event loop that owns the session, before
	 * anything is received; must not block. The session is closed if this method fails.
	 * @param session the session
	 * @return the listener of the session, for its whole life
	 */
	SessionListener opened(EngineSession session);

}
