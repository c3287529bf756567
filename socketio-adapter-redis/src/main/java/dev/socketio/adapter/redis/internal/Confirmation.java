package dev.socketio.adapter.redis.internal;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Completes when Redis has confirmed or refused each of a number of names. Not
 * thread-safe, apart from its result.
 */
final class Confirmation {

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	private int missing;

	private @Nullable Throwable refusal;

	Confirmation(int names) {
		this.missing = names;
		if (names == 0) {
			this.done.complete(null);
		}
	}

	void confirmed() {
		if (--this.missing > 0) {
			return;
		}
		if (this.refusal != null) {
			this.done.completeExceptionally(this.refusal);
		}
		else {
			this.done.complete(null);
		}
	}

	void refused(Throwable error) {
		this.refusal = error;
		confirmed();
	}

	/** Run an action with the last confirmation, under the lock of the caller. */
	void whenDone(Runnable action) {
		this.done.whenComplete((nothing, error) -> action.run());
	}

	/** Emits on another thread, because locks are held when names are confirmed. */
	Mono<Void> mono() {
		return Mono.fromFuture(this.done, true).publishOn(Schedulers.parallel());
	}

}
