package dev.socketio.listener.support;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import dev.socketio.adapter.LocalNamespace;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Reads an entry of the data of a socket as the type of a parameter. Another server may
 * have restored the data of a recovered socket from JSON: objects are maps then.
 */
final class SocketDataValue {

	private static final List<Class<?>> JSON_TYPES = List.of(Map.class, List.class, String.class, Number.class,
			Boolean.class, byte[].class, JsonNode.class);

	private final ListenerParameter parameter;

	private final ResolvableType type;

	private final String name;

	SocketDataValue(ListenerParameter parameter, String name) {
		this.parameter = parameter;
		this.type = ResolvableType.forType(parameter.genericType());
		this.name = name;
	}

	@Nullable Object read(Socket socket, Object value) {
		if (fits(value, this.type) || JSON_TYPES.stream().noneMatch((type) -> type.isInstance(value))
				|| !(socket.namespace() instanceof LocalNamespace namespace)) {
			return value;
		}
		try {
			return namespace.arguments(List.of(value)).get(0, this.parameter.genericType());
		}
		catch (ArgumentConversionException ex) {
			// the server has put it there, so it is no error of the client
			throw new IllegalStateException("Socket data '" + this.name + "' cannot be read for " + this.parameter, ex);
		}
	}

	private static boolean fits(@Nullable Object value, ResolvableType type) {
		if (value == null) {
			return true;
		}
		if (!ClassUtils.isAssignableValue(type.resolve(Object.class), value)) {
			return false;
		}
		if (value instanceof Collection<?> elements) {
			return fitAll(elements, type.asCollection().getGeneric(0));
		}
		return !(value instanceof Map<?, ?> map)
				|| fitAll(map.keySet(), type.asMap().getGeneric(0)) && fitAll(map.values(), type.asMap().getGeneric(1));
	}

	private static boolean fitAll(Collection<?> values, ResolvableType type) {
		if (type.resolve(Object.class) == Object.class) {
			return true;
		}
		for (Object value : values) {
			if (!fits(value, type)) {
				return false;
			}
		}
		return true;
	}

}
