package dev.socketio.listener.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.listener.TooManyElementsException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Collects the elements of a publisher, or discards them if the result is not needed.
 */
final class ElementsSubscriber implements CoreSubscriber<Object> {

	private final ResultReceiver receiver;

	private final @Nullable List<Object> elements;

	private final AtomicBoolean done = new AtomicBoolean();

	private @Nullable Subscription subscription;

	ElementsSubscriber(ResultReceiver receiver) {
		this.receiver = receiver;
		this.elements = receiver.isValueWanted() ? new ArrayList<>() : null;
	}

	@Override
	public Context currentContext() {
		return this.receiver.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		this.receiver.cancellable(this::giveUp);
		if (this.elements == null) {
			subscription.request(Long.MAX_VALUE);
		}
		else {
			// one more than fits tells that there are too many, without reading them all
			subscription.request(this.receiver.maxElements() + 1L);
		}
	}

	@Override
	public void onNext(Object element) {
		if (this.elements == null || this.done.get()) {
			return;
		}
		if (this.elements.size() < this.receiver.maxElements()) {
			this.elements.add(element);
		}
		else if (this.done.compareAndSet(false, true)) {
			Throwable error = new TooManyElementsException(this.receiver.maxElements());
			ApplicationCode.run(this::cancel, error::addSuppressed);
			this.receiver.failed(error);
		}
	}

	private void giveUp() {
		if (this.done.compareAndSet(false, true)) {
			try {
				cancel();
			}
			catch (Throwable ex) {
				this.receiver.failed(ex);
				return;
			}
			this.receiver.succeeded();
		}
	}

	private void cancel() {
		if (this.subscription != null) {
			this.subscription.cancel();
		}
	}

	@Override
	public void onError(Throwable error) {
		if (this.done.compareAndSet(false, true)) {
			this.receiver.failed(error);
		}
	}

	@Override
	public void onComplete() {
		if (this.done.compareAndSet(false, true)) {
			if (this.elements != null) {
				this.receiver.succeeded(this.elements);
			}
			else {
				this.receiver.succeeded();
			}
		}
	}

}
