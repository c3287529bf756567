package dev.socketio.listener.support;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.annotation.ValidationAnnotationUtils;
import org.springframework.validation.method.MethodValidator;

/**
 * Applies Bean Validation to the arguments of methods that ask for it.
 */
final class MethodArgumentValidation implements ArgumentValidation {

	private static final String[] MARKERS = { "jakarta.validation.Valid", "jakarta.validation.Constraint",
			Validated.class.getName() };

	private final MethodValidator validator;

	private MethodArgumentValidation(MethodValidator validator) {
		this.validator = validator;
	}

	/**
	 * Create the validation of a method.
	 * @param validator the validator, or {@code null} if the application has none
	 * @param parameters the parameters of the method
	 * @param targetClass the class of the bean; where it is {@code @Validated} itself an
	 * interceptor validates
	 * @return the validation, or {@code null} if there is nothing to do
	 */
	static @Nullable ArgumentValidation create(@Nullable MethodValidator validator, MethodParameter[] parameters,
			Class<?> targetClass) {
		if (validator == null || AnnotatedElementUtils.hasAnnotation(targetClass, Validated.class)) {
			return null;
		}
		for (MethodParameter parameter : parameters) {
			if (isMarked(parameter.getParameterAnnotations())
					|| hasMarkedArgument(parameter.getParameter().getAnnotatedType())) {
				return new MethodArgumentValidation(validator);
			}
		}
		return null;
	}

	@Override
	public void validate(Object target, Method method, MethodParameter[] parameters, @Nullable Object[] arguments) {
		Class<?>[] groups = ValidationAnnotationUtils.determineValidationGroups(target, method);
		this.validator.applyArgumentValidation(target, method, parameters, arguments, groups);
	}

	private static boolean isMarked(Annotation[] annotations) {
		MergedAnnotations merged = MergedAnnotations.from(annotations);
		for (String marker : MARKERS) {
			if (merged.isPresent(marker)) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasMarkedArgument(AnnotatedType type) {
		if (type instanceof AnnotatedParameterizedType parameterized) {
			for (AnnotatedType argument : parameterized.getAnnotatedActualTypeArguments()) {
				if (isMarked(argument.getAnnotations()) || hasMarkedArgument(argument)) {
					return true;
				}
			}
		}
		return false;
	}

}
