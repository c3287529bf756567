package dev.socketio.engine.session;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task of a session after a delay, unless it is cancelled before. Used by the
 * owner of the session only: so it can still be cancelled while the task of an expired
 * timer is on its way from one event loop to the other.
 */
final class SessionTimer {

	private final Runnable task;

	private @Nullable Future<?> future;

	private boolean over;

	SessionTimer(Runnable task) {
		this.task = task;
	}

	void started(Future<?> running) {
		this.future = running;
	}

	void fire() {
		if (!this.over) {
			this.over = true;
			this.task.run();
		}
	}

	void cancel() {
		this.over = true;
		Future<?> running = this.future;
		if (running != null) {
			this.future = null;
			running.cancel(false);
		}
	}

}
