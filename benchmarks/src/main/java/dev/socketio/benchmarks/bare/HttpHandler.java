package dev.socketio.benchmarks.bare;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;

/**
 * Answers long-polling requests and turns others into WebSockets.
 */
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

	private final BareRoom room;

	private final PollingSessions sessions;

	HttpHandler(BareRoom room, PollingSessions sessions) {
		this.room = room;
		this.sessions = sessions;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
		if (request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
			upgrade(ctx, request);
			return;
		}
		List<String> sid = new QueryStringDecoder(request.uri()).parameters().get("sid");
		if (sid == null) {
			answer(ctx, text(this.sessions.open()));
			return;
		}
		PollingSessions.Session session = this.sessions.find(sid.get(0));
		if (session == null) {
			ctx.close();
		}
		else if (HttpMethod.POST.equals(request.method())) {
			session.receive(request.content());
			answer(ctx, text("ok"));
		}
		else {
			session.poll((packets) -> answer(ctx, packets));
		}
	}

	private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request) {
		WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory("", null, false, 1_000_000)
			.newHandshaker(request);
		WebSocketHandler handler = new WebSocketHandler(ctx.channel(), this.room);
		ctx.pipeline().addLast(handler);
		handshaker.handshake(ctx.channel(), request).addListener((ChannelFuture done) -> {
			if (done.isSuccess()) {
				// complete frames are written: neither this handler nor an encoder has to
				// see them
				ctx.pipeline().remove("wsencoder");
				ctx.pipeline().remove(this);
				handler.open();
			}
		});
	}

	private static ByteBuf text(String text) {
		return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
	}

	private static void answer(ChannelHandlerContext ctx, ByteBuf body) {
		FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
		response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN);
		response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
		ctx.writeAndFlush(response, ctx.voidPromise());
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		ctx.close();
	}

}
