package dev.socketio.listener.support;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Function;

import dev.socketio.listener.ListenerInvocation;
import dev.socketio.listener.MissingArgumentException;
import dev.socketio.listener.SocketAuth;
import dev.socketio.listener.SocketData;
import dev.socketio.listener.SocketEventName;
import dev.socketio.listener.SocketNamespaceVariable;
import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.Arguments;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;

import org.springframework.core.CollectionFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.StringUtils;

/**
 * Supplies arguments that are known by an annotation.
 */
final class AnnotatedSources {

	private AnnotatedSources() {
	}

	static @Nullable ArgumentSource find(MethodParameter parameter, TargetType target) {
		MergedAnnotations annotations = MergedAnnotations.from(parameter.getParameterAnnotations());
		if (annotations.isPresent(SocketEventName.class)) {
			return eventName(parameter);
		}
		if (annotations.isPresent(SocketAuth.class)) {
			return auth(parameter, target);
		}
		if (annotations.isPresent(SocketData.class)) {
			String name = name(annotations.get(SocketData.class).getString("name"), parameter);
			return entry(parameter, target, name, "socket attribute", Socket::data);
		}
		if (annotations.isPresent(SocketNamespaceVariable.class)) {
			String name = name(annotations.get(SocketNamespaceVariable.class).getString("name"), parameter);
			return entry(parameter, target, name, "namespace variable", Socket::namespaceVariables);
		}
		return null;
	}

	private static ArgumentSource eventName(MethodParameter parameter) {
		if (parameter.getParameterType() != String.class) {
			throw new InvalidListenerException(ParameterSources.describe(parameter) + " must be a String");
		}
		return ListenerInvocation::event;
	}

	private static ArgumentSource auth(MethodParameter parameter, TargetType target) {
		String description = ParameterSources.describe(parameter);
		Class<?> type = parameter.getParameterType();
		boolean map = Map.class.isAssignableFrom(type);
		return (invocation) -> {
			Object value = read(invocation.socket().handshake().authPayload(), target.type());
			if (value == null && target.isRequired()) {
				if (map) {
					return CollectionFactory.createMap(type, 0);
				}
				throw new MissingArgumentException(-1, description);
			}
			return target.wrap(value);
		};
	}

	private static @Nullable Object read(Arguments auth, Type type) {
		try {
			return auth.get(0, type);
		}
		catch (ArgumentConversionException ex) {
			// it is no argument of the event
			throw new ArgumentConversionException(-1, type, ex);
		}
	}

	private static ArgumentSource entry(MethodParameter parameter, TargetType target, String name, String kind,
			Function<Socket, Map<String, ?>> entries) {
		String description = ParameterSources.describe(parameter);
		return (invocation) -> {
			Object value = entries.apply(invocation.socket()).get(name);
			if (value == null && target.isRequired()) {
				throw new IllegalStateException("There is no " + kind + " '" + name + "' for " + description);
			}
			return target.wrap(value);
		};
	}

	private static String name(String declared, MethodParameter parameter) {
		if (StringUtils.hasText(declared)) {
			return declared;
		}
		String name = parameter.getParameterName();
		if (name == null) {
			throw new InvalidListenerException(ParameterSources.describe(parameter)
					+ " needs a name in its annotation, or compilation with -parameters");
		}
		return name;
	}

}
