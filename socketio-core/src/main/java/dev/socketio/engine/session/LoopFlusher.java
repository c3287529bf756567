package dev.socketio.engine.session;

import java.util.ArrayList;
import java.util.List;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes the connections of one event loop, once for each connection and round: the
 * flush is a task behind those that are queued already, so that their writes go out with
 * the same system call.
 */
final class LoopFlusher implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(LoopFlusher.class);

	private static final FastThreadLocal<LoopFlusher> CURRENT = new FastThreadLocal<>() {

		@Override
		protected LoopFlusher initialValue() {
			return new LoopFlusher();
		}

	};

	private List<Runnable> dirty = new ArrayList<>();

	private List<Runnable> spare = new ArrayList<>();

	private LoopFlusher() {
	}

	/**
	 * Let a connection be flushed soon. The caller must not add it twice.
	 * @param loop the calling event loop
	 * @param flush flushes the connection
	 */
	static void schedule(EventLoop loop, Runnable flush) {
		LoopFlusher flusher = CURRENT.get();
		if (flusher.dirty.isEmpty()) {
			loop.execute(flusher);
		}
		flusher.dirty.add(flush);
	}

	@Override
	public void run() {
		List<Runnable> round = this.dirty;
		this.dirty = this.spare;
		for (int i = 0; i < round.size(); i++) {
			flush(round.get(i));
		}
		round.clear();
		this.spare = round;
	}

	/** A connection that fails must not keep others from being flushed. */
	private static void flush(Runnable connection) {
		try {
			connection.run();
		}
		catch (Throwable ex) {
			logger.warn("A connection could not be flushed", ex);
		}
	}

}
