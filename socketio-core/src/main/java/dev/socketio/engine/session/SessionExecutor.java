package dev.socketio.engine.session;

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

	private final LoopBacklog homeBacklog;

	private volatile EventLoop owner;

	private volatile LoopBacklog ownerBacklog;

	/** Tasks of the new owner that wait for earlier ones; used by the owner only. */
	private volatile @Nullable List<Runnable> held;

	/** Messages of the client that wait; used by the owner only. */
	private int late;

	SessionExecutor(EventLoop home) {
		this.home = home;
		this.owner = home;
		this.homeBacklog = LoopBacklog.of(home);
		this.ownerBacklog = this.homeBacklog;
	}

	/** Where other threads have to submit tasks, for the life of the session. */
	EventLoop home() {
		return this.home;
	}

	EventLoop owner() {
		return this.owner;
	}

	/** Whether the calling thread may use the state of the session now. */
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
			executeAtOwner(task);
		}
		else {
			executeAtHome(() -> runOrForward(task));
		}
	}

	/**
	 * Run a task when the present one is done, wherever the session is by then. Called by
	 * the owner.
	 */
	void executeLater(Runnable task) {
		this.owner.execute(() -> execute(task));
	}

	/** Run a task for several sessions of the same home there. */
	void executeAtHome(Runnable task) {
		this.homeBacklog.submit(this.home, task);
	}

	/** Run a task for several sessions of the same owner there. Called by the home. */
	void executeAtOwner(Runnable task) {
		EventLoop current = this.owner;
		this.ownerBacklog.submit(current, task);
	}

	private void runOrForward(Runnable task) {
		EventLoop current = this.owner;
		if (current == this.home) {
			task.run();
		}
		else {
			executeAtOwner(task);
		}
	}

	/**
	 * Whether messages of the client have to wait for tasks that other threads have
	 * submitted before. Called by the owner.
	 */
	boolean isBehind() {
		return this.late > 0 || !this.homeBacklog.isEmpty()
				|| (this.ownerBacklog != this.homeBacklog && !this.ownerBacklog.isEmpty());
	}

	/** Handle a message of the client behind those tasks. Called by the owner. */
	void receiveLater(Runnable reception) {
		this.late++;
		EventLoop current = this.owner;
		Runnable last = () -> {
			EventLoop present = this.owner;
			if (present.inEventLoop()) {
				received(reception);
			}
			else {
				present.execute(() -> received(reception));
			}
		};
		if (current == this.home) {
			current.execute(last);
		}
		else {
			this.home.execute(() -> current.execute(last));
		}
	}

	private void received(Runnable reception) {
		this.late--;
		reception.run();
	}

	/** Run a task later, wherever the session is by then. Called by the owner. */
	SessionTimer schedule(Runnable task, long delay) {
		SessionTimer timer = new SessionTimer(task);
		timer.started(this.owner.schedule(() -> execute(timer::fire), delay, TimeUnit.NANOSECONDS));
		return timer;
	}

	/**
	 * Hand the session to another loop. Called by the present owner, which must not use
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
		this.ownerBacklog = LoopBacklog.of(target);
		this.owner = target;
		target.execute(() -> {
			arrival.run();
			// tasks that this loop submitted to the home until now come back before this
			// one
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
