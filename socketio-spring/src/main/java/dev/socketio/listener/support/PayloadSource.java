package dev.socketio.listener.support;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import dev.socketio.listener.MissingArgumentException;
import dev.socketio.listener.SocketPayload;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Reads arguments of the client.
 */
final class PayloadSource {

	private PayloadSource() {
	}

	static ArgumentSource of(MethodParameter parameter, Class<?> targetClass, int position) {
		SocketPayload annotation = parameter.getParameterAnnotation(SocketPayload.class);
		int index = (annotation != null && annotation.index() >= 0) ? annotation.index() : position;
		TargetType target = TargetType.of(parameter, targetClass);
		if (annotation != null && annotation.rest() || isVariableArity(parameter)) {
			return rest(parameter, index, target);
		}
		return single(parameter, index, target);
	}

	private static boolean isVariableArity(MethodParameter parameter) {
		return parameter.getExecutable().isVarArgs()
				&& parameter.getParameterIndex() == parameter.getExecutable().getParameterCount() - 1;
	}

	private static ArgumentSource single(MethodParameter parameter, int index, TargetType target) {
		Type type = target.type();
		if (!target.isRequired()) {
			return (invocation) -> target.wrap(invocation.arguments().get(index, type));
		}
		String description = ParameterSources.describe(parameter);
		return (invocation) -> {
			Arguments arguments = invocation.arguments();
			Object value = (index < arguments.size()) ? arguments.get(index, type) : null;
			if (value == null) {
				throw new MissingArgumentException(index, description);
			}
			return value;
		};
	}

	private static ArgumentSource rest(MethodParameter parameter, int index, TargetType target) {
		ResolvableType type = ResolvableType.forType(target.type());
		if (type.isArray()) {
			Type element = type.getComponentType().getType();
			Class<?> elementClass = type.getComponentType().resolve(Object.class);
			String description = ParameterSources.describe(parameter);
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
			throw new InvalidListenerException(ParameterSources.describe(parameter)
					+ " cannot receive the rest of the arguments: use a List or an array");
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
