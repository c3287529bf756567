package dev.socketio.listener.support;

import java.time.Duration;
import java.util.function.LongSupplier;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.LogThrottle;
import dev.socketio.internal.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of calls that have failed because an executor was full. Clients decide how many
 * there are, so that one line a second has to do for all of them, without a stack trace.
 */
final class RejectionLog {

	private static final Logger logger = LoggerFactory.getLogger(RejectionLog.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final LogThrottle throttle;

	RejectionLog() {
		this(System::nanoTime);
	}

	RejectionLog(LongSupplier clock) {
		this.throttle = new LogThrottle(INTERVAL, clock);
	}

	void rejected(Object call, Throwable rejection) {
		this.throttle.log((omitted) -> ApplicationCode.run(() -> logger.warn(
				"Failed to call {}, as an executor has rejected a task: {} ({} more since the last of these messages)",
				call, Printable.of(rejection.getMessage()), omitted),
				(broken) -> logger.error("An executor has rejected a task of a call that cannot be logged")));
	}

}
