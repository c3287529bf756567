package dev.socketio.listener;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.security.Principal;
import java.util.Set;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.server.Ack;
import dev.socketio.server.DisconnectReason;
import dev.socketio.server.Handshake;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/**
 * Makes listeners callable, and their payloads readable and writable as JSON, in a native
 * image.
 */
class SocketListenerReflectiveProcessor implements ReflectiveProcessor {

	/** Types that are no JSON. */
	private static final Set<Class<?>> CONTEXT = Set.of(Socket.class, Namespace.class, SocketIOServer.class,
			SocketIOEmitter.class, Ack.class, Handshake.class, DisconnectReason.class, Principal.class, AckArgs.class,
			SocketError.class);

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (!(element instanceof Method method)) {
			return;
		}
		hints.registerMethod(method, ExecutableMode.INVOKE);
		for (Type type : method.getGenericParameterTypes()) {
			registerBinding(hints, ResolvableType.forType(type));
		}
		registerBinding(hints, ResolvableType.forType(method.getGenericReturnType()));
	}

	private void registerBinding(ReflectionHints hints, ResolvableType type) {
		Class<?> raw = type.resolve();
		if (raw == null || CONTEXT.contains(raw) || Throwable.class.isAssignableFrom(raw)) {
			return;
		}
		if (ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw) != null) {
			for (ResolvableType generic : type.getGenerics()) {
				registerBinding(hints, generic);
			}
			return;
		}
		this.binding.registerReflectionHints(hints, type.getType());
	}

}
