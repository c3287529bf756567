package dev.socketio.benchmarks.bare;

import java.util.UUID;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * A client on a WebSocket. Frames come from Netty's decoder and are written as bytes.
 */
final class WebSocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

	private final BareRoom room;

	private final Client client;

	private final Channel channel;

	private boolean joined;

	WebSocketHandler(Channel channel, BareRoom room) {
		this.channel = channel;
		this.room = room;
		this.client = new Client();
	}

	void open() {
		this.client.send(BareClient.open(UUID.randomUUID().toString(), ""));
		this.channel.flush();
	}

	@Override
	protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
		if (frame instanceof TextWebSocketFrame) {
			this.client.receive(frame.content(), frame.content().readerIndex(), frame.content().readableBytes());
		}
		else if (frame instanceof CloseWebSocketFrame) {
			ctx.close();
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext ctx) {
		ctx.flush();
	}

	@Override
	public void channelInactive(ChannelHandlerContext ctx) {
		if (this.joined) {
			this.room.leave(ctx.channel());
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		ctx.close();
	}

	private static void header(ByteBuf out, int length) {
		out.writeByte(0x81);
		if (length < 126) {
			out.writeByte(length);
		}
		else {
			out.writeByte(126).writeShort(length);
		}
	}

	private final class Client extends BareClient {

		@Override
		ByteBuf packet(int length) {
			ByteBuf frame = WebSocketHandler.this.channel.alloc().directBuffer(length + 4);
			header(frame, length);
			return frame;
		}

		@Override
		void send(ByteBuf packet) {
			WebSocketHandler.this.channel.write(packet, WebSocketHandler.this.channel.voidPromise());
		}

		@Override
		void join() {
			WebSocketHandler.this.joined = true;
			WebSocketHandler.this.room.join(WebSocketHandler.this.channel);
		}

		@Override
		void broadcast(byte[] head, ByteBuf arguments) {
			ByteBuf frame = packet(head.length + arguments.readableBytes());
			WebSocketHandler.this.room.broadcast(frame.writeBytes(head).writeBytes(arguments));
		}

	}

}
