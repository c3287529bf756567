package dev.socketio.engine.session;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.EventLoop;

/**
 * Counts the tasks for sessions that other threads have submitted to an event loop and
 * that are not done yet. An event loop reads from its channels before it runs its tasks:
 * without this count, a client could get the answer to a request ahead of messages that
 * were sent to it before it made the request.
 */
final class LoopBacklog {

	private static final Map<EventLoop, LoopBacklog> ALL = Collections.synchronizedMap(new WeakHashMap<>());

	private final AtomicInteger tasks = new AtomicInteger();

	private LoopBacklog() {
	}

	static LoopBacklog of(EventLoop loop) {
		return ALL.computeIfAbsent(loop, (key) -> new LoopBacklog());
	}

	boolean isEmpty() {
		return this.tasks.get() == 0;
	}

	/** Run a task on the loop. */
	void submit(EventLoop loop, Runnable task) {
		this.tasks.incrementAndGet();
		try {
			loop.execute(() -> {
				try {
					task.run();
				}
				finally {
					this.tasks.decrementAndGet();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			this.tasks.decrementAndGet();
			throw ex;
		}
	}

}
