package dev.socketio.listener.support;

import java.lang.reflect.Method;
import java.util.Set;

import dev.socketio.listener.AckMode;
import dev.socketio.listener.Concurrency;
import dev.socketio.listener.Execution;
import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerType;
import dev.socketio.listener.SocketNamespace;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.Order;

/**
 * Prepares methods of beans for being called.
 */
final class ListenerMethodFactory {

	private final BeanFactory beanFactory;

	private final ArgumentResolvers arguments;

	private final Concurrency concurrency;

	/**
	 * Create a factory.
	 * @param beanFactory the beans
	 * @param arguments binds the parameters
	 * @param concurrency the default of the application
	 */
	ListenerMethodFactory(BeanFactory beanFactory, ArgumentResolvers arguments, Concurrency concurrency) {
		this.beanFactory = beanFactory;
		this.arguments = arguments;
		this.concurrency = concurrency;
	}

	ListenerMethod create(ListenerBean bean, Method method, MergedAnnotation<?> annotation, ListenerType type,
			Set<String> namespaces, ExceptionHandlers exceptionHandlers) {
		Method invocable = bean.invocable(method);
		ListenerSignature signature = this.arguments.signature(method, bean.targetClass(), type, namespaces);
		MergedAnnotation<SocketNamespace> defaults = defaults(bean.targetClass());
		boolean blocking = isBlocking(annotation, defaults, signature.result());
		Concurrency concurrency = Concurrency.SERIAL;
		AckMode ack = AckMode.NONE;
		if (type == ListenerType.CONNECT) {
			checkNoValue(signature);
		}
		if (type == ListenerType.EVENT) {
			concurrency = concurrency(annotation, defaults);
			ack = annotation.getEnum("ack", AckMode.class);
			checkAck(signature, ack);
		}
		ListenerTraits traits = new ListenerTraits(type, blocking, concurrency, ack, order(method));
		return new ListenerMethod(new BeanReference(this.beanFactory, bean.name()), invocable, signature, traits,
				exceptionHandlers);
	}

	/** The annotation of the class of a listener. */
	static MergedAnnotation<SocketNamespace> defaults(Class<?> type) {
		return MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).get(SocketNamespace.class);
	}

	private static boolean isBlocking(MergedAnnotation<?> annotation, MergedAnnotation<SocketNamespace> defaults,
			ListenerResult result) {
		Execution execution = annotation.getEnum("execution", Execution.class);
		if (execution == Execution.INHERIT && defaults.isPresent()) {
			execution = defaults.getEnum("execution", Execution.class);
		}
		return switch (execution) {
			case INHERIT, AUTO -> !result.isReactive();
			case BLOCKING -> true;
			case EVENT_LOOP -> false;
		};
	}

	private Concurrency concurrency(MergedAnnotation<?> annotation, MergedAnnotation<SocketNamespace> defaults) {
		Concurrency concurrency = annotation.getEnum("concurrency", Concurrency.class);
		if (concurrency == Concurrency.INHERIT && defaults.isPresent()) {
			concurrency = defaults.getEnum("concurrency", Concurrency.class);
		}
		return (concurrency != Concurrency.INHERIT) ? concurrency : this.concurrency;
	}

	/** The elements of a stream may stand for work that is done as long as it lasts. */
	private static void checkNoValue(ListenerSignature signature) {
		ListenerResult result = signature.result();
		if (result.hasValue() && result.kind() != ListenerResult.Kind.MULTIPLE) {
			throw new InvalidListenerException(signature + " returns a value, but nothing receives it: return void or"
					+ " Mono<Void>. To refuse clients, use a middleware of the namespace.");
		}
	}

	private static void checkAck(ListenerSignature signature, AckMode ack) {
		if (!signature.hasAckParameter()) {
			return;
		}
		if (signature.result().hasValue()) {
			throw new InvalidListenerException(
					signature + " returns a value and has an Ack parameter: only one of them can answer the client");
		}
		if (ack == AckMode.NONE) {
			throw new InvalidListenerException(
					signature + " has an Ack parameter, but its annotation says 'ack = NONE'");
		}
	}

	private static int order(Method method) {
		Order order = AnnotatedElementUtils.findMergedAnnotation(method, Order.class);
		return (order != null) ? order.value() : Ordered.LOWEST_PRECEDENCE;
	}

}
