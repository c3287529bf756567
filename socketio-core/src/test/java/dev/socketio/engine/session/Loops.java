package dev.socketio.engine.session;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real event loops for tests.
 */
public final class Loops implements AutoCloseable {

	private final EventLoopGroup group;

	private Loops(int count) {
		this.group = new MultiThreadIoEventLoopGroup(count, NioIoHandler.newFactory());
	}

	public static Loops of(int count) {
		return new Loops(count);
	}

	public EventLoop next() {
		return this.group.next();
	}

	/** Run something on a loop and wait for it. */
	public static void run(EventLoop loop, Runnable task) {
		call(loop, () -> {
			task.run();
			return null;
		});
	}

	public static <T> T call(EventLoop loop, Callable<T> task) {
		return loop.submit(task).syncUninterruptibly().getNow();
	}

	/**
	 * Wait until loops have done what they were told until now, and what followed from
	 * it.
	 */
	public static void settle(EventLoop... loops) {
		for (int i = 0; i < 4; i++) {
			for (EventLoop loop : loops) {
				run(loop, () -> {
				});
			}
		}
	}

	@Override
	public void close() {
		assertThat(this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS)
			.awaitUninterruptibly(Duration.ofSeconds(30).toMillis())).isTrue();
	}

}
