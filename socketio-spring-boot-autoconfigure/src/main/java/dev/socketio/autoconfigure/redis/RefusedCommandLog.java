package dev.socketio.autoconfigure.redis;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.socketio.internal.LogThrottle;
import io.lettuce.core.RedisCommandExecutionException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Logs a warning for commands that Redis refuses, most likely because of a missing
 * permission. Unlike a lost connection, this does not recover by itself, and a refused
 * subscription has no other symptom. Logs at most one line a minute.
 */
final class RefusedCommandLog implements Consumer<Throwable> {

	private static final Log logger = LogFactory.getLog(RefusedCommandLog.class);

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	private final LogThrottle throttle;

	RefusedCommandLog() {
		this(System::nanoTime);
	}

	RefusedCommandLog(LongSupplier clock) {
		this.throttle = new LogThrottle(INTERVAL, clock);
	}

	@Override
	public void accept(Throwable error) {
		RedisCommandExecutionException refusal = refusal(error);
		if (refusal != null) {
			this.throttle
				.log((omitted) -> logger.warn("Redis refused a command of the adapter: " + refusal.getMessage()));
		}
	}

	private static @Nullable RedisCommandExecutionException refusal(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause instanceof RedisCommandExecutionException refusal) {
				return refusal;
			}
		}
		return null;
	}

}
