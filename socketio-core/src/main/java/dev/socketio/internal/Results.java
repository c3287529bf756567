package dev.socketio.internal;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;

/**
 * Guards publishers that an application subscribes to. Exceptions and errors of a
 * subscriber, including those that Reactor treats as fatal, reach neither the thread that
 * supplies the result nor other subscribers. The subscription is cancelled, and the
 * subscriber receives the error if it still accepts one.
 *
 * @since 0.1.0
 */
public final class Results {

	private static final Logger logger = LoggerFactory.getLogger(Results.class);

	private Results() {
	}

	/**
	 * Guard a result.
	 * @param <T> its type
	 * @param result the result
	 * @return the same result, for applications
	 */
	public static <T> Mono<T> of(Mono<T> result) {
		return new GuardedResult<>(result);
	}

	/**
	 * Guard results.
	 * @param <T> their type
	 * @param results the results
	 * @return the same results, for applications
	 */
	public static <T> Flux<T> of(Flux<T> results) {
		return new GuardedResults<>(results);
	}

	private static void failed(Throwable error) {
		ApplicationCode.failed(error, (ex) -> logger.error("A subscriber of a result failed", ex));
	}

	private static final class GuardedResult<T> extends MonoOperator<T, T> {

		GuardedResult(Mono<T> source) {
			super(source);
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			this.source.subscribe(new Guard<>(actual));
		}

	}

	private static final class GuardedResults<T> extends FluxOperator<T, T> {

		GuardedResults(Flux<T> source) {
			super(source);
		}

		@Override
		public void subscribe(CoreSubscriber<? super T> actual) {
			this.source.subscribe(new Guard<>(actual));
		}

	}

	private static final class Guard<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private @Nullable Subscription subscription;

		private volatile boolean failed;

		Guard(CoreSubscriber<? super T> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription upstream) {
			this.subscription = upstream;
			try {
				this.actual.onSubscribe(this);
			}
			catch (Throwable ex) {
				failed(ex);
			}
		}

		@Override
		public void onNext(T value) {
			if (!this.failed) {
				try {
					this.actual.onNext(value);
				}
				catch (Throwable ex) {
					failed(ex);
				}
			}
		}

		/** The subscriber receives the error before it is logged. */
		private void failed(Throwable error) {
			this.failed = true;
			cancel();
			try {
				this.actual.onError(error);
			}
			catch (Throwable ex) {
				// the error has been signalled
			}
			Results.failed(error);
		}

		@Override
		public void onError(Throwable error) {
			if (!this.failed) {
				try {
					this.actual.onError(error);
				}
				catch (Throwable ex) {
					Results.failed(ex);
				}
			}
		}

		@Override
		public void onComplete() {
			if (!this.failed) {
				try {
					this.actual.onComplete();
				}
				catch (Throwable ex) {
					Results.failed(ex);
				}
			}
		}

		@Override
		public void request(long count) {
			Subscription upstream = this.subscription;
			if (upstream != null) {
				upstream.request(count);
			}
		}

		@Override
		public void cancel() {
			Subscription upstream = this.subscription;
			if (upstream != null) {
				upstream.cancel();
			}
		}

	}

}
