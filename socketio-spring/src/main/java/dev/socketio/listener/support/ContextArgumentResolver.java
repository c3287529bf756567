package dev.socketio.listener.support;

import java.security.Principal;
import java.util.Set;
import java.util.function.Supplier;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.listener.ListenerArgument;
import dev.socketio.listener.ListenerParameter;
import dev.socketio.listener.ListenerType;
import dev.socketio.listener.NotAuthenticatedException;
import dev.socketio.listener.SocketArgumentResolver;
import dev.socketio.protocol.Arguments;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Handshake;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Supplies arguments that are known by their type.
 */
final class ContextArgumentResolver implements SocketArgumentResolver {

	private final Supplier<@Nullable SocketIOEmitter> emitter;

	ContextArgumentResolver(Supplier<@Nullable SocketIOEmitter> emitter) {
		this.emitter = emitter;
	}

	@Override
	public @Nullable ListenerArgument resolve(ListenerParameter parameter) {
		Class<?> type = parameter.type();
		if (type == Socket.class) {
			return (invocation) -> parameter.argument(invocation.socket());
		}
		if (type == Namespace.class) {
			return (invocation) -> parameter.argument(invocation.socket().namespace());
		}
		if (type == SocketIOServer.class) {
			return (invocation) -> parameter.argument(invocation.socket().namespace().server());
		}
		if (type == SocketIOEmitter.class) {
			return emitter(parameter);
		}
		if (type == Handshake.class) {
			return (invocation) -> parameter.argument(invocation.socket().handshake());
		}
		if (type == Ack.class) {
			return ack(parameter);
		}
		if (type == Arguments.class && parameter.listenerType() == ListenerType.EVENT) {
			return (invocation) -> parameter.argument(invocation.arguments());
		}
		if (Principal.class.isAssignableFrom(type)) {
			return principal(parameter);
		}
		return resolveByListenerType(parameter);
	}

	private static @Nullable ListenerArgument resolveByListenerType(ListenerParameter parameter) {
		Class<?> type = parameter.type();
		if (type == DisconnectReason.class) {
			return disconnectReason(parameter);
		}
		if (type == Set.class && parameter.listenerType() == ListenerType.DISCONNECTING
				&& ResolvableType.forType(parameter.genericType()).getGeneric(0).resolve() == String.class) {
			return (invocation) -> parameter.argument(invocation.rooms());
		}
		if (parameter.listenerType() == ListenerType.EXCEPTION && Throwable.class.isAssignableFrom(type)) {
			return (invocation) -> parameter.argument(ExceptionHandlers.cause(invocation.failure(), type));
		}
		return null;
	}

	private ListenerArgument emitter(ListenerParameter parameter) {
		SocketIOEmitter instance = this.emitter.get();
		if (instance == null) {
			throw parameter.invalid("cannot be bound: there is no SocketIOEmitter bean");
		}
		return (invocation) -> parameter.argument(instance);
	}

	private static ListenerArgument ack(ListenerParameter parameter) {
		if (parameter.listenerType() != ListenerType.EVENT) {
			throw parameter.invalid("cannot be bound: there is nothing to acknowledge in "
					+ parameter.listenerType().label() + " listeners");
		}
		return (invocation) -> parameter.argument(invocation.ack());
	}

	private static ListenerArgument disconnectReason(ListenerParameter parameter) {
		ListenerType type = parameter.listenerType();
		if (!type.isAfterConnection() && (type != ListenerType.EXCEPTION || parameter.isRequired())) {
			throw parameter.invalid("cannot be bound: there is no disconnect reason in " + type.label() + " listeners");
		}
		return (invocation) -> parameter.argument(invocation.disconnectReason());
	}

	private static ListenerArgument principal(ListenerParameter parameter) {
		Class<?> type = parameter.type();
		boolean required = parameter.isRequired();
		return (invocation) -> {
			Principal principal = invocation.socket().handshake().principal();
			if ((principal != null) ? !type.isInstance(principal) : required) {
				throw new NotAuthenticatedException();
			}
			return parameter.argument(principal);
		};
	}

}
