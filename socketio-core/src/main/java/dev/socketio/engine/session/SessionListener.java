package dev.socketio.engine.session;

import dev.socketio.engine.EngineRequest;

/**
 * Receives the messages of a session. Called on the event loop that owns the session;
 * must not block.
 *
 * @since 0.1.0
 */
public interface SessionListener {

	/**
	 * The session is open. Called once, before everything else.
	 */
	default void onOpen() {
	}

	/**
	 * A polling request that carries messages has arrived. Called before its messages,
	 * which arrive even if this method fails.
	 * @param request the request
	 */
	default void onUpload(EngineRequest request) {
	}

	/**
	 * A text message has arrived.
	 * @param buffer an array that holds it in UTF-8; the listener may keep it
	 * @param offset the index of its first byte
	 * @param length its length in bytes
	 */
	void onText(byte[] buffer, int offset, int length);

	/**
	 * A binary message has arrived.
	 * @param data the message; the listener may keep it
	 */
	void onBinary(byte[] data);

	/**
	 * The session has moved to a WebSocket. Called before the messages that arrive there.
	 */
	default void onUpgrade() {
	}

	/**
	 * The session has ended. Called once, and nothing after it.
	 * @param reason the reason
	 */
	void onClose(CloseReason reason);

}
