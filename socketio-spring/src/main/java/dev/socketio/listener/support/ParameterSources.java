package dev.socketio.listener.support;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.listener.SocketPayload;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.ClassUtils;
import org.springframework.validation.method.MethodValidator;

/**
 * Decides, when a listener is registered, where its arguments will come from.
 */
final class ParameterSources {

	private static final boolean SECURITY = ClassUtils.isPresent(
			"org.springframework.security.core.annotation.AuthenticationPrincipal",
			ParameterSources.class.getClassLoader());

	private final List<SocketArgumentResolver> resolvers;

	private final ContextSources context;

	private final @Nullable MethodValidator validator;

	ParameterSources(List<SocketArgumentResolver> resolvers, Supplier<@Nullable SocketIOEmitter> emitter,
			@Nullable MethodValidator validator) {
		this.resolvers = List.copyOf(resolvers);
		this.context = new ContextSources(emitter);
		this.validator = validator;
	}

	ListenerSignature signature(Method method, Class<?> targetClass, ListenerType type) {
		MethodParameter[] parameters = new AnnotatedMethod(method).getMethodParameters();
		ArgumentSource[] sources = new ArgumentSource[parameters.length];
		int position = 0;
		for (int i = 0; i < parameters.length; i++) {
			MethodParameter parameter = parameters[i];
			parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
			ArgumentSource source = find(parameter, targetClass, type);
			if (source == null) {
				source = payload(parameter, targetClass, type, position);
				position++;
			}
			sources[i] = source;
		}
		return new ListenerSignature(method, parameters, sources, ListenerResult.of(method, targetClass),
				MethodArgumentValidation.create(this.validator, parameters, targetClass));
	}

	private @Nullable ArgumentSource find(MethodParameter parameter, Class<?> targetClass, ListenerType type) {
		for (SocketArgumentResolver resolver : this.resolvers) {
			if (resolver.supportsParameter(parameter)) {
				return (invocation) -> resolver.resolveArgument(parameter, invocation);
			}
		}
		UnsupportedParameters.check(parameter);
		if (parameter.hasParameterAnnotation(SocketPayload.class)) {
			return null;
		}
		ArgumentSource source = this.context.find(parameter, type);
		if (source == null) {
			source = AnnotatedSources.find(parameter, TargetType.of(parameter, targetClass));
		}
		if (source == null && SECURITY) {
			source = AuthenticationSources.find(parameter);
		}
		return source;
	}

	private static ArgumentSource payload(MethodParameter parameter, Class<?> targetClass, ListenerType type,
			int position) {
		PayloadTypes.checkParameter(parameter, TargetType.of(parameter, targetClass).type());
		if (type != ListenerType.EVENT) {
			throw new InvalidListenerException(
					describe(parameter) + " cannot be bound: there is no payload in " + type.label() + " listeners");
		}
		return PayloadSource.of(parameter, targetClass, position);
	}

	static String describe(MethodParameter parameter) {
		String name = parameter.getParameterName();
		Method method = parameter.getMethod();
		return "Parameter " + ((name != null) ? "'" + name + "'" : String.valueOf(parameter.getParameterIndex()))
				+ ((method != null) ? " of " + ClassUtils.getQualifiedMethodName(method) : "");
	}

}
