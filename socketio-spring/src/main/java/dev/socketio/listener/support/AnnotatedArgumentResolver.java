package dev.socketio.listener.support;

import java.lang.reflect.Type;
import java.util.Map;

import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.MissingArgumentException;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.listener.SocketAuth;
import dev.socketio.listener.SocketData;
import dev.socketio.listener.SocketEventName;
import dev.socketio.listener.SocketNamespaceVariable;
import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

import org.springframework.core.CollectionFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.convert.ConversionService;

/**
 * Supplies arguments that are known by an annotation of this library.
 */
final class AnnotatedArgumentResolver implements SocketArgumentResolver {

	private final ConversionService conversionService;

	AnnotatedArgumentResolver(ConversionService conversionService) {
		this.conversionService = conversionService;
	}

	@Override
	public @Nullable ListenerArgument resolve(ListenerParameter parameter) {
		if (parameter.annotation(SocketEventName.class).isPresent()) {
			return eventName(parameter);
		}
		if (parameter.annotation(SocketAuth.class).isPresent()) {
			return auth(parameter);
		}
		MergedAnnotation<SocketData> data = parameter.annotation(SocketData.class);
		if (data.isPresent()) {
			return data(parameter, parameter.name(data.getString("name")));
		}
		MergedAnnotation<SocketNamespaceVariable> variable = parameter.annotation(SocketNamespaceVariable.class);
		return variable.isPresent() ? variable(parameter, parameter.name(variable.getString("name"))) : null;
	}

	private ListenerArgument variable(ListenerParameter parameter, String name) {
		for (String namespace : parameter.namespaces()) {
			if (!namespace.contains("{" + name + "}")) {
				throw parameter
					.invalid("cannot be bound: there is no variable {" + name + "} in namespace '" + namespace + "'");
			}
		}
		ValueConverter converter = new ValueConverter(this.conversionService, parameter,
				"variable '" + name + "' of the namespace");
		return (invocation) -> {
			String text = invocation.socket().namespaceVariables().get(name);
			Object value = (text != null) ? converter.convert(text) : null;
			if (value == null && parameter.isRequired()) {
				throw new IllegalStateException("There is no namespace variable '" + name + "' for " + parameter);
			}
			return parameter.argument(value);
		};
	}

	private static ListenerArgument eventName(ListenerParameter parameter) {
		if (parameter.type() != String.class) {
			throw parameter.invalid("must be a String");
		}
		return (invocation) -> parameter.argument(invocation.event());
	}

	private static ListenerArgument auth(ListenerParameter parameter) {
		PayloadTypes.checkParameter(parameter);
		String description = parameter.toString();
		Class<?> type = parameter.type();
		boolean map = Map.class.isAssignableFrom(type);
		return (invocation) -> {
			Object value = read(invocation.socket().handshake().authPayload(), parameter.genericType());
			if (value == null && parameter.isRequired()) {
				if (map) {
					return CollectionFactory.createMap(type, 0);
				}
				throw new MissingArgumentException(-1, description);
			}
			return parameter.argument(value);
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

	private static ListenerArgument data(ListenerParameter parameter, String name) {
		SocketDataValue conversion = new SocketDataValue(parameter, name);
		return (invocation) -> {
			Object value = invocation.socket().data().get(name);
			if (value == null && parameter.isRequired()) {
				throw new IllegalStateException("There is no socket data '" + name + "' for " + parameter);
			}
			return parameter.argument((value != null) ? conversion.read(invocation.socket(), value) : null);
		};
	}

}
