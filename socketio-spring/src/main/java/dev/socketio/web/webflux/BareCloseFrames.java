package dev.socketio.web.webflux;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Takes the reasons out of close frames: the decoder explains itself to clients that
 * expect a status code only.
 */
@Sharable
final class BareCloseFrames extends ChannelOutboundHandlerAdapter {

	static final BareCloseFrames INSTANCE = new BareCloseFrames();

	private BareCloseFrames() {
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		Object bare = message;
		if (message instanceof CloseWebSocketFrame frame && frame.content().readableBytes() > 2) {
			bare = new CloseWebSocketFrame(frame.statusCode(), "");
			ReferenceCountUtil.release(message);
		}
		context.write(bare, promise);
	}

}
