package dev.socketio.web.webflux;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.socketio.engine.session.NettyWebSocketConnection;
import dev.socketio.engine.session.WebSocketFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * A WebSocket of Reactor Netty. Frames are written behind its encoder, because they are
 * complete already; closing goes through it, so that it knows of the close frame.
 */
final class ReactorWebSocketConnection extends NettyWebSocketConnection {

	/** How long a client may take to answer a close frame, as in Node.js. */
	private static final long CLOSE_TIMEOUT_SECONDS = 30;

	private final WebsocketOutbound websocket;

	private final Sinks.Empty<Void> closed;

	private boolean closing;

	ReactorWebSocketConnection(Channel channel, WebsocketOutbound websocket, Sinks.Empty<Void> closed,
			WebSocketFormat format) {
		super(channel, outbound(channel), channel.pipeline().get(WebSocketExtensionEncoder.class) != null, format);
		this.websocket = websocket;
		this.closed = closed;
	}

	private static ChannelOutboundInvoker outbound(Channel channel) {
		ChannelHandlerContext encoder = channel.pipeline().context("wsencoder");
		return (encoder != null) ? encoder : channel;
	}

	@Override
	protected void writeCompressed(ByteBuf message, boolean text) {
		WebSocketFrame frame = text ? new TextWebSocketFrame(message) : new BinaryWebSocketFrame(message);
		channel().write(frame, channel().voidPromise());
	}

	@Override
	public void close() {
		close(-1);
	}

	/** Send a close frame with a status code and no reason. */
	void close(int code) {
		if (!channel().eventLoop().inEventLoop()) {
			channel().eventLoop().execute(() -> close(code));
			return;
		}
		if (this.closing || !channel().isActive()) {
			return;
		}
		this.closing = true;
		Mono<Void> sent = (code < 0) ? this.websocket.sendClose() : this.websocket.sendClose(code, null);
		sent.subscribe(null, (error) -> abort());
		if (channel().isActive()) {
			abortLater();
		}
	}

	/** The timer must not keep the connection in memory once it is closed. */
	private void abortLater() {
		Future<?> timer = channel().eventLoop().schedule(this::abort, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
		channel().closeFuture().addListener((closed) -> timer.cancel(false));
	}

	Mono<Void> closed() {
		return this.closed.asMono();
	}

}
