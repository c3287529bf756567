package dev.socketio.listener.support;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import dev.socketio.listener.InvalidListenerException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ClassUtils;

/**
 * A bean with listener methods.
 *
 * @param name the name of the bean
 * @param targetClass the class behind proxies
 * @param exposedClass the class of the bean itself
 * @param methods its listener methods with the annotations that make them so
 */
record ListenerBean(String name, Class<?> targetClass, @Nullable Class<?> exposedClass,
		Map<Method, List<MergedAnnotation<?>>> methods) {

	/**
	 * Find the method to call for a method of the target class.
	 * @param method the method of the target class
	 * @return the same method, or that of an interface of a proxy
	 */
	Method invocable(Method method) {
		if (AnnotatedElementUtils.hasAnnotation(method, Async.class)
				|| AnnotatedElementUtils.hasAnnotation(this.targetClass, Async.class)) {
			throw new InvalidListenerException(ClassUtils.getQualifiedMethodName(method)
					+ " must not be @Async: its outcome acknowledges the event, and the order of events would be lost."
					+ " Listeners may block, or be concurrent by their annotation.");
		}
		if (KotlinDetector.isSuspendingFunction(method)) {
			throw new InvalidListenerException(ClassUtils.getQualifiedMethodName(method)
					+ " is a suspending function, which is not supported. Return a Mono, for example by mono { ... }.");
		}
		try {
			Method invocable = AopUtils.selectInvocableMethod(method, this.exposedClass);
			invocable.setAccessible(true);
			return invocable;
		}
		catch (IllegalStateException ex) {
			throw new InvalidListenerException("Cannot call " + ClassUtils.getQualifiedMethodName(method) + " on bean '"
					+ this.name + "': " + ex.getMessage(), ex);
		}
	}

}
