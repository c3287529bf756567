package dev.socketio.listener.support;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Checks the arguments of a listener before it is called.
 */
@FunctionalInterface
interface ArgumentValidation {

	void validate(Object target, Method method, MethodParameter[] parameters, @Nullable Object[] arguments);

}
