package dev.socketio.listener.support;

import java.lang.reflect.Type;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;

/**
 * The type of a parameter, and what the method accepts in place of a missing value.
 *
 * @param type the type to convert to, without {@code Optional}
 * @param wrapped whether the parameter is an {@code Optional}
 * @param nullable whether the parameter accepts {@code null}
 */
record TargetType(Type type, boolean wrapped, boolean nullable) {

	static TargetType of(MethodParameter parameter, Class<?> targetClass) {
		boolean wrapped = parameter.getParameterType() == Optional.class;
		MethodParameter value = wrapped ? parameter.nested() : parameter;
		Type type = GenericTypeResolver.resolveType(value.getNestedGenericParameterType(), targetClass);
		return new TargetType(type, wrapped, !wrapped && parameter.isOptional());
	}

	boolean isRequired() {
		return !this.wrapped && !this.nullable;
	}

	@Nullable Object wrap(@Nullable Object value) {
		return this.wrapped ? Optional.ofNullable(value) : value;
	}

}
