package dev.socketio.listener.support;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.ListenerType;
import dev.socketio.listener.MissingArgumentException;
import dev.socketio.listener.SocketPayload;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * Reads arguments of the client.
 */
final class PayloadArgument {

	private PayloadArgument() {
	}

	/**
	 * Bind a parameter that no resolver supports.
	 * @param parameter the parameter
	 * @param position the position of the next argument of the client
	 * @return what reads the argument
	 * @throws InvalidListenerException if there is no such argument
	 */
	static ListenerArgument of(ListenerParameter parameter, int position) {
		PayloadTypes.checkParameter(parameter);
		if (parameter.listenerType() != ListenerType.EVENT) {
			throw parameter
				.invalid("cannot be bound: there is no payload in " + parameter.listenerType().label() + " listeners");
		}
		MergedAnnotation<SocketPayload> annotation = parameter.annotation(SocketPayload.class);
		boolean rest = isVariableArity(parameter.methodParameter());
		int index = position;
		if (annotation.isPresent()) {
			rest = rest || annotation.getBoolean("rest");
			index = (annotation.getInt("index") >= 0) ? annotation.getInt("index") : position;
		}
		return rest ? rest(parameter, index) : single(parameter, index);
	}

	private static boolean isVariableArity(MethodParameter parameter) {
		return parameter.getExecutable().isVarArgs()
				&& parameter.getParameterIndex() == parameter.getExecutable().getParameterCount() - 1;
	}

	private static ListenerArgument single(ListenerParameter parameter, int index) {
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

	private static ListenerArgument rest(ListenerParameter parameter, int index) {
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
