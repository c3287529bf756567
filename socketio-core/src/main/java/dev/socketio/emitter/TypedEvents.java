package dev.socketio.emitter;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;

import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Implements interfaces whose methods are the events that clients listen to, so that the
 * compiler checks names and arguments. A {@code void} method emits; one that returns a
 * {@code Mono} also waits for the answer.
 *
 * @since 0.1.0
 */
public final class TypedEvents {

	private static final Object[] NO_ARGUMENTS = {};

	private TypedEvents() {
	}

	/**
	 * Implement an interface.
	 * @param <T> the interface
	 * @param type the interface
	 * @param target emits the events
	 * @return an implementation that is safe for use by several threads
	 * @throws IllegalArgumentException if an argument is {@code null}, the type is no
	 * interface, or a method has a reserved name, a name another one has, a body, or a
	 * result other than {@code void} and {@code Mono}
	 */
	public static <T> T create(Class<T> type, Target target) {
		ArgumentChecks.notNull(type, "type");
		ArgumentChecks.notNull(target, "target");
		if (!type.isInterface()) {
			throw new IllegalArgumentException(type.getName() + " is not an interface");
		}
		Map<Method, Event> events = new HashMap<>();
		Map<String, Method> names = new HashMap<>();
		for (Method method : type.getMethods()) {
			if (!Modifier.isStatic(method.getModifiers())) {
				Event event = event(method);
				Method other = names.put(event.name, method);
				if (other != null) {
					throw new IllegalArgumentException(
							"Both " + other + " and " + method + " emit '" + event.name + "'");
				}
				events.put(method, event);
			}
		}
		Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				new Handler(type, events, target));
		return type.cast(proxy);
	}

	private static Event event(Method method) {
		if (method.isDefault()) {
			throw new IllegalArgumentException(method + " has a body, so it cannot be an event");
		}
		SocketEvent annotation = method.getAnnotation(SocketEvent.class);
		String name = ReservedEvents.check((annotation != null) ? annotation.value() : method.getName());
		if (method.getReturnType() == void.class) {
			return new Event(name, null);
		}
		if (method.getReturnType() == Mono.class
				&& method.getGenericReturnType() instanceof ParameterizedType parameterized) {
			return new Event(name, parameterized.getActualTypeArguments()[0]);
		}
		throw new IllegalArgumentException(method + " must return void or a Mono of something");
	}

	/**
	 * Emits the events.
	 *
	 * @since 0.1.0
	 */
	public interface Target {

		/**
		 * Emit an event.
		 * @param event the event name
		 * @param args the arguments
		 */
		void emit(String event, @Nullable Object... args);

		/**
		 * Emit an event and wait for the answer.
		 * @param event the event name
		 * @param result the type of the answer
		 * @param args the arguments
		 * @return the answer
		 */
		Mono<?> emitWithAck(String event, Type result, @Nullable Object... args);

	}

	private record Event(String name, @Nullable Type result) {

	}

	private static final class Handler implements InvocationHandler {

		private final Class<?> type;

		private final Map<Method, Event> events;

		private final Target target;

		Handler(Class<?> type, Map<Method, Event> events, Target target) {
			this.type = type;
			this.events = events;
			this.target = target;
		}

		@Override
		public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) {
			Event event = this.events.get(method);
			if (event == null) {
				return objectMethod(proxy, method, args);
			}
			@Nullable Object[] arguments = (args != null) ? args : NO_ARGUMENTS;
			if (event.result != null) {
				return this.target.emitWithAck(event.name, event.result, arguments);
			}
			this.target.emit(event.name, arguments);
			return null;
		}

		private Object objectMethod(Object proxy, Method method, @Nullable Object @Nullable [] args) {
			return switch (method.getName()) {
				case "equals" -> args != null && proxy == args[0];
				case "hashCode" -> System.identityHashCode(proxy);
				default -> "Events of " + this.type.getName();
			};
		}

	}

}
