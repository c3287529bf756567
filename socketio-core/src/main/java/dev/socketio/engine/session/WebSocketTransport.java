package dev.socketio.engine.session;

import dev.socketio.engine.EngineLimits;
import dev.socketio.engine.TransportType;
import io.netty.channel.EventLoop;

/**
 * Sends packets over a WebSocket, within the limits, and flushes once for each round of
 * the event loop. The queue of the connection is the only one.
 */
final class WebSocketTransport implements Transport, Runnable {

	private final WebSocketConnection connection;

	private final EventLoop loop;

	private final EngineLimits limits;

	private final SendBacklogs backlogs;

	private final ConnectionBacklog backlog;

	/** Whether something was written that is not flushed yet. */
	private boolean dirty;

	/** Packets written since the connection was last seen writable. */
	private int packets;

	WebSocketTransport(WebSocketConnection connection, EventLoop loop, SessionContext context) {
		this.connection = connection;
		this.loop = loop;
		this.limits = context.options().limits();
		this.backlogs = context.backlogs();
		this.backlog = new ConnectionBacklog(this.backlogs, connection);
	}

	@Override
	public TransportType type() {
		return TransportType.WEBSOCKET;
	}

	EventLoop loop() {
		return this.loop;
	}

	@Override
	public boolean write(MessageBatch batch) {
		if (!isAccepting(batch)) {
			return false;
		}
		if (this.connection.isOpen()) {
			this.connection.write(batch);
			markDirty();
			if (!this.connection.isWritable()) {
				this.backlog.update();
			}
		}
		return true;
	}

	@Override
	public void write(EnginePacket packet) {
		if (this.connection.isOpen()) {
			this.connection.write(packet);
			markDirty();
		}
	}

	/** As in Node.js: no packet that was written before is still waiting. */
	@Override
	public boolean isWritable() {
		return !this.dirty && this.connection.isWritable();
	}

	@Override
	public boolean isDrained() {
		return true;
	}

	private boolean isAccepting(MessageBatch batch) {
		if (this.connection.isWritable()) {
			this.packets = 0;
			return true;
		}
		// the client of a closed connection is no slow reader
		return !this.connection.isOpen() || !isOverflowing(batch.bytes());
	}

	private boolean isOverflowing(long more) {
		this.packets++;
		if (!exceedsLimits(more)) {
			return false;
		}
		// the client may read well, and only this round be a big one
		this.connection.flush();
		return this.connection.isOpen() && !this.connection.isWritable() && exceedsLimits(more);
	}

	private boolean exceedsLimits(long more) {
		return this.packets > this.limits.maxBufferedPackets()
				|| this.connection.bufferedBytes() + more > this.limits.maxBufferedBytes()
				|| this.backlogs.isExceeded();
	}

	private void markDirty() {
		if (!this.dirty) {
			this.dirty = true;
			LoopFlusher.schedule(this.loop, this);
		}
	}

	/** Flush, as a task of {@link LoopFlusher}. */
	@Override
	public void run() {
		if (this.dirty) {
			this.dirty = false;
			this.connection.flush();
			if (!this.backlog.isEmpty() || this.connection.bufferedBytes() != 0) {
				this.backlog.update();
			}
		}
	}

	@Override
	public void read(boolean on) {
		this.connection.read(on);
	}

	@Override
	public void closedByClient() {
	}

	/**
	 * Send the packets that were written, then close. Packets that the client does not
	 * read are held until the connection is closed, so they count until then.
	 */
	@Override
	public void close() {
		try {
			run();
			if (this.backlog.isEmpty()) {
				this.connection.close();
				return;
			}
			this.connection.onClosed(() -> this.backlog.set(0));
			if (this.backlogs.isExceeded()) {
				this.connection.abort();
			}
			else {
				this.connection.close();
			}
		}
		finally {
			// or the answer to the close frame would not be read
			this.connection.read(true);
		}
	}

	@Override
	public void abort() {
		this.connection.abort();
	}

	/** Bytes that the connection has not sent yet. */
	private static final class ConnectionBacklog extends SendBacklogs.Backlog {

		private final WebSocketConnection connection;

		ConnectionBacklog(SendBacklogs all, WebSocketConnection connection) {
			super(all);
			this.connection = connection;
		}

		@Override
		long pending() {
			return this.connection.unsharedBytes();
		}

		void update() {
			set(pending());
		}

	}

}
