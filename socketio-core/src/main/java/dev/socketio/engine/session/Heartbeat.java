package dev.socketio.engine.session;

/**
 * Finds out whether the client is still there. Touched by the owner of the session only.
 */
interface Heartbeat {

	void start();

	void stop();

	/** The session is read again, and what was missing may be among what comes now. */
	void resumed();

	/** A ping has come in. */
	void pinged();

	/** A pong has come in. */
	void ponged();

	/** Another packet has come in. */
	void activity();

}
