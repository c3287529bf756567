package dev.socketio.listener.support;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.ListenerType;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.listener.SocketPayload;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.validation.method.MethodValidator;

/**
 * Decides, when a listener is registered, where its arguments will come from: from the
 * resolvers of the application, from those built in, else from the client.
 */
final class ArgumentResolvers {

	private static final boolean SECURITY = ClassUtils.isPresent(
			"org.springframework.security.core.annotation.AuthenticationPrincipal",
			ArgumentResolvers.class.getClassLoader());

	private final List<SocketArgumentResolver> custom;

	private final List<SocketArgumentResolver> builtIn = new ArrayList<>();

	private final @Nullable MethodValidator validator;

	/**
	 * Create the resolvers.
	 * @param custom the resolvers of the application, in order
	 * @param beanFactory the beans that expressions may name
	 * @param conversionService converts text of the handshake
	 * @param emitter supplies the emitter, or {@code null} if there is none
	 * @param validator validates arguments, or {@code null} for no validation
	 */
	ArgumentResolvers(List<SocketArgumentResolver> custom, BeanFactory beanFactory, ConversionService conversionService,
			Supplier<@Nullable SocketIOEmitter> emitter, @Nullable MethodValidator validator) {
		this.custom = List.copyOf(custom);
		this.builtIn.add(new AnnotatedArgumentResolver(conversionService));
		this.builtIn.add(new HandshakeArgumentResolver(conversionService));
		if (SECURITY) {
			this.builtIn.add(new SecurityArgumentResolver(beanFactory));
		}
		this.builtIn.add(new ContextArgumentResolver(emitter));
		this.validator = validator;
	}

	/**
	 * Prepare the parameters and the result of a listener.
	 * @param method the method
	 * @param targetClass the class of the listener
	 * @param type what it is called for
	 * @param namespaces its namespaces, none if they are not known
	 * @return the signature
	 * @throws InvalidListenerException if the method cannot be a listener
	 */
	ListenerSignature signature(Method method, Class<?> targetClass, ListenerType type, Set<String> namespaces) {
		MethodParameter[] parameters = new AnnotatedMethod(method).getMethodParameters();
		ListenerArgument[] arguments = new ListenerArgument[parameters.length];
		PayloadPositions payloads = new PayloadPositions();
		for (int i = 0; i < parameters.length; i++) {
			parameters[i].initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
			ListenerParameter parameter = new ListenerParameter(parameters[i], targetClass, type, namespaces);
			ListenerArgument argument = resolve(parameter);
			arguments[i] = (argument != null) ? argument : payloads.bind(parameter);
		}
		return new ListenerSignature(method, parameters, arguments, ListenerResult.of(method, targetClass),
				MethodArgumentValidation.create(this.validator, parameters, targetClass));
	}

	private @Nullable ListenerArgument resolve(ListenerParameter parameter) {
		ListenerArgument argument = resolve(this.custom, parameter);
		if (argument == null) {
			UnsupportedParameters.check(parameter);
			if (!parameter.annotation(SocketPayload.class).isPresent()) {
				argument = resolve(this.builtIn, parameter);
			}
		}
		return argument;
	}

	private static @Nullable ListenerArgument resolve(List<SocketArgumentResolver> resolvers,
			ListenerParameter parameter) {
		for (SocketArgumentResolver resolver : resolvers) {
			ListenerArgument argument = resolver.resolve(parameter);
			if (argument != null) {
				return argument;
			}
		}
		return null;
	}

}
