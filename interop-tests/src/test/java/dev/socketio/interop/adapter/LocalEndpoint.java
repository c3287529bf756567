package dev.socketio.interop.adapter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.session.EngineEndpoint;
import dev.socketio.engine.session.NettyWebSocketConnection;
import dev.socketio.engine.session.WebSocketFormat;
import dev.socketio.engine.session.WebSocketInbound;
import dev.socketio.engine.session.WebSocketOpener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;

/**
 * Where clients of this process reach a server, without ports and HTTP: strings and bytes
 * stand for WebSocket messages of clients, and the server writes real frames.
 */
final class LocalEndpoint implements AutoCloseable {

	private final LocalAddress address = new LocalAddress(LocalEndpoint.class);

	private final Channel listener;

	LocalEndpoint(EngineEndpoint engine, EventLoopGroup loops) {
		this.listener = new ServerBootstrap().group(loops)
			.channel(LocalServerChannel.class)
			.childHandler(new ChannelInitializer<LocalChannel>() {

				@Override
				protected void initChannel(LocalChannel channel) {
					channel.pipeline().addLast(new ServerSide(engine));
				}

			})
			.bind(this.address)
			.syncUninterruptibly()
			.channel();
	}

	LocalAddress address() {
		return this.address;
	}

	@Override
	public void close() {
		this.listener.close().syncUninterruptibly();
	}

	/**
	 * The server's side of a connection.
	 */
	private static final class ServerSide extends SimpleChannelInboundHandler<Object> {

		private static final EngineRequest REQUEST = EngineRequest
			.builder("GET", "/socket.io/?EIO=4&transport=websocket&from=suite")
			.query(Map.of("EIO", "4", "transport", "websocket", "from", "suite"))
			.headers(Map.of("user-agent", List.of("suite")))
			.address("192.0.2.1")
			.build();

		private final EngineEndpoint engine;

		private Channel channel;

		private WebSocketInbound inbound;

		ServerSide(EngineEndpoint engine) {
			this.engine = engine;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			this.channel = context.channel();
			this.engine.handleWebSocket(REQUEST)
				.subscribe((decision) -> open(Objects.requireNonNull(decision.opener(), "refused")));
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, Object message) {
			if (message instanceof String text) {
				this.inbound.text(text.getBytes(StandardCharsets.UTF_8));
			}
			else {
				this.inbound.binary((byte[]) message);
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			this.inbound.closed(false);
		}

		private void open(WebSocketOpener opener) {
			this.inbound = opener.open(new Connection(this.channel, opener.format()), this.channel.eventLoop());
		}

	}

	/**
	 * The connection as the server sees it.
	 */
	private static final class Connection extends NettyWebSocketConnection {

		Connection(Channel channel, WebSocketFormat format) {
			super(channel, channel, false, format);
		}

		@Override
		protected void writeCompressed(ByteBuf message, boolean text) {
			// a session that compresses for this client ignores isCompressed()
			throw new AssertionError("The client has not agreed to compression");
		}

		@Override
		public void close() {
			channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}

	}

}
