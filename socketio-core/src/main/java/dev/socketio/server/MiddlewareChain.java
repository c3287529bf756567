package dev.socketio.server;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.socketio.internal.ApplicationCode;
import reactor.core.publisher.Mono;

/**
 * Calls middlewares one after the other, each when the one before has agreed. Has one
 * outcome, on the owner of the connection.
 *
 * @param <M> the type of the middlewares
 */
final class MiddlewareChain<M> {

	private final ClientConnection client;

	private final List<M> middlewares;

	private final Function<M, Callable<Mono<Void>>> call;

	private final BooleanSupplier abandoned;

	/**
	 * Create a chain.
	 * @param client the connection
	 * @param middlewares the middlewares
	 * @param call calls a middleware
	 * @param abandoned whether the remaining middlewares are not called
	 */
	MiddlewareChain(ClientConnection client, List<M> middlewares, Function<M, Callable<Mono<Void>>> call,
			BooleanSupplier abandoned) {
		this.client = client;
		this.middlewares = middlewares;
		this.call = call;
		this.abandoned = abandoned;
	}

	/**
	 * Call the middlewares. To be called by the owner of the connection.
	 * @param passed called if all middlewares have agreed, or the chain is abandoned
	 * @param failed called with the failure of a middleware
	 */
	void run(Runnable passed, Consumer<Throwable> failed) {
		run(0, passed, failed);
	}

	private void run(int index, Runnable passed, Consumer<Throwable> failed) {
		if (index == this.middlewares.size() || this.abandoned.getAsBoolean()) {
			passed.run();
			return;
		}
		M middleware = this.middlewares.get(index);
		ApplicationCode.mono(middleware, this.call.apply(middleware))
			.subscribe(null,
					(error) -> ApplicationCode.failed(error,
							(failure) -> this.client.execute(() -> failed.accept(failure))),
					() -> this.client.execute(() -> run(index + 1, passed, failed)));
	}

}
