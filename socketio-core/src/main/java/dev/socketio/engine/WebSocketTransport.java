package dev.socketio.engine;

import dev.socketio.engine.WebSocketFraming.BinaryForm;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * The sending side of a WebSocket. Frames go straight to the channel, whose own queue is
 * the only one; its length is bounded. Everything runs on the event loop of the channel.
 */
final class WebSocketTransport implements Runnable {

	private final WebSocketConnection connection;

	private final Channel channel;

	private final EngineOptions options;

	private final BinaryForm form;

	private boolean dirty;

	/** Packets written since the channel was last seen writable. */
	private int backlog;

	WebSocketTransport(WebSocketConnection connection, EngineOptions options, BinaryForm form) {
		this.connection = connection;
		this.channel = connection.channel();
		this.options = options;
		this.form = form;
	}

	Channel channel() {
		return this.channel;
	}

	/** As in Node.js: nothing that was written before is still waiting. */
	boolean isWritable() {
		return !this.dirty && this.channel.isWritable();
	}

	void write(EnginePacket packet) {
		write(WebSocketFraming.encode(this.channel.alloc(), packet, this.form));
	}

	void write(MessageBatch batch) {
		if (batch.compress() && this.connection.isCompressed()) {
			writeCompressed(batch);
		}
		else {
			write(batch.frames(this.channel.alloc(), this.form));
		}
	}

	/** Messages below the threshold go out as they are, which the extension allows. */
	private void writeCompressed(MessageBatch batch) {
		for (int i = 0; i < batch.size(); i++) {
			Message message = batch.get(i);
			EnginePacket packet = EnginePacket.message(message, true);
			if (message.size() < this.options.perMessageDeflateThreshold()) {
				write(WebSocketFraming.encode(this.channel.alloc(), packet, this.form));
			}
			else {
				boolean text = !message.isBinary() || this.form == BinaryForm.BASE64;
				this.connection.writeCompressed(WebSocketFraming.encodePayload(this.channel.alloc(), packet, this.form),
						text);
				markDirty();
			}
		}
	}

	private void write(ByteBuf frames) {
		this.connection.outbound().write(frames, this.channel.voidPromise());
		markDirty();
	}

	private void markDirty() {
		if (!this.dirty) {
			this.dirty = true;
			LoopFlusher.schedule(this.channel.eventLoop(), this);
		}
	}

	/** Whether the client has left more unread than it may. */
	boolean isOverflowing() {
		if (this.channel.isWritable()) {
			this.backlog = 0;
			return false;
		}
		this.backlog++;
		if (!exceedsBounds()) {
			return false;
		}
		// the client may read well, and only this round be a big one
		this.connection.outbound().flush();
		return !this.channel.isWritable() && exceedsBounds();
	}

	private boolean exceedsBounds() {
		return this.backlog > this.options.maxBufferedPackets()
				|| this.channel.bytesBeforeWritable() > this.options.maxBufferedBytes();
	}

	/** Flush, as a task of {@link LoopFlusher}. */
	@Override
	public void run() {
		if (this.dirty) {
			this.dirty = false;
			this.connection.outbound().flush();
		}
	}

	void close() {
		run();
		this.connection.close();
	}

	void abort() {
		this.connection.abort();
	}

}
