package dev.socketio.server;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What middlewares return.
 */
final class Decisions {

	private Decisions() {
	}

	/**
	 * Name the culprit: without a decision the client would wait for ever.
	 * @throws MissingException if there is none
	 */
	static Mono<Void> require(@Nullable Mono<Void> decision, Object middleware) {
		if (decision == null) {
			throw new MissingException(
					"Middleware " + middleware.getClass().getName() + " has returned null instead of a Mono");
		}
		return decision;
	}

	/** Not a way to say no, but a bug. */
	static final class MissingException extends IllegalStateException {

		MissingException(String message) {
			super(message);
		}

	}

}
