package dev.socketio.listener.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes what reaches the handlers of threads.
 */
final class UncaughtErrors implements AutoCloseable {

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	private Thread.UncaughtExceptionHandler previous;

	void watch() {
		this.previous = Thread.getDefaultUncaughtExceptionHandler();
		Thread.setDefaultUncaughtExceptionHandler((thread, error) -> this.errors.add(error));
	}

	List<Throwable> errors() {
		return this.errors;
	}

	void clear() {
		this.errors.clear();
	}

	@Override
	public void close() {
		Thread.setDefaultUncaughtExceptionHandler(this.previous);
	}

}
