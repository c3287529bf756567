package dev.socketio.web.webflux;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.socketio.engine.session.WebSocketConnection;
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
final class NettyWebSocketConnection implements WebSocketConnection {

	/** How long a client may take to answer a close frame, as in Node.js. */
	private static final long CLOSE_TIMEOUT_SECONDS = 30;

	private final Channel channel;

	private final ChannelOutboundInvoker outbound;

	private final WebsocketOutbound websocket;

	private final Sinks.Empty<Void> closed;

	private final boolean compressed;

	private boolean closing;

	NettyWebSocketConnection(Channel channel, WebsocketOutbound websocket, Sinks.Empty<Void> closed) {
		this.channel = channel;
		this.websocket = websocket;
		this.closed = closed;
		ChannelHandlerContext encoder = channel.pipeline().context("wsencoder");
		this.outbound = (encoder != null) ? encoder : channel;
		this.compressed = channel.pipeline().get(WebSocketExtensionEncoder.class) != null;
	}

	@Override
	public Channel channel() {
		return this.channel;
	}

	@Override
	public ChannelOutboundInvoker outbound() {
		return this.outbound;
	}

	@Override
	public boolean isCompressed() {
		return this.compressed;
	}

	@Override
	public void writeCompressed(ByteBuf payload, boolean text) {
		WebSocketFrame frame = text ? new TextWebSocketFrame(payload) : new BinaryWebSocketFrame(payload);
		this.channel.write(frame, this.channel.voidPromise());
	}

	@Override
	public void close() {
		close(-1);
	}

	/** Send a close frame with a status code and no reason. */
	void close(int code) {
		if (!this.channel.eventLoop().inEventLoop()) {
			this.channel.eventLoop().execute(() -> close(code));
			return;
		}
		if (this.closing || !this.channel.isActive()) {
			return;
		}
		this.closing = true;
		Mono<Void> sent = (code < 0) ? this.websocket.sendClose() : this.websocket.sendClose(code, null);
		sent.subscribe(null, (error) -> abort());
		if (this.channel.isActive()) {
			abortLater();
		}
	}

	/** The timer must not keep the connection in memory once it is closed. */
	private void abortLater() {
		Future<?> timer = this.channel.eventLoop().schedule(this::abort, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
		this.channel.closeFuture().addListener((closed) -> timer.cancel(false));
	}

	@Override
	public void abort() {
		this.channel.close();
	}

	Mono<Void> closed() {
		return this.closed.asMono();
	}

}
