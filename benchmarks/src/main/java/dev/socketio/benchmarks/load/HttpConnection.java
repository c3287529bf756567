package dev.socketio.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A persistent connection with one request at a time.
 */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpResponse> {

	private final Scenario scenario;

	private final Channel channel;

	private @Nullable Consumer<String> receiver;

	private boolean closing;

	HttpConnection(Scenario scenario, Target target, Runnable opened) {
		this.scenario = scenario;
		ChannelFuture connecting = scenario.network().connect(target, new ChannelInitializer<>() {

			@Override
			protected void initChannel(Channel ch) {
				ch.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(65536), HttpConnection.this);
			}

		});
		this.channel = connecting.channel();
		connecting.addListener((result) -> {
			if (result.isSuccess()) {
				opened.run();
			}
			else {
				scenario.fail("No connection", result.cause());
			}
		});
	}

	void request(String path, byte @Nullable [] body, Consumer<String> answer) {
		this.receiver = answer;
		ByteBuf content = (body != null) ? Unpooled.wrappedBuffer(body) : Unpooled.EMPTY_BUFFER;
		FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1,
				(body != null) ? HttpMethod.POST : HttpMethod.GET, path, content);
		request.headers().set(HttpHeaderNames.HOST, "localhost");
		if (body != null) {
			request.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain;charset=UTF-8");
			request.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
		}
		this.channel.writeAndFlush(request, this.channel.voidPromise());
	}

	void close() {
		this.closing = true;
		this.channel.close();
	}

	@Override
	protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
		Consumer<String> answer = this.receiver;
		this.receiver = null;
		if (answer == null || !HttpResponseStatus.OK.equals(response.status())) {
			this.scenario.fail("Unexpected response " + response, null);
			return;
		}
		answer.accept(response.content().toString(StandardCharsets.UTF_8));
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

}
