package dev.socketio.engine.session;

/**
 * Receives the messages of a WebSocket. The web layer calls it on the event loop of the
 * connection, with complete messages within the size limit.
 *
 * @since 0.1.0
 */
public interface WebSocketInbound {

	/**
	 * A text message.
	 * @param utf8 the message, valid UTF-8; passed on without a copy
	 */
	void text(byte[] utf8);

	/**
	 * A binary message.
	 * @param data the message; passed on without a copy
	 */
	void binary(byte[] data);

	/**
	 * A part of a message has arrived.
	 * @param size the number of bytes that are held until the message is complete, 0 if
	 * it never will be
	 */
	void partial(int size);

	/**
	 * The connection has ended or is about to. Called once.
	 * @param error whether the client broke a rule of the transport
	 */
	void closed(boolean error);

}
