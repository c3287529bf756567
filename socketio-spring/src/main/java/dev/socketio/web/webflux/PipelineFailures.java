package dev.socketio.web.webflux;

import java.util.function.Consumer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Takes what goes wrong in the pipeline of a WebSocket, which is what clients send or
 * that they are gone, before it is logged as an error of the application.
 */
final class PipelineFailures extends ChannelInboundHandlerAdapter {

	private final Consumer<Throwable> receiver;

	PipelineFailures(Consumer<Throwable> receiver) {
		this.receiver = receiver;
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.receiver.accept(cause);
	}

}
