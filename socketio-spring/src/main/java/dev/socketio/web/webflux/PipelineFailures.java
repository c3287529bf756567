package dev.socketio.web.webflux;

import java.util.function.Consumer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Handles failures in the pipeline of a WebSocket before they are logged as errors of the
 * application. Their cause is invalid data, or the loss of the connection.
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
