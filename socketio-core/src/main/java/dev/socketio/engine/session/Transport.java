package dev.socketio.engine.session;

import dev.socketio.engine.TransportType;

/**
 * Carries the packets of a session. Used by the owner of the session only, except
 * {@link #type()}. A write never ends the session, nor does a lost connection that a
 * write may find.
 */
interface Transport {

	TransportType type();

	/**
	 * Send messages, unless the client has left too much unread.
	 * @return {@code false} if nothing was sent because of that; a client that keeps up
	 * may be sent messages of any size
	 */
	boolean write(MessageBatch batch);

	/** Send a packet of the protocol itself, whatever the client has left unread. */
	void write(EnginePacket packet);

	/** Whether a message would be sent at once. */
	boolean isWritable();

	/** Whether the session can be closed without losing packets sent before. */
	boolean isDrained();

	/** Start or stop reading messages of the client. */
	void read(boolean on);

	/** The client has sent a close packet. */
	void closedByClient();

	/** End the connection after the packets that were written before. */
	void close();

	/** End the connection without waiting for packets that were not sent yet. */
	void abort();

}
