package dev.socketio.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of one session on the event loop that owns it, in the order in which
 * each thread submitted them.
 *
 * <p>
 * A session that moves to a WebSocket follows its channel to another event loop. From
 * then on, other threads still submit to the first loop, its <em>home</em>, which
 * forwards: so tasks of one thread cannot overtake each other. Only the new owner runs
 * its own tasks directly, once those that it had sent to the home before have come back.
 */
final class SessionExecutor {

	private final EventLoop home;

	private volatile EventLoop owner;

	/** Tasks of the new owner that wait for earlier ones; touched by the owner only. */
	private volatile @Nullable List<Runnable> held;

	SessionExecutor(EventLoop home) {
		this.home = home;
		this.owner = home;
	}

	/** Where other threads have to submit tasks, for the life of the session. */
	EventLoop home() {
		return this.home;
	}

	EventLoop owner() {
		return this.owner;
	}

	/** Whether the calling thread may touch the session right now. */
	boolean isDirect() {
		return this.owner.inEventLoop() && this.held == null;
	}

	void execute(Runnable task) {
		EventLoop current = this.owner;
		if (current.inEventLoop()) {
			List<Runnable> waiting = this.held;
			if (waiting != null) {
				waiting.add(task);
			}
			else {
				task.run();
			}
		}
		else if (this.home.inEventLoop()) {
			current.execute(task);
		}
		else {
			this.home.execute(() -> runOrForward(task));
		}
	}

	private void runOrForward(Runnable task) {
		EventLoop current = this.owner;
		if (current == this.home) {
			task.run();
		}
		else {
			current.execute(task);
		}
	}

	/** Run a task later, wherever the session is by then. Called by the owner. */
	SessionTimer schedule(Runnable task, long delay) {
		SessionTimer timer = new SessionTimer(task);
		timer.started(this.owner.schedule(() -> execute(timer::fire), delay, TimeUnit.NANOSECONDS));
		return timer;
	}

	/**
	 * Hand the session to another loop. Called by the present owner, which must not touch
	 * the session afterwards.
	 */
	void moveTo(EventLoop target, Runnable arrival) {
		if (target == this.owner) {
			arrival.run();
			return;
		}
		if (this.owner != this.home) {
			throw new IllegalStateException("A session moves only once");
		}
		this.held = new ArrayList<>();
		this.owner = target;
		target.execute(() -> {
			arrival.run();
			// what this loop submitted to the home until now comes back before this does
			this.home.execute(() -> target.execute(this::release));
		});
	}

	private void release() {
		List<Runnable> waiting = this.held;
		this.held = null;
		if (waiting != null) {
			waiting.forEach(Runnable::run);
		}
	}

}
