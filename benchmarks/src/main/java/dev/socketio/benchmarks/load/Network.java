package dev.socketio.benchmarks.load;

import java.net.InetSocketAddress;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * Opens connections, all on one event loop.
 */
final class Network implements AutoCloseable {

	/** One address has not enough ports for what is opened and closed in a minute. */
	private static final int SOURCE_ADDRESSES = 24;

	private final EventLoopGroup loop;

	private int next;

	Network() {
		this.loop = new MultiThreadIoEventLoopGroup(1,
				Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
	}

	ChannelFuture connect(Target target, ChannelInitializer<Channel> initializer) {
		this.next = (this.next + 1) % SOURCE_ADDRESSES;
		return new Bootstrap().group(this.loop)
			.channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.SO_REUSEADDR, true)
			.handler(initializer)
			.connect(new InetSocketAddress("127.0.0.1", target.port()),
					new InetSocketAddress("127.0.1." + (1 + this.next), 0));
	}

	/** Run a task on the event loop and wait for it. */
	void call(Runnable task) throws Exception {
		this.loop.submit(task).get();
	}

	@Override
	public void close() throws Exception {
		this.loop.shutdownGracefully().get();
	}

}
