package dev.socketio.engine.session;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.WebSocketFraming.BinaryForm;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * The sending side of a WebSocket. Frames go straight to the channel, whose own queue is
 * the only one; its length is bounded. Everything runs on the event loop of the channel.
 *
 * <p>
 * A write never ends the session, nor does the loss of the connection that it may find:
 * that comes as an event of the channel.
 */
final class WebSocketTransport implements Runnable {

	private final WebSocketConnection connection;

	private final Channel channel;

	private final EngineOptions options;

	private final BinaryForm form;

	private final SendBacklogs backlogs;

	private final ChannelBacklog backlog;

	private boolean dirty;

	/** Packets written since the channel was last seen writable. */
	private int packets;

	/**
	 * Bytes written that no other session shares, since the channel was last seen empty.
	 */
	private volatile long ownBytes;

	WebSocketTransport(WebSocketConnection connection, EngineOptions options, BinaryForm form, SendBacklogs backlogs) {
		this.connection = connection;
		this.channel = connection.channel();
		this.options = options;
		this.form = form;
		this.backlogs = backlogs;
		this.backlog = new ChannelBacklog(backlogs);
	}

	Channel channel() {
		return this.channel;
	}

	/** As in Node.js: nothing that was written before is still waiting. */
	boolean isWritable() {
		return !this.dirty && this.channel.isWritable();
	}

	/**
	 * Return whether the client may be sent more. To be asked before each write.
	 * @param more the messages to be written
	 * @return {@code false} if it has left too much unread; a client that keeps up may be
	 * sent messages of any size
	 */
	boolean isAccepting(MessageBatch more) {
		if (this.channel.isWritable()) {
			this.packets = 0;
			return true;
		}
		// a closed channel does not take anything, but its client is no slow reader
		return !this.channel.isActive() || !isOverflowing(more.bytes());
	}

	private boolean isOverflowing(long more) {
		this.packets++;
		if (!exceedsBounds(more)) {
			return false;
		}
		// the client may read well, and only this round be a big one
		this.connection.outbound().flush();
		return this.channel.isActive() && !this.channel.isWritable() && exceedsBounds(more);
	}

	private boolean exceedsBounds(long more) {
		return this.packets > this.options.limits().maxBufferedPackets()
				|| this.channel.bytesBeforeWritable() + more > this.options.limits().maxBufferedBytes()
				|| this.backlogs.isExceeded();
	}

	void write(EnginePacket packet) {
		if (this.channel.isActive()) {
			writeOwn(WebSocketFraming.encode(this.channel.alloc(), packet, this.form));
		}
	}

	void write(MessageBatch batch) {
		if (!this.channel.isActive()) {
			return;
		}
		if (batch.compress() && this.connection.isCompressed()) {
			writeCompressed(batch);
		}
		else if (batch.isShared(this.form)) {
			write(batch.sharedFrames(this.backlogs));
		}
		else {
			writeOwn(WebSocketFraming.encode(this.channel.alloc(), batch, this.form));
		}
		if (!this.channel.isWritable()) {
			this.backlog.set(this.backlog.pending());
		}
	}

	/** Messages below the threshold go out as they are, which the extension allows. */
	private void writeCompressed(MessageBatch batch) {
		for (int i = 0; i < batch.size(); i++) {
			Message message = batch.get(i);
			EnginePacket packet = EnginePacket.message(message, true);
			if (message.size() < this.options.perMessageDeflateThreshold()) {
				writeOwn(WebSocketFraming.encode(this.channel.alloc(), packet, this.form));
			}
			else {
				boolean text = !message.isBinary() || this.form == BinaryForm.BASE64;
				ByteBuf payload = WebSocketFraming.encodePayload(this.channel.alloc(), packet, this.form);
				addOwnBytes(payload.readableBytes());
				this.connection.writeCompressed(payload, text);
				markDirty();
			}
		}
	}

	private void writeOwn(ByteBuf frames) {
		addOwnBytes(frames.readableBytes());
		write(frames);
	}

	private void write(ByteBuf frames) {
		this.connection.outbound().write(frames, this.channel.voidPromise());
		markDirty();
	}

	private void addOwnBytes(int bytes) {
		this.ownBytes = this.ownBytes + bytes;
	}

	private void markDirty() {
		if (!this.dirty) {
			this.dirty = true;
			LoopFlusher.schedule(this.channel.eventLoop(), this);
		}
	}

	/** Flush, as a task of {@link LoopFlusher}. */
	@Override
	public void run() {
		if (this.dirty) {
			this.dirty = false;
			this.connection.outbound().flush();
			flushed();
		}
	}

	private void flushed() {
		long pending = this.backlog.channelBytes();
		if (pending == 0) {
			this.ownBytes = 0;
		}
		if (pending != 0 || !this.backlog.isEmpty()) {
			this.backlog.set(this.backlog.pending());
		}
	}

	/**
	 * Send what was written, then close. A client that does not read leaves it waiting
	 * until the channel is closed, so it counts until then.
	 */
	void close() {
		run();
		if (!this.backlog.isEmpty()) {
			this.channel.closeFuture().addListener((closed) -> this.backlog.set(0));
			if (this.backlogs.isExceeded()) {
				abort();
				return;
			}
		}
		this.connection.close();
	}

	void abort() {
		this.connection.abort();
	}

	/** What the channel has not sent yet. */
	private final class ChannelBacklog extends SendBacklogs.Backlog {

		ChannelBacklog(SendBacklogs all) {
			super(all);
		}

		@Override
		long pending() {
			return Math.min(channelBytes(), WebSocketTransport.this.ownBytes);
		}

		long channelBytes() {
			ChannelOutboundBuffer buffer = WebSocketTransport.this.channel.unsafe().outboundBuffer();
			return (buffer != null) ? buffer.totalPendingWriteBytes() : 0;
		}

	}

}
