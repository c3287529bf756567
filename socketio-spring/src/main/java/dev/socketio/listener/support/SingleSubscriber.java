package dev.socketio.listener.support;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Waits for the only value of a publisher.
 */
final class SingleSubscriber implements CoreSubscriber<Object> {

	private final ListenerResult type;

	private final ResultReceiver receiver;

	private @Nullable Object value;

	SingleSubscriber(ListenerResult type, ResultReceiver receiver) {
		this.type = type;
		this.receiver = receiver;
	}

	@Override
	public Context currentContext() {
		return this.receiver.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(Object next) {
		this.value = next;
	}

	@Override
	public void onError(Throwable error) {
		this.receiver.failed(error);
	}

	@Override
	public void onComplete() {
		ResultReader.complete(this.type, this.value, this.receiver);
	}

}
