package dev.socketio.internal;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

import io.netty.util.concurrent.FastThreadLocalThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Calls the code of an application: listeners, middlewares, filters, callbacks,
 * converters. Everything that such code throws has one outcome, which the caller
 * supplies: an answer to the client, a log entry, the next step. An error of one call
 * never reaches the event loop, other connections or the bus.
 *
 * <p>
 * After the outcome, a {@link VirtualMachineError} is handed to the uncaught exception
 * handler of the thread, as if it had left the thread; an {@link InterruptedException}
 * sets the interrupt status of a thread that may block again. Methods may be called from
 * any thread.
 *
 * @since 0.1.0
 */
public final class ApplicationCode {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationCode.class);

	private ApplicationCode() {
	}

	/**
	 * Run an action.
	 * @param action the action
	 * @param failure handles everything that the action throws
	 * @return whether the action returned
	 */
	public static boolean run(Action action, Consumer<? super Throwable> failure) {
		try {
			action.run();
			return true;
		}
		catch (Throwable ex) {
			thrown(ex, failure);
			return false;
		}
	}

	/**
	 * Run the outcome of a call that has thrown an exception on this thread. Hot paths
	 * use it instead of {@link #run}, which needs an object for every call.
	 * @param error the exception or error
	 * @param outcome handles the failure
	 */
	public static void thrown(Throwable error, Consumer<? super Throwable> outcome) {
		failed(error, outcome);
		restoreInterrupt(error);
	}

	/**
	 * Call a function that returns a publisher, once for each subscriber. Everything that
	 * the call or the subscription throws becomes an error signal, including errors that
	 * Reactor treats as fatal and throws out of {@code subscribe}. The publisher signals
	 * one outcome at most.
	 *
	 * <p>
	 * A {@link VirtualMachineError} or {@link LinkageError} that is thrown inside an
	 * operator on another thread never becomes a signal: Reactor throws it out of the
	 * task of that thread.
	 * @param <T> the type of the value
	 * @param owner the object that is called, named in the error if there is no publisher
	 * @param call the call
	 * @return the publisher; fails with {@link MissingResultException} if the call
	 * returns {@code null}
	 */
	public static <T> Mono<T> mono(Object owner, Callable<? extends @Nullable Mono<T>> call) {
		return new GuardedMono<>(owner, call);
	}

	/**
	 * Run the outcome of a call that has failed, then report a
	 * {@link VirtualMachineError} to the thread. For failures that arrive as a signal.
	 * @param error the failure
	 * @param outcome handles the failure
	 */
	public static void failed(Throwable error, Consumer<? super Throwable> outcome) {
		try {
			outcome.accept(error);
		}
		catch (Throwable ex) {
			outcomeFailed(ex);
		}
		if (error instanceof VirtualMachineError) {
			reportToThread(error);
		}
	}

	private static void outcomeFailed(Throwable error) {
		try {
			logger.error("Failed to handle a failure of the application", error);
		}
		catch (Throwable ex) {
			// logging may fail for want of memory, too
		}
	}

	private static void restoreInterrupt(Throwable error) {
		if (error instanceof InterruptedException && !isEventLoop(Thread.currentThread())) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean isEventLoop(Thread thread) {
		return thread instanceof FastThreadLocalThread || Schedulers.isNonBlockingThread(thread);
	}

	private static void reportToThread(Throwable error) {
		Thread thread = Thread.currentThread();
		try {
			thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
		}
		catch (Throwable ex) {
			// as the JVM ignores what such a handler throws
		}
	}

	/**
	 * Code of an application.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	public interface Action {

		/**
		 * Run it.
		 * @throws Exception anything
		 */
		void run() throws Exception;

	}

}
