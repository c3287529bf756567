package dev.socketio.listener.support;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.concurrent.Callable;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * What the return type of a listener method means.
 *
 * @param kind how to get at the values
 * @param hasValue whether there are any
 * @param adapter the adapter of a reactive type
 */
record ListenerResult(Kind kind, boolean hasValue, @Nullable ReactiveAdapter adapter) {

	static ListenerResult of(Method method, Class<?> targetClass) {
		Type generic = GenericTypeResolver.resolveType(method.getGenericReturnType(), targetClass);
		ResolvableType type = ResolvableType.forType(generic);
		Class<?> raw = type.resolve(Object.class);
		if (isVoid(raw)) {
			return new ListenerResult(Kind.PLAIN, false, null);
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
		Kind kind = kind(raw, adapter);
		ResolvableType value = switch (kind) {
			case PLAIN -> type;
			case CALLABLE -> type.as(Callable.class).getGeneric(0);
			case STREAM, SINGLE, MULTIPLE -> type.getGeneric(0);
		};
		PayloadTypes.checkResult(method, value.getType());
		boolean noValue = adapter != null && adapter.isNoValue() || isVoid(value.resolve(Object.class));
		return new ListenerResult(kind, !noValue, adapter);
	}

	private static Kind kind(Class<?> type, @Nullable ReactiveAdapter adapter) {
		if (adapter != null) {
			return adapter.isMultiValue() ? Kind.MULTIPLE : Kind.SINGLE;
		}
		if (BaseStream.class.isAssignableFrom(type)) {
			return Kind.STREAM;
		}
		return Callable.class.isAssignableFrom(type) ? Kind.CALLABLE : Kind.PLAIN;
	}

	boolean isReactive() {
		return this.adapter != null;
	}

	private static boolean isVoid(Class<?> type) {
		return ClassUtils.isVoidType(type) || type.getName().equals("kotlin.Unit");
	}

	/**
	 * How to get at the values of a result.
	 */
	enum Kind {

		/** The result is the value. */
		PLAIN,

		/** The result has to be called for the value. */
		CALLABLE,

		/** The elements of a {@code Stream} are one value. */
		STREAM,

		/** A publisher or future has one value at most. */
		SINGLE,

		/** The elements of a publisher are one value. */
		MULTIPLE

	}

}
