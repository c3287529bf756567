package dev.socketio.engine.session;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.EventLoop;

/**
 * How many tasks for sessions other threads have submitted to an event loop that are not
 * done yet. An event loop reads from its channels before it does its tasks, so without
 * this a client could get the answer to a request before what had been sent to it when it
 * made the request.
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
