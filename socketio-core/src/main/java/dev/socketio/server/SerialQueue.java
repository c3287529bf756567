package dev.socketio.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.socketio.engine.session.EngineSession;
import dev.socketio.internal.ApplicationCode;
import org.jspecify.annotations.Nullable;

/**
 * Executes tasks for one socket one after the other, each when the one before is done,
 * however long that takes. Tasks that are not done at once count as pending input of the
 * connection, which is not read while there is too much of it.
 *
 * <p>
 * Used by the owner of the connection only, except for {@link #done}, which any thread
 * may call. This is an SPI for frameworks that call listeners in their own way, not for
 * applications.
 *
 * @since 0.1.0
 */
public final class SerialQueue {

	private final EngineSession session;

	/** Completes the current task if it is done; one object for all tasks. */
	private @Nullable Runnable finishCurrent;

	private @Nullable Deque<Task> waiting;

	/** The task that those waiting wait for. */
	private @Nullable Task current;

	/** Tasks that have started beside the current one. */
	private @Nullable Set<Task> concurrent;

	/** Barriers that are not done. */
	private int barriers;

	/** Whether a method up the stack proceeds with the queue. */
	private boolean busy;

	SerialQueue(EngineSession session) {
		this.session = session;
	}

	/**
	 * Create a queue for tasks of a socket, besides the queues it has already.
	 * @param socket a socket of this server
	 * @return the queue
	 * @throws IllegalArgumentException if the socket is not an implementation of this
	 * library
	 */
	public static SerialQueue of(Socket socket) {
		if (socket instanceof DefaultSocket implementation) {
			return new SerialQueue(implementation.session());
		}
		throw new IllegalArgumentException("Unsupported implementation of Socket: " + socket.getClass().getName());
	}

	/**
	 * Return whether a serial task would be started at once.
	 * @return {@code true} if there is no task that waits, and no serial one that is not
	 * done
	 */
	public boolean isIdle() {
		return this.current == null && !this.busy && !hasWaiting();
	}

	/**
	 * Start a task when it is its turn: at once if the queue is idle, or if the task is
	 * concurrent and no barrier is before it.
	 * @param task the task
	 */
	public void submit(Task task) {
		countBarrier(task);
		if (this.barriers == 0 && task.mode() == Mode.CONCURRENT) {
			start(task);
		}
		else if (this.current == null && !this.busy) {
			proceed(task);
		}
		else {
			enqueue(task);
		}
	}

	/**
	 * Submit several tasks, all of them before the first one starts.
	 * @param tasks the tasks, none of them concurrent
	 */
	public void submitAll(List<? extends Task> tasks) {
		boolean idle = isIdle();
		tasks.forEach(this::countBarrier);
		for (int i = idle ? 1 : 0; i < tasks.size(); i++) {
			enqueue(tasks.get(i));
		}
		if (idle && !tasks.isEmpty()) {
			proceed(tasks.get(0));
		}
	}

	/**
	 * Start a task at once, beside all others.
	 * @param task the task
	 */
	public void start(Task task) {
		Set<Task> started = this.concurrent;
		if (started == null) {
			started = new HashSet<>();
			this.concurrent = started;
		}
		started.add(task);
		run(task);
		if (started.contains(task)) {
			countIn(task);
		}
	}

	/**
	 * Complete a task. The next one starts on the owner of the connection.
	 * @param task a task that has started
	 */
	public void done(Task task) {
		if (this.session.isDirect()) {
			finish(task);
			return;
		}
		task.done = true;
		try {
			// another thread may see an old task: one that was current never is
			// concurrent
			this.session.execute((task == this.current) ? finishCurrent() : () -> finish(task));
		}
		catch (RejectedExecutionException ex) {
			// the event loop is gone, and the socket with it
		}
	}

	/**
	 * Remove tasks, whether they have started or not. They need not be completed.
	 * @param condition decides which tasks to remove; called once for each task that is
	 * not done
	 * @return the number of tasks that were removed
	 */
	public int removeIf(Predicate<? super Task> condition) {
		List<Task> removed = new ArrayList<>();
		if (this.waiting != null) {
			move(this.waiting, condition, removed);
		}
		if (this.concurrent != null) {
			move(this.concurrent, condition, removed);
		}
		Task running = this.current;
		if (running != null && condition.test(running)) {
			this.current = null;
			removed.add(running);
		}
		boolean outer = enter();
		try {
			removed.forEach(this::forget);
		}
		finally {
			leave(outer);
		}
		return removed.size();
	}

	private static void move(Iterable<Task> from, Predicate<? super Task> condition, List<Task> to) {
		for (Iterator<Task> tasks = from.iterator(); tasks.hasNext();) {
			Task task = tasks.next();
			if (condition.test(task)) {
				tasks.remove();
				to.add(task);
			}
		}
	}

	/**
	 * Call an action for each task that has started and is not done.
	 * @param action the action, which may complete tasks
	 */
	public void forEachStarted(Consumer<? super Task> action) {
		Task running = this.current;
		if (running != null) {
			action.accept(running);
		}
		if (this.concurrent != null) {
			Set.copyOf(this.concurrent).forEach(action);
		}
	}

	private Runnable finishCurrent() {
		Runnable action = this.finishCurrent;
		if (action == null) {
			action = () -> {
				Task task = this.current;
				// the one that was done may have been removed since
				if (task != null && task.done) {
					finish(task);
				}
			};
			this.finishCurrent = action;
		}
		return action;
	}

	private void finish(Task task) {
		if (task == this.current) {
			this.current = null;
			boolean outer = enter();
			try {
				forget(task);
			}
			finally {
				complete(task);
				leave(outer);
			}
		}
		else if (this.concurrent != null && this.concurrent.remove(task)) {
			complete(task);
			forget(task);
		}
	}

	private static void complete(Task task) {
		try {
			task.completed();
		}
		catch (Throwable ex) {
			ApplicationCode.thrown(ex, FailureLog::task);
		}
	}

	/** A task that cannot start is done. */
	private void run(Task task) {
		task.done = false;
		try {
			task.start();
		}
		catch (Throwable ex) {
			ApplicationCode.thrown(ex, (error) -> {
				FailureLog.task(error);
				finish(task);
			});
		}
	}

	/**
	 * Let tasks that come meanwhile wait for their turn: an action of the application may
	 * submit some, and reading again, when enough is counted out, may bring the next
	 * event.
	 */
	private boolean enter() {
		boolean outer = !this.busy;
		this.busy = true;
		return outer;
	}

	private void leave(boolean outer) {
		if (outer) {
			this.busy = false;
			if (this.current == null) {
				proceed(poll());
			}
		}
	}

	private void proceed(@Nullable Task first) {
		this.busy = true;
		try {
			Task next = first;
			while (next != null) {
				if (next.mode() == Mode.CONCURRENT) {
					start(next);
				}
				else {
					this.current = next;
					run(next);
					if (next == this.current) {
						countIn(next);
					}
				}
				next = (this.current == null) ? poll() : null;
			}
		}
		finally {
			this.busy = false;
		}
	}

	private boolean hasWaiting() {
		return this.waiting != null && !this.waiting.isEmpty();
	}

	private @Nullable Task poll() {
		Task next = (this.waiting != null) ? this.waiting.poll() : null;
		if (next == null) {
			// idle, as the queues of most sockets are from then on
			this.waiting = null;
		}
		return next;
	}

	private void enqueue(Task task) {
		if (this.waiting == null) {
			this.waiting = new ArrayDeque<>(4);
		}
		this.waiting.add(task);
		countIn(task);
	}

	private void countBarrier(Task task) {
		if (task.mode() == Mode.BARRIER) {
			this.barriers++;
		}
	}

	/** A task is done or removed. */
	private void forget(Task task) {
		if (task.mode() == Mode.BARRIER) {
			this.barriers--;
		}
		if (task.counted != Task.NOT_COUNTED) {
			long bytes = task.counted;
			task.counted = Task.NOT_COUNTED;
			this.session.pendingInput().remove(bytes);
		}
	}

	private void countIn(Task task) {
		if (task.counted == Task.NOT_COUNTED) {
			task.counted = task.retainedBytes();
			this.session.pendingInput().add(task.counted);
		}
	}

	/**
	 * A task of a queue.
	 *
	 * @since 0.1.0
	 */
	public abstract static class Task {

		private static final long NOT_COUNTED = -1;

		/** The bytes it counts for while it is pending. */
		private long counted = NOT_COUNTED;

		/** Whether another thread than the owner has reported the end. */
		private boolean done;

		/**
		 * Return how the task relates to other tasks.
		 * @return the mode, always the same
		 */
		protected Mode mode() {
			return Mode.SERIAL;
		}

		/**
		 * Return what the task keeps in memory while it waits and until it is done.
		 * @return the number of bytes
		 */
		protected abstract long retainedBytes();

		/**
		 * Start the task. It lasts until {@link SerialQueue#done} is called, from here or
		 * later. An exception is logged and ends it.
		 */
		protected abstract void start();

		/**
		 * Called on the owner of the connection when the task is done, before the next
		 * one starts; not for tasks that are removed. An exception is logged.
		 */
		protected void completed() {
		}

	}

	/**
	 * Relation of a task to the other ones of its queue.
	 *
	 * @since 0.1.0
	 */
	public enum Mode {

		/** Starts when all serial tasks before it are done. */
		SERIAL,

		/** As {@link #SERIAL}, and concurrent tasks do not overtake it. */
		BARRIER,

		/** Starts when all barriers before it are done. */
		CONCURRENT

	}

}
