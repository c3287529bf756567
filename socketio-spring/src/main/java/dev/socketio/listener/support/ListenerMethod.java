package dev.socketio.listener.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import dev.socketio.listener.AckMode;
import dev.socketio.listener.Concurrency;
import dev.socketio.listener.ListenerInvocation;
import dev.socketio.listener.ListenerType;
import dev.socketio.server.SerialQueue;
import org.jspecify.annotations.Nullable;

/**
 * A method of a bean, ready to be called: it is inspected once, when it is registered.
 */
final class ListenerMethod {

	private final BeanReference bean;

	private final String id;

	private final Method invocable;

	private final ListenerSignature signature;

	private final ListenerTraits traits;

	private final ExceptionHandlers exceptionHandlers;

	ListenerMethod(BeanReference bean, Method invocable, ListenerSignature signature, ListenerTraits traits,
			ExceptionHandlers exceptionHandlers) {
		this.bean = bean;
		this.id = bean.name() + "." + invocable.getName();
		this.invocable = invocable;
		this.signature = signature;
		this.traits = traits;
		this.exceptionHandlers = exceptionHandlers;
	}

	String beanName() {
		return this.bean.name();
	}

	/** A short name, the same in every run. */
	String id() {
		return this.id;
	}

	ListenerSignature signature() {
		return this.signature;
	}

	ListenerResult result() {
		return this.signature.result();
	}

	ExceptionHandlers exceptionHandlers() {
		return this.exceptionHandlers;
	}

	ListenerType type() {
		return this.traits.type();
	}

	boolean isBlocking() {
		return this.traits.blocking();
	}

	boolean isConcurrent() {
		return this.traits.concurrency() == Concurrency.CONCURRENT;
	}

	/** No event is handled before the connect listeners are done. */
	SerialQueue.Mode mode() {
		if (type() == ListenerType.CONNECT) {
			return SerialQueue.Mode.BARRIER;
		}
		return isConcurrent() ? SerialQueue.Mode.CONCURRENT : SerialQueue.Mode.SERIAL;
	}

	boolean isAnswering() {
		return this.traits.ack() == AckMode.AUTO;
	}

	int order() {
		return this.traits.order();
	}

	/** Whether this method alone decides on the acknowledgement. */
	boolean hasOwnAnswer() {
		return isAnswering() && (this.signature.result().hasValue() || this.signature.hasAckParameter());
	}

	@Nullable Object invoke(ListenerInvocation invocation) throws Throwable {
		Object target = this.bean.get();
		@Nullable Object[] arguments = this.signature.arguments(invocation, target);
		try {
			return this.invocable.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	@Override
	public String toString() {
		return this.signature.toString();
	}

}
