package dev.socketio.listener.support;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
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
		if (adapter == null) {
			return new ListenerResult(BaseStream.class.isAssignableFrom(raw) ? Kind.STREAM : Kind.PLAIN, true, null);
		}
		boolean hasValue = !adapter.isNoValue() && !isVoid(type.getGeneric(0).resolve(Object.class));
		return new ListenerResult(adapter.isMultiValue() ? Kind.MULTIPLE : Kind.SINGLE, hasValue, adapter);
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

		/** The elements of a {@code Stream} are one value. */
		STREAM,

		/** A publisher or future has one value at most. */
		SINGLE,

		/** The elements of a publisher are one value. */
		MULTIPLE

	}

}
