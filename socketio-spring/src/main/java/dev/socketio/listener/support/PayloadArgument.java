package dev.socketio.listener.support;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.MissingArgumentException;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * Reads arguments of the client.
 */
final class PayloadArgument {

	private PayloadArgument() {
	}

	static ListenerArgument single(ListenerParameter parameter, int index) {
		if (parameter.type() == DataBuffer.class) {
			return dataBuffer(parameter, index);
		}
		Type type = parameter.genericType();
		if (!parameter.isRequired()) {
			return (invocation) -> parameter.argument(invocation.arguments().get(index, type));
		}
		String description = parameter.toString();
		return (invocation) -> {
			Arguments arguments = invocation.arguments();
			Object value = (index < arguments.size()) ? arguments.get(index, type) : null;
			if (value == null) {
				throw new MissingArgumentException(index, description);
			}
			return value;
		};
	}

	/** The buffer is on the heap and need not be released. */
	private static ListenerArgument dataBuffer(ListenerParameter parameter, int index) {
		String description = parameter.toString();
		return (invocation) -> {
			byte[] bytes = invocation.arguments().get(index, byte[].class);
			if (bytes == null && parameter.isRequired()) {
				throw new MissingArgumentException(index, description);
			}
			return parameter.argument((bytes != null) ? DefaultDataBufferFactory.sharedInstance.wrap(bytes) : null);
		};
	}

	static ListenerArgument rest(ListenerParameter parameter, int index) {
		ResolvableType type = ResolvableType.forType(parameter.genericType());
		if (type.isArray()) {
			Type element = type.getComponentType().getType();
			Class<?> elementClass = type.getComponentType().resolve(Object.class);
			String description = parameter.toString();
			return (invocation) -> {
				List<@Nullable Object> values = read(invocation.arguments(), index, element);
				Object array = Array.newInstance(elementClass, values.size());
				for (int i = 0; i < values.size(); i++) {
					Object value = values.get(i);
					if (value == null && elementClass.isPrimitive()) {
						throw new MissingArgumentException(index + i, description);
					}
					Array.set(array, i, value);
				}
				return array;
			};
		}
		Class<?> raw = type.resolve(Object.class);
		if (!raw.isAssignableFrom(List.class) || raw == Object.class) {
			throw parameter.invalid("cannot receive the rest of the arguments: use a List or an array");
		}
		Type element = type.hasGenerics() ? type.getGeneric(0).getType() : Object.class;
		return (invocation) -> read(invocation.arguments(), index, element);
	}

	private static List<@Nullable Object> read(Arguments arguments, int from, Type type) {
		List<@Nullable Object> values = new ArrayList<>();
		for (int i = from; i < arguments.size(); i++) {
			values.add(arguments.get(i, type));
		}
		return values;
	}

}
