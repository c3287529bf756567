package dev.socketio.web.webflux;

import java.util.List;
import java.util.function.IntConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/**
 * Decodes frames while the channel reads automatically. Data that has been read already
 * when that ends stays as bytes: one read may hold hundreds of frames, each of which a
 * client can make a thousand times larger when it is inflated.
 *
 * <p>
 * The decoder of Reactor Netty would also let reserved bits pass, and close the channel
 * without a close frame when a close frame is invalid. This one leaves closing to the
 * receiver.
 */
final class FrameDecoder extends WebSocket13FrameDecoder {

	private final ReadSignal readSignal = new ReadSignal();

	private final IntConsumer undecoded;

	private boolean holding;

	/**
	 * Create a decoder.
	 * @param undecoded called after each read with the number of bytes that are held,
	 * because they are no whole frame, or wait
	 */
	FrameDecoder(boolean allowExtensions, int maxFramePayloadLength, IntConsumer undecoded) {
		super(WebSocketDecoderConfig.newBuilder()
			.expectMaskedFrames(true)
			.allowExtensions(allowExtensions)
			.maxFramePayloadLength(maxFramePayloadLength)
			.closeOnProtocolViolation(false)
			.build());
		this.undecoded = undecoded;
	}

	/** To be added to the pipeline behind this decoder. */
	ChannelOutboundHandlerAdapter readSignal() {
		return this.readSignal;
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
		this.holding = !context.channel().config().isAutoRead();
		if (!this.holding) {
			super.decode(context, in, out);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) throws Exception {
		this.undecoded.accept(actualReadableBytes());
		if (this.holding) {
			// the decoder takes what it holds for the start of a frame, and would read on
			context.fireChannelReadComplete();
		}
		else {
			super.channelReadComplete(context);
		}
	}

	/**
	 * Continue where decoding stopped. In a task of its own, as reading may go on within
	 * the call that took the last frame.
	 */
	private void resume(ChannelHandlerContext context) {
		if (this.holding && !context.isRemoved()) {
			try {
				channelRead(context, Unpooled.EMPTY_BUFFER);
				channelReadComplete(context);
			}
			catch (Throwable ex) {
				context.fireExceptionCaught(ex);
			}
		}
	}

	/** Automatic reading begins with a read. */
	private final class ReadSignal extends ChannelOutboundHandlerAdapter {

		@Override
		public void read(ChannelHandlerContext context) {
			context.read();
			if (FrameDecoder.this.holding && context.channel().config().isAutoRead()) {
				ChannelHandlerContext decoder = context.pipeline().context(FrameDecoder.this);
				context.executor().execute(() -> resume(decoder));
			}
		}

	}

}
