package dev.socketio.listener.support;

import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.socketio.listener.InvalidListenerException;
import dev.socketio.listener.ListenerParameter;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * The classes that the type of a payload consists of.
 */
final class PayloadParts {

	/** What such types contain is declared by the type arguments of these. */
	private static final List<Class<?>> CONTAINERS = List.of(Iterable.class, Map.class);

	private static final int MAX_DEPTH = 8;

	private final List<Class<?>> classes = new ArrayList<>();

	private final Set<Type> seen = new HashSet<>();

	private PayloadParts() {
	}

	/**
	 * Return the classes that a type consists of.
	 * @param type the type
	 * @return its class and those of elements, type arguments and bounds
	 */
	static List<Class<?>> of(Type type) {
		PayloadParts parts = new PayloadParts();
		parts.collect(type);
		return parts.classes;
	}

	/**
	 * Check what the parts of a payload are created from, at any depth of records.
	 * @param parameter the parameter that receives the payload
	 * @throws InvalidListenerException if an annotation promises a value that the client
	 * would choose
	 */
	static void checkProperties(ListenerParameter parameter) {
		Deque<Class<?>> pending = new ArrayDeque<>(of(parameter.genericType()));
		Set<Class<?>> checked = new HashSet<>();
		while (!pending.isEmpty()) {
			Class<?> type = pending.remove();
			if (!checked.add(type)) {
				continue;
			}
			for (Constructor<?> constructor : type.getDeclaredConstructors()) {
				for (Parameter property : constructor.getParameters()) {
					check(parameter, type, UnsupportedParameters.trusted(property));
				}
			}
			if (type.isRecord()) {
				for (RecordComponent component : type.getRecordComponents()) {
					check(parameter, type, UnsupportedParameters.trusted(component));
					pending.addAll(of(component.getGenericType()));
				}
			}
		}
	}

	private static void check(ListenerParameter parameter, Class<?> type, @Nullable Class<?> annotation) {
		if (annotation != null) {
			throw parameter.invalid("has the type " + type.getName() + " with @" + annotation.getSimpleName()
					+ ", which has no meaning there: the client would choose the value. Use a parameter of its own.");
		}
	}

	private void collect(@Nullable Type type) {
		if (type == null || !this.seen.add(type)) {
			return;
		}
		if (type instanceof Class<?> raw) {
			Class<?> element = raw;
			while (element.isArray()) {
				element = element.componentType();
			}
			this.classes.add(element);
			collectElements(element);
		}
		else if (type instanceof ParameterizedType parameterized) {
			collect(parameterized.getRawType());
			collectElements(parameterized);
			for (Type argument : parameterized.getActualTypeArguments()) {
				collect(argument);
			}
		}
		else if (type instanceof GenericArrayType array) {
			collect(array.getGenericComponentType());
		}
		else if (type instanceof WildcardType wildcard) {
			collectAll(wildcard.getUpperBounds());
		}
		else if (type instanceof TypeVariable<?> variable) {
			collectAll(variable.getBounds());
		}
	}

	private void collectAll(Type[] types) {
		for (Type type : types) {
			collect(type);
		}
	}

	/** The class of a container may fix the type of its elements. */
	private void collectElements(Type type) {
		for (Class<?> container : CONTAINERS) {
			for (ResolvableType element : ResolvableType.forType(type).as(container).getGenerics()) {
				collectResolved(element, MAX_DEPTH);
			}
		}
	}

	/** A bound may refer to its own variable. */
	private void collectResolved(ResolvableType type, int depth) {
		Class<?> raw = type.resolve();
		if (raw == null || depth == 0) {
			return;
		}
		collect(raw);
		for (ResolvableType argument : type.getGenerics()) {
			collectResolved(argument, depth - 1);
		}
	}

}
