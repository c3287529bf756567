package dev.socketio.adapter.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Takes the steps that end something, each of them, whatever the others do.
 */
final class Steps {

	private @Nullable Throwable failure;

	/**
	 * Begin all steps now.
	 * @return completes when all have ended, or have failed
	 */
	@SafeVarargs
	static Mono<Void> begin(Supplier<Mono<Void>>... steps) {
		List<Mono<Void>> begun = new ArrayList<>(steps.length);
		for (Supplier<Mono<Void>> step : steps) {
			try {
				begun.add(step.get().onErrorComplete());
			}
			catch (Throwable ex) {
				begun.add(Mono.<Void>error(ex).onErrorComplete());
			}
		}
		return Mono.when(begun);
	}

	Steps then(Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			if (this.failure == null) {
				this.failure = ex;
			}
			else if (this.failure != ex) {
				this.failure.addSuppressed(ex);
			}
		}
		return this;
	}

	/** Throw what the first step threw that failed. */
	void end() {
		if (this.failure instanceof Error error) {
			throw error;
		}
		if (this.failure instanceof RuntimeException exception) {
			throw exception;
		}
	}

}
