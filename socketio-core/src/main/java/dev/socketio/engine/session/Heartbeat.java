package dev.socketio.engine.session;

/**
 * Detects whether the client is still there. Used by the owner of the session only.
 */
interface Heartbeat {

	void start();

	void stop();

	/**
	 * The session is read again, and the missing packet may be among those that arrive.
	 */
	void resumed();

	/** A ping has come in. */
	void pinged();

	/** A pong has come in. */
	void ponged();

	/** Another packet has come in. */
	void activity();

}
