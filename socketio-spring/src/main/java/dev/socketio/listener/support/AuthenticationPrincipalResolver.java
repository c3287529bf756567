package dev.socketio.listener.support;

import java.security.Principal;

import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerInvocation;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.NotAuthenticatedException;
import dev.socketio.listener.SocketArgumentResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
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
final class AuthenticationPrincipalResolver implements SocketArgumentResolver {

	@Override
	public @Nullable ListenerArgument resolve(ListenerParameter parameter) {
		MergedAnnotation<AuthenticationPrincipal> annotation = parameter.annotation(AuthenticationPrincipal.class);
		return annotation.isPresent() ? principal(parameter, annotation) : null;
	}

	private static ListenerArgument principal(ListenerParameter parameter,
			MergedAnnotation<AuthenticationPrincipal> annotation) {
		String text = annotation.getString("expression");
		Expression expression = StringUtils.hasText(text) ? new SpelExpressionParser().parseExpression(text) : null;
		boolean errorOnInvalidType = annotation.getBoolean("errorOnInvalidType");
		Class<?> type = parameter.type();
		return (invocation) -> {
			Object principal = principal(invocation);
			if (principal != null && expression != null) {
				principal = expression.getValue(new StandardEvaluationContext(principal));
			}
			if (principal != null && !ClassUtils.isAssignableValue(type, principal)) {
				if (errorOnInvalidType) {
					throw new ClassCastException(principal.getClass() + " is no " + type);
				}
				principal = null;
			}
			if (principal == null && parameter.isRequired()) {
				throw new NotAuthenticatedException();
			}
			return parameter.argument(principal);
		};
	}

	private static @Nullable Object principal(ListenerInvocation invocation) {
		Principal principal = invocation.socket().handshake().principal();
		return (principal instanceof Authentication authentication) ? authentication.getPrincipal() : null;
	}

}
