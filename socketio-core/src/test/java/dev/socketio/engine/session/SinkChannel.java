package dev.socketio.engine.session;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;

/**
 * A channel on a real event loop that keeps what is written to it, or refuses to take it
 * while it is stalled, as the socket of a client that does not read.
 */
public final class SinkChannel extends AbstractChannel {

	private static final ChannelMetadata METADATA = new ChannelMetadata(false);

	private final ChannelConfig config = new DefaultChannelConfig(this);

	private final Queue<byte[]> writes = new ConcurrentLinkedQueue<>();

	private final AtomicInteger flushes = new AtomicInteger();

	private volatile boolean open = true;

	private volatile boolean stalled;

	public SinkChannel() {
		super(null);
	}

	/** Create a channel on a loop; not to be called on that loop. */
	public static SinkChannel on(EventLoop loop) {
		SinkChannel channel = new SinkChannel();
		loop.register(channel).syncUninterruptibly();
		return channel;
	}

	public void stall(boolean stall) {
		this.stalled = stall;
	}

	/** Calls of flush that had something to write. */
	public int flushes() {
		return this.flushes.get();
	}

	/** All frames so far: text as text, binary ones as {@code b:} and hexadecimal. */
	public List<String> frames() {
		byte[] all = bytes();
		List<String> frames = new ArrayList<>();
		int at = 0;
		while (at < all.length) {
			int opcode = all[at] & 0xFF;
			int length = all[at + 1] & 0xFF;
			at += 2;
			int more = (length == 126) ? 2 : (length == 127) ? 8 : 0;
			for (int i = 0; i < more; i++) {
				length = ((i == 0) ? 0 : length << 8) | all[at++] & 0xFF;
			}
			frames.add((opcode == 0x81) ? new String(all, at, length, StandardCharsets.UTF_8)
					: "b:" + ByteBufUtil.hexDump(all, at, length));
			at += length;
		}
		return frames;
	}

	/** Everything that was written, frame headers included. */
	public byte[] bytes() {
		List<byte[]> parts = new ArrayList<>(this.writes);
		byte[] all = new byte[parts.stream().mapToInt((part) -> part.length).sum()];
		int at = 0;
		for (byte[] part : parts) {
			System.arraycopy(part, 0, all, at, part.length);
			at += part.length;
		}
		return all;
	}

	@Override
	protected void doWrite(ChannelOutboundBuffer in) {
		this.flushes.incrementAndGet();
		while (!this.stalled && in.current() instanceof ByteBuf buffer) {
			this.writes.add(ByteBufUtil.getBytes(buffer));
			in.remove();
		}
	}

	@Override
	protected AbstractUnsafe newUnsafe() {
		return new AbstractUnsafe() {

			@Override
			public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
				promise.setFailure(new UnsupportedOperationException());
			}

		};
	}

	@Override
	protected boolean isCompatible(EventLoop loop) {
		return true;
	}

	@Override
	protected SocketAddress localAddress0() {
		return null;
	}

	@Override
	protected SocketAddress remoteAddress0() {
		return null;
	}

	@Override
	protected void doBind(SocketAddress local) {
		throw new UnsupportedOperationException();
	}

	@Override
	protected void doDisconnect() {
		doClose();
	}

	@Override
	protected void doClose() {
		this.open = false;
	}

	@Override
	protected void doBeginRead() {
	}

	@Override
	public ChannelConfig config() {
		return this.config;
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public boolean isActive() {
		return this.open;
	}

	@Override
	public ChannelMetadata metadata() {
		return METADATA;
	}

}
