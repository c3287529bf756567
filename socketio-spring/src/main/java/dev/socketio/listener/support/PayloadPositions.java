package dev.socketio.listener.support;

import java.util.Map;
import java.util.TreeMap;

import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.ListenerType;
import dev.socketio.listener.SocketPayload;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * Distributes the arguments of the client to the parameters of one listener that no
 * resolver supports.
 */
final class PayloadPositions {

	private final Map<Integer, ListenerParameter> taken = new TreeMap<>();

	private int next;

	private @Nullable ListenerParameter rest;

	private int restFrom;

	/**
	 * Bind the next parameter.
	 * @param parameter the parameter
	 * @return what reads the argument
	 * @throws InvalidListenerException if there is no such argument, or another parameter
	 * receives it
	 */
	ListenerArgument bind(ListenerParameter parameter) {
		PayloadTypes.checkParameter(parameter);
		if (parameter.listenerType() != ListenerType.EVENT) {
			throw parameter
				.invalid("cannot be bound: there is no payload in " + parameter.listenerType().label() + " listeners");
		}
		MergedAnnotation<SocketPayload> annotation = parameter.annotation(SocketPayload.class);
		boolean isRest = isVariableArity(parameter.methodParameter());
		int index = this.next++;
		if (annotation.isPresent()) {
			isRest = isRest || annotation.getBoolean("rest");
			index = (annotation.getInt("index") >= 0) ? annotation.getInt("index") : index;
		}
		take(parameter, index, isRest);
		return isRest ? PayloadArgument.rest(parameter, index) : PayloadArgument.single(parameter, index);
	}

	private void take(ListenerParameter parameter, int index, boolean isRest) {
		ListenerParameter other = this.taken.put(index, parameter);
		if (other != null) {
			throw parameter.invalid("receives argument " + index + ", which " + other + " receives too");
		}
		if (isRest && this.rest == null) {
			this.rest = parameter;
			this.restFrom = index;
		}
		for (Map.Entry<Integer, ListenerParameter> entry : this.taken.entrySet()) {
			if (this.rest != null && entry.getKey() > this.restFrom) {
				throw this.rest.invalid("receives the rest of the arguments, so it has to be the last payload: "
						+ entry.getValue() + " receives one of them too");
			}
		}
	}

	private static boolean isVariableArity(MethodParameter parameter) {
		return parameter.getExecutable().isVarArgs()
				&& parameter.getParameterIndex() == parameter.getExecutable().getParameterCount() - 1;
	}

}
