package dev.socketio.listener;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;

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
		if (raw == null || raw.getName().startsWith("dev.socketio.")
				&& raw.getPackageName().matches("dev\\.socketio\\.(server|emitter|protocol|listener)")) {
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
