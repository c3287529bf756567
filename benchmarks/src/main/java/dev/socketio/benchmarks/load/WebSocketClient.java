package dev.socketio.benchmarks.load;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import org.jspecify.annotations.Nullable;

/**
 * A client on a WebSocket, in the main namespace.
 */
final class WebSocketClient extends SimpleChannelInboundHandler<TextWebSocketFrame> {

	private final Scenario scenario;

	private final Listener listener;

	private @Nullable Channel channel;

	private boolean closing;

	private WebSocketClient(Scenario scenario, Listener listener) {
		this.scenario = scenario;
		this.listener = listener;
	}

	static void connect(Scenario scenario, Target target, Listener listener) {
		WebSocketClient client = new WebSocketClient(scenario, listener);
		URI uri = URI.create("ws://127.0.0.1:" + target.port() + "/socket.io/?EIO=4&transport=websocket");
		WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder().webSocketUri(uri).build();
		scenario.network().connect(target, new ChannelInitializer<>() {

			@Override
			protected void initChannel(Channel ch) {
				ch.pipeline()
					.addLast(new HttpClientCodec(), new HttpObjectAggregator(65536),
							new WebSocketClientProtocolHandler(config), client);
			}

		}).addListener((ChannelFuture opened) -> {
			if (!opened.isSuccess()) {
				scenario.fail("No connection", opened.cause());
			}
		});
	}

	/** Send a packet as soon as everything that was read has been looked at. */
	void send(CharSequence packet) {
		Channel open = requireChannel();
		ByteBuf content = open.alloc().buffer(packet.length());
		content.writeCharSequence(packet, StandardCharsets.US_ASCII);
		open.write(new TextWebSocketFrame(content), open.voidPromise());
	}

	void flush() {
		requireChannel().flush();
	}

	void close() {
		this.closing = true;
		Channel open = this.channel;
		if (open != null && open.isActive()) {
			open.writeAndFlush(new CloseWebSocketFrame(1000, "")).addListener((sent) -> open.close());
		}
	}

	private Channel requireChannel() {
		if (this.channel == null) {
			throw new IllegalStateException("Not connected");
		}
		return this.channel;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.channel = ctx.channel();
	}

	@Override
	protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
		ByteBuf packet = frame.content();
		int at = packet.readerIndex();
		switch (packet.getByte(at)) {
			case '0' -> send("40");
			case '2' -> send("3");
			case '4' -> {
				switch (packet.getByte(at + 1)) {
					case '0' -> this.listener.ready(this);
					case '2', '3' -> this.listener.message(this, packet);
					default -> unexpected(packet);
				}
			}
			default -> unexpected(packet);
		}
	}

	private void unexpected(ByteBuf packet) {
		this.scenario.fail("Unexpected packet " + packet.toString(StandardCharsets.UTF_8), null);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		ctx.flush();
		ctx.fireChannelReadComplete();
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		if (!this.closing) {
			this.scenario.fail("The server has closed a connection", null);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable error) {
		if (!this.closing) {
			this.scenario.fail("A client failed", error);
		}
		ctx.close();
	}

	/** Handles the messages of the clients of a scenario. */
	interface Listener {

		/** The client has joined the namespace. */
		void ready(WebSocketClient client);

		/** An event or an acknowledgement has arrived; the bytes are only lent. */
		void message(WebSocketClient client, ByteBuf packet);

	}

}
