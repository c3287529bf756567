package dev.socketio.listener.support;

import java.security.Principal;
import java.util.Set;
import java.util.function.Supplier;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.ListenerInvocation;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Handshake;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Supplies arguments that are known by their type.
 */
final class ContextSources {

	private final Supplier<@Nullable SocketIOEmitter> emitter;

	ContextSources(Supplier<@Nullable SocketIOEmitter> emitter) {
		this.emitter = emitter;
	}

	@Nullable ArgumentSource find(MethodParameter parameter, ListenerType type) {
		Class<?> parameterType = parameter.getParameterType();
		if (parameterType == Socket.class) {
			return ListenerInvocation::socket;
		}
		if (parameterType == Namespace.class) {
			return (invocation) -> invocation.socket().namespace();
		}
		if (parameterType == SocketIOServer.class) {
			return (invocation) -> invocation.socket().namespace().server();
		}
		if (parameterType == SocketIOEmitter.class) {
			return emitter(parameter);
		}
		if (parameterType == Handshake.class) {
			return (invocation) -> invocation.socket().handshake();
		}
		if (parameterType == Ack.class) {
			return ack(parameter, type);
		}
		if (Principal.class.isAssignableFrom(parameterType)) {
			return principal(parameter);
		}
		return findByOccasion(parameter, parameterType, type);
	}

	private static @Nullable ArgumentSource findByOccasion(MethodParameter parameter, Class<?> parameterType,
			ListenerType type) {
		if (parameterType == DisconnectReason.class) {
			return disconnectReason(parameter, type);
		}
		if (parameterType == Set.class && type == ListenerType.DISCONNECTING
				&& ResolvableType.forMethodParameter(parameter).getGeneric(0).resolve() == String.class) {
			return (invocation) -> ((Invocation) invocation).circumstances().rooms();
		}
		if (type == ListenerType.EXCEPTION && Throwable.class.isAssignableFrom(parameterType)) {
			return (invocation) -> ExceptionHandlers.cause(invocation.failure(), parameterType);
		}
		return null;
	}

	private ArgumentSource emitter(MethodParameter parameter) {
		SocketIOEmitter instance = this.emitter.get();
		if (instance == null) {
			throw new InvalidListenerException(
					ParameterSources.describe(parameter) + " cannot be bound: there is no SocketIOEmitter bean");
		}
		return (invocation) -> instance;
	}

	private static ArgumentSource ack(MethodParameter parameter, ListenerType type) {
		if (type != ListenerType.EVENT) {
			throw new InvalidListenerException(ParameterSources.describe(parameter)
					+ " cannot be bound: there is nothing to acknowledge in " + type.label() + " listeners");
		}
		return ListenerInvocation::ack;
	}

	private static ArgumentSource disconnectReason(MethodParameter parameter, ListenerType type) {
		boolean optional = parameter.isOptional();
		if (!type.isAfterConnection() && !(type == ListenerType.EXCEPTION && optional)) {
			throw new InvalidListenerException(ParameterSources.describe(parameter)
					+ " cannot be bound: there is no disconnect reason in " + type.label() + " listeners");
		}
		return ListenerInvocation::disconnectReason;
	}

	private static ArgumentSource principal(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		boolean required = !parameter.isOptional();
		return (invocation) -> {
			Principal principal = invocation.socket().handshake().principal();
			if ((principal != null) ? !type.isInstance(principal) : required) {
				throw new NotAuthenticatedException();
			}
			return principal;
		};
	}

}
