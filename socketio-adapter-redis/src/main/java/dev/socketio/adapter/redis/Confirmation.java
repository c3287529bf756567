package dev.socketio.adapter.redis;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Waits until Redis has said something about each of a number of names. Not thread-safe,
 * apart from those who wait.
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

	/** Called by whoever notes the last name; must do next to nothing. */
	void whenDone(Runnable action) {
		this.done.whenComplete((nothing, error) -> action.run());
	}

	/** Emits on another thread: locks are held when names are confirmed. */
	Mono<Void> mono() {
		return Mono.fromFuture(this.done, true).publishOn(Schedulers.parallel());
	}

}
