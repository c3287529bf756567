package dev.socketio.listener.support;

import java.security.Principal;

import dev.socketio.listener.ListenerInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Supplies what Spring Security knows of the client. Only to be used where it is present.
 */
final class AuthenticationSources {

	private AuthenticationSources() {
	}

	static @Nullable ArgumentSource find(MethodParameter parameter) {
		MergedAnnotation<AuthenticationPrincipal> annotation = MergedAnnotations
			.from(parameter.getParameterAnnotations())
			.get(AuthenticationPrincipal.class);
		return annotation.isPresent() ? principal(parameter, annotation) : null;
	}

	private static ArgumentSource principal(MethodParameter parameter,
			MergedAnnotation<AuthenticationPrincipal> annotation) {
		String text = annotation.getString("expression");
		Expression expression = StringUtils.hasText(text) ? new SpelExpressionParser().parseExpression(text) : null;
		boolean errorOnInvalidType = annotation.getBoolean("errorOnInvalidType");
		return (invocation) -> {
			Authentication authentication = authentication(invocation);
			Object principal = (authentication != null) ? authentication.getPrincipal() : null;
			if (principal != null && expression != null) {
				principal = expression.getValue(new StandardEvaluationContext(principal));
			}
			if (principal != null && !isInstance(principal, parameter)) {
				if (errorOnInvalidType) {
					throw new ClassCastException(principal.getClass() + " is no " + parameter.getParameterType());
				}
				principal = null;
			}
			return checked(principal, parameter);
		};
	}

	private static @Nullable Authentication authentication(ListenerInvocation invocation) {
		Principal principal = invocation.socket().handshake().principal();
		return (principal instanceof Authentication authentication) ? authentication : null;
	}

	private static boolean isInstance(Object value, MethodParameter parameter) {
		return ClassUtils.isAssignableValue(parameter.getParameterType(), value);
	}

	private static @Nullable Object checked(@Nullable Object value, MethodParameter parameter) {
		if (value == null && !parameter.isOptional() || value != null && !isInstance(value, parameter)) {
			throw new NotAuthenticatedException();
		}
		return value;
	}

}
