package dev.socketio.listener.support;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.stream.BaseStream;

import dev.socketio.listener.TooManyElementsException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Fuseable;

import org.springframework.core.ReactiveAdapter;

/**
 * Reads the value from the object that a listener returned.
 */
final class ResultReader {

	private ResultReader() {
	}

	static void read(ListenerResult type, @Nullable Object result, ResultReceiver receiver) throws Exception {
		switch (type.kind()) {
			case PLAIN -> completePlain(type, result, receiver);
			case CALLABLE -> {
				if (result == null) {
					throw new IllegalStateException("A listener returned null in place of a Callable");
				}
				completePlain(type, ((Callable<?>) result).call(), receiver);
			}
			case STREAM -> receiver.succeeded(elements(result, receiver));
			case SINGLE -> readSingle(type, result, receiver);
			case MULTIPLE -> {
				Publisher<?> publisher = publisher(type, result);
				publisher.subscribe(new ElementsSubscriber(receiver));
			}
		}
	}

	private static void readSingle(ListenerResult type, @Nullable Object result, ResultReceiver receiver)
			throws Exception {
		if (result instanceof Fuseable.ScalarCallable<?> scalar) {
			Object value = ((Callable<?>) scalar).call();
			complete(type, value, receiver);
		}
		else if (result instanceof CompletionStage<?> stage) {
			stage.whenComplete((value, error) -> {
				if (error != null) {
					receiver.failed(error);
				}
				else {
					completePlain(type, value, receiver);
				}
			});
		}
		else {
			publisher(type, result).subscribe(new SingleSubscriber(type, receiver));
		}
	}

	/** {@code null} is a value. */
	private static void completePlain(ListenerResult type, @Nullable Object value, ResultReceiver receiver) {
		if (type.hasValue()) {
			receiver.succeeded(value);
		}
		else {
			receiver.succeeded();
		}
	}

	/** {@code null} is no value. */
	static void complete(ListenerResult type, @Nullable Object value, ResultReceiver receiver) {
		if (value != null && type.hasValue()) {
			receiver.succeeded(value);
		}
		else {
			receiver.succeeded();
		}
	}

	private static Publisher<Object> publisher(ListenerResult type, @Nullable Object result) {
		ReactiveAdapter adapter = type.adapter();
		if (adapter == null || result == null) {
			throw new IllegalStateException("A listener returned null in place of a publisher");
		}
		return adapter.toPublisher(result);
	}

	private static @Nullable List<@Nullable Object> elements(@Nullable Object stream, ResultReceiver receiver) {
		if (stream == null) {
			return null;
		}
		try (BaseStream<?, ?> closing = (BaseStream<?, ?>) stream) {
			List<@Nullable Object> elements = new ArrayList<>();
			Iterator<?> iterator = closing.iterator();
			while (iterator.hasNext()) {
				Object element = iterator.next();
				if (elements.size() == receiver.maxElements()) {
					throw new TooManyElementsException(receiver.maxElements());
				}
				elements.add(element);
			}
			return elements;
		}
	}

}
