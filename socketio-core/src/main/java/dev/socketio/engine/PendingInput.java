package dev.socketio.engine;

/**
 * Messages of one client that the application has not handled yet, over all namespaces of
 * its connection. The session is not read while they are at a bound, and read again when
 * half of them are handled. Touched by the owner of the session only.
 *
 * @since 0.1.0
 */
public final class PendingInput {

	private final EngineSession session;

	private final int maxMessages;

	private final long maxBytes;

	private int messages;

	private long bytes;

	private boolean paused;

	PendingInput(EngineSession session, EngineOptions options) {
		this.session = session;
		this.maxMessages = options.maxPendingMessages();
		this.maxBytes = options.maxPendingBytes();
	}

	/**
	 * Count a message in that will be handled later, or whose handling may take time.
	 * @param size the number of bytes that it keeps in memory
	 */
	public void add(long size) {
		this.messages++;
		this.bytes += size;
		if (!this.paused && (this.messages >= this.maxMessages || this.bytes >= this.maxBytes)) {
			this.paused = true;
			this.session.pauseReading();
		}
	}

	/**
	 * Count a message out that was handled or dropped.
	 * @param size the number that it was counted in with
	 */
	public void remove(long size) {
		this.messages--;
		this.bytes -= size;
		if (this.paused && this.messages <= this.maxMessages / 2 && this.bytes <= this.maxBytes / 2) {
			this.paused = false;
			this.session.resumeReading();
		}
	}

	/**
	 * Return the number of messages that are not handled yet.
	 * @return the number
	 */
	public int messages() {
		return this.messages;
	}

	/**
	 * Return the size of the messages that are not handled yet.
	 * @return the number of bytes
	 */
	public long bytes() {
		return this.bytes;
	}

}
