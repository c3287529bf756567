package dev.socketio.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A publisher of the application that signals every failure.
 *
 * @param <T> the type of the value
 */
final class GuardedMono<T> extends Mono<T> {

	private static final Logger logger = LoggerFactory.getLogger(GuardedMono.class);

	private final Object owner;

	private final Callable<? extends @Nullable Mono<T>> call;

	GuardedMono(Object owner, Callable<? extends @Nullable Mono<T>> call) {
		this.owner = owner;
		this.call = call;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		Guard<T> guard = new Guard<>(actual);
		try {
			Mono<T> mono = this.call.call();
			if (mono == null) {
				throw new MissingResultException(this.owner.getClass().getName());
			}
			mono.subscribe(guard);
		}
		catch (Throwable ex) {
			guard.thrown(ex);
		}
	}

	/** Passes signals on, the last one once. */
	private static final class Guard<T> implements CoreSubscriber<T> {

		private final CoreSubscriber<? super T> actual;

		private final AtomicBoolean done = new AtomicBoolean();

		private volatile boolean subscribed;

		Guard(CoreSubscriber<? super T> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscribed = true;
			this.actual.onSubscribe(subscription);
		}

		@Override
		public void onNext(T value) {
			if (!this.done.get()) {
				this.actual.onNext(value);
			}
		}

		@Override
		public void onError(Throwable error) {
			if (this.done.compareAndSet(false, true)) {
				this.actual.onError(error);
			}
			else {
				logger.debug("Dropped an error behind the end of a publisher", error);
			}
		}

		@Override
		public void onComplete() {
			if (this.done.compareAndSet(false, true)) {
				this.actual.onComplete();
			}
		}

		void thrown(Throwable error) {
			if (!this.subscribed) {
				this.subscribed = true;
				this.actual.onSubscribe(Operators.emptySubscription());
			}
			onError(error);
		}

	}

}
