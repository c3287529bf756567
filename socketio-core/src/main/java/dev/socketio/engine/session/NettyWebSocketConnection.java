package dev.socketio.engine.session;

import dev.socketio.engine.session.WebSocketFraming.BinaryForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundInvoker;

/**
 * A WebSocket on a channel of Netty. Complete frames go straight to the channel, whose
 * own queue is the only one; frames of a broadcast are shared by all connections.
 *
 * @since 0.1.0
 */
public abstract class NettyWebSocketConnection implements WebSocketConnection {

	private final Channel channel;

	private final ChannelOutboundInvoker outbound;

	private final boolean compressed;

	private final WebSocketFormat format;

	private final BinaryForm form;

	private final SendBacklogs backlogs;

	/** Bytes written for this connection only, since the channel was last empty. */
	private volatile long ownBytes;

	/**
	 * Create a connection.
	 * @param channel the channel
	 * @param outbound the channel or a handler context of it, for complete frames as
	 * bytes
	 * @param compressed whether the client has agreed to compressed messages
	 * @param format the form of the messages
	 */
	protected NettyWebSocketConnection(Channel channel, ChannelOutboundInvoker outbound, boolean compressed,
			WebSocketFormat format) {
		this.channel = channel;
		this.outbound = outbound;
		this.compressed = compressed;
		this.format = format;
		this.form = format.form();
		this.backlogs = format.backlogs();
	}

	/**
	 * Return the channel.
	 * @return the channel
	 */
	public final Channel channel() {
		return this.channel;
	}

	/**
	 * Return whether the client has agreed to compressed messages.
	 * @return {@code true} if {@link #writeCompressed} is used
	 */
	public final boolean isCompressed() {
		return this.compressed;
	}

	/**
	 * Compress a message and write it, without a flush. Only called if the client has
	 * agreed to compression.
	 * @param message the message, owned by this method
	 * @param text whether it is text
	 */
	protected abstract void writeCompressed(ByteBuf message, boolean text);

	@Override
	public final void write(EnginePacket packet) {
		writeOwn(WebSocketFraming.encode(this.channel.alloc(), packet, this.form));
	}

	@Override
	public final void write(MessageBatch batch) {
		if (this.compressed && batch.compress()) {
			writeCompressed(batch);
		}
		else if (batch.isShared(this.form)) {
			write(batch.sharedFrames(this.backlogs));
		}
		else {
			writeOwn(WebSocketFraming.encode(this.channel.alloc(), batch, this.form));
		}
	}

	private void writeCompressed(MessageBatch batch) {
		for (int i = 0; i < batch.size(); i++) {
			EnginePacket packet = batch.get(i);
			if (this.format.isCompressed(packet)) {
				ByteBuf message = Unpooled.wrappedBuffer(this.format.message(packet));
				addOwnBytes(message.readableBytes());
				writeCompressed(message, this.format.isText(packet));
			}
			else {
				// the extension allows messages that are not compressed
				write(packet);
			}
		}
	}

	private void writeOwn(ByteBuf frames) {
		addOwnBytes(frames.readableBytes());
		write(frames);
	}

	private void write(ByteBuf frames) {
		this.outbound.write(frames, this.channel.voidPromise());
	}

	private void addOwnBytes(int bytes) {
		this.ownBytes = this.ownBytes + bytes;
	}

	@Override
	public final void flush() {
		this.outbound.flush();
		if (bufferedBytes() == 0) {
			this.ownBytes = 0;
		}
	}

	@Override
	public final boolean isOpen() {
		return this.channel.isActive();
	}

	@Override
	public final boolean isWritable() {
		return this.channel.isWritable();
	}

	@Override
	public final long bufferedBytes() {
		ChannelOutboundBuffer buffer = this.channel.unsafe().outboundBuffer();
		return (buffer != null) ? buffer.totalPendingWriteBytes() : 0;
	}

	@Override
	public final long unsharedBytes() {
		return Math.min(bufferedBytes(), this.ownBytes);
	}

	@Override
	public final void read(boolean on) {
		this.channel.config().setAutoRead(on);
	}

	@Override
	public void abort() {
		this.channel.close();
	}

	@Override
	public final void onClosed(Runnable task) {
		this.channel.closeFuture().addListener((closed) -> task.run());
	}

}
