package dev.socketio.listener.support;

import java.lang.annotation.Annotation;
import java.security.Principal;
import java.util.function.Function;

import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.NotAuthenticatedException;
import dev.socketio.listener.SocketArgumentResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.expression.BeanResolver;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.annotation.CurrentSecurityContext;
import org.springframework.security.core.annotation.SecurityAnnotationScanner;
import org.springframework.security.core.annotation.SecurityAnnotationScanners;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Supplies what Spring Security knows of the client. Only to be used where it is present.
 */
final class SecurityArgumentResolver implements SocketArgumentResolver {

	private final BeanResolver beans;

	private final SecurityAnnotationScanner<AuthenticationPrincipal> principals;

	private final SecurityAnnotationScanner<CurrentSecurityContext> contexts;

	SecurityArgumentResolver(BeanFactory beanFactory) {
		this.beans = new BeanFactoryResolver(beanFactory);
		AnnotationTemplateExpressionDefaults templates = beanFactory
			.getBeanProvider(AnnotationTemplateExpressionDefaults.class)
			.getIfAvailable(AnnotationTemplateExpressionDefaults::new);
		this.principals = SecurityAnnotationScanners.requireUnique(AuthenticationPrincipal.class, templates);
		this.contexts = SecurityAnnotationScanners.requireUnique(CurrentSecurityContext.class, templates);
	}

	@Override
	public @Nullable ListenerArgument resolve(ListenerParameter parameter) {
		AuthenticationPrincipal principal = find(parameter, AuthenticationPrincipal.class, this.principals);
		if (principal != null) {
			return argument(parameter, Authentication::getPrincipal, principal.expression(),
					principal.errorOnInvalidType());
		}
		CurrentSecurityContext context = find(parameter, CurrentSecurityContext.class, this.contexts);
		if (context != null) {
			return argument(parameter, SecurityContextImpl::new, context.expression(), context.errorOnInvalidType());
		}
		return null;
	}

	/**
	 * Find an annotation. The scanner resolves templates, but misses annotations of
	 * overridden methods whose parameters have other names or erased types. Such a
	 * parameter must not become a payload.
	 */
	private static <A extends Annotation> @Nullable A find(ListenerParameter parameter, Class<A> type,
			SecurityAnnotationScanner<A> scanner) {
		A scanned = scanner.scan(parameter.methodParameter().getParameter());
		MergedAnnotation<A> inherited = parameter.annotation(type);
		if (scanned != null || !inherited.isPresent()) {
			return scanned;
		}
		if (inherited.getDistance() > 0 && inherited.getString("expression").contains("{")) {
			throw parameter.invalid("inherits a template of @" + type.getSimpleName()
					+ " from a method with another signature: repeat the annotation");
		}
		return inherited.synthesize();
	}

	private ListenerArgument argument(ListenerParameter parameter, Function<Authentication, @Nullable Object> root,
			String text, boolean errorOnInvalidType) {
		PayloadTypes.checkNotReactive(parameter);
		Expression expression = StringUtils.hasText(text) ? new SpelExpressionParser().parseExpression(text) : null;
		Class<?> type = parameter.type();
		return (invocation) -> {
			Principal principal = invocation.socket().handshake().principal();
			Object value = (principal instanceof Authentication authentication) ? root.apply(authentication) : null;
			if (value != null && expression != null) {
				value = evaluate(expression, value);
			}
			if (value != null && !ClassUtils.isAssignableValue(type, value)) {
				if (errorOnInvalidType) {
					throw new NotAuthenticatedException(new ClassCastException(value.getClass() + " is no " + type));
				}
				value = null;
			}
			if (value == null && parameter.isRequired()) {
				throw new NotAuthenticatedException();
			}
			return parameter.argument(value);
		};
	}

	private @Nullable Object evaluate(Expression expression, Object root) {
		StandardEvaluationContext context = new StandardEvaluationContext(root);
		context.setVariable("this", root);
		context.setBeanResolver(this.beans);
		return expression.getValue(context);
	}

}
