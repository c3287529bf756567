package dev.socketio.engine;

/**
 * Takes what a session receives. Called on the event loop that owns the session; must not
 * block.
 *
 * @since 0.1.0
 */
public interface SessionListener {

	/**
	 * A text message.
	 * @param buffer an array that holds it in UTF-8; the listener may keep it
	 * @param offset where it starts
	 * @param length its length in bytes
	 */
	void onText(byte[] buffer, int offset, int length);

	/**
	 * A binary message.
	 * @param data the message; the listener may keep it
	 */
	void onBinary(byte[] data);

	/**
	 * The session has moved to a WebSocket.
	 */
	default void onUpgrade() {
	}

	/**
	 * The session has ended. Called once, and nothing after it.
	 * @param reason why
	 */
	void onClose(CloseReason reason);

}
