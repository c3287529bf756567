package dev.socketio.engine.session;

/**
 * An open WebSocket, as a web server supplies it. All methods are called on the event
 * loop that was given to {@link WebSocketOpener#open}, except {@link #bufferedBytes()}
 * and {@link #unsharedBytes()}, which any thread may call. A connection that is lost
 * ignores writes.
 *
 * @since 0.1.0
 * @see NettyWebSocketConnection
 */
public interface WebSocketConnection {

	/**
	 * Write a packet. It need not be sent before the next {@link #flush()}.
	 * @param packet the packet, in the form that {@link WebSocketFormat} has for it
	 */
	void write(EnginePacket packet);

	/**
	 * Write messages. They need not be sent before the next {@link #flush()}.
	 * @param batch the messages, still owned by the caller
	 */
	void write(MessageBatch batch);

	/**
	 * Send all that was written.
	 */
	void flush();

	/**
	 * Return whether the connection still accepts data.
	 * @return {@code false} once it is closed or lost
	 */
	boolean isOpen();

	/**
	 * Return whether the client keeps up with the data that was written.
	 * @return {@code false} while more than a few ten kilobytes wait to be sent
	 */
	boolean isWritable();

	/**
	 * Return how many bytes have been written and not sent yet.
	 * @return the number of bytes, 0 if the connection is closed
	 */
	long bufferedBytes();

	/**
	 * Return how many of the {@link #bufferedBytes()} are held for this connection only.
	 * @return the number of bytes
	 */
	default long unsharedBytes() {
		return bufferedBytes();
	}

	/**
	 * Start or stop reading. While reading is stopped, hardly any message may be passed
	 * on, and TCP has to slow the client down.
	 * @param on whether to read
	 */
	void read(boolean on);

	/**
	 * Send a close frame without a status code, then close the connection.
	 */
	void close();

	/**
	 * Close the connection without waiting for data that was not sent yet.
	 */
	void abort();

	/**
	 * Run a task when the connection is closed, at once if it is closed already.
	 * @param task the task
	 */
	void onClosed(Runnable task);

}
