package dev.socketio.adapter.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;

/**
 * Closes the parts of an adapter, each of them, even if others fail.
 */
final class Closing {

	private Closing() {
	}

	/**
	 * Begin all steps now.
	 * @param steps the steps
	 * @return completes when all steps have completed or failed
	 */
	@SafeVarargs
	static Mono<Void> all(Supplier<Mono<Void>>... steps) {
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

}
