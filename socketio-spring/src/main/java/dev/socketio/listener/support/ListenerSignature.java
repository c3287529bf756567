package dev.socketio.listener.support;

import java.lang.reflect.Method;

import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerInvocation;
import dev.socketio.server.Ack;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;

/**
 * Parameters and result of a listener method.
 */
final class ListenerSignature {

	private static final @Nullable Object[] NO_ARGUMENTS = {};

	private final Method method;

	private final MethodParameter[] parameters;

	private final ListenerArgument[] sources;

	private final ListenerResult result;

	private final @Nullable ArgumentValidation validation;

	private final boolean ackParameter;

	ListenerSignature(Method method, MethodParameter[] parameters, ListenerArgument[] sources, ListenerResult result,
			@Nullable ArgumentValidation validation) {
		this.method = method;
		this.parameters = parameters;
		this.sources = sources;
		this.result = result;
		this.validation = validation;
		this.ackParameter = hasParameter(parameters, Ack.class);
	}

	Method method() {
		return this.method;
	}

	ListenerResult result() {
		return this.result;
	}

	boolean hasAckParameter() {
		return this.ackParameter;
	}

	@Nullable Object[] arguments(ListenerInvocation invocation, Object target) throws Exception {
		int count = this.sources.length;
		if (count == 0) {
			return NO_ARGUMENTS;
		}
		@Nullable Object[] arguments = new @Nullable Object[count];
		for (int i = 0; i < count; i++) {
			arguments[i] = this.sources[i].get(invocation);
		}
		if (this.validation != null) {
			this.validation.validate(target, this.method, this.parameters, arguments);
		}
		return arguments;
	}

	private static boolean hasParameter(MethodParameter[] parameters, Class<?> type) {
		for (MethodParameter parameter : parameters) {
			if (parameter.nestedIfOptional().getNestedParameterType() == type) {
				return true;
			}
		}
		return false;
	}

	@Override
	public String toString() {
		return ClassUtils.getQualifiedMethodName(this.method);
	}

}
