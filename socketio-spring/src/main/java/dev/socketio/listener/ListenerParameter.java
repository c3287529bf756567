package dev.socketio.listener;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * A parameter of a listener method. Its argument may be missing if it is an
 * {@code Optional} or {@code @Nullable}.
 *
 * @since 0.1.0
 */
public final class ListenerParameter {

	private final MethodParameter parameter;

	private final ListenerType listenerType;

	private final Set<String> namespaces;

	private final MergedAnnotations annotations;

	private final boolean wrapped;

	private final Type valueType;

	private final Class<?> rawType;

	/**
	 * Describe a parameter.
	 * @param parameter the parameter
	 * @param listenerClass the class of the listener, in which type variables are
	 * resolved
	 * @param listenerType the type of the listener
	 * @param namespaces names and path templates of the namespaces of the listener, none
	 * if they are not known
	 */
	public ListenerParameter(MethodParameter parameter, Class<?> listenerClass, ListenerType listenerType,
			Set<String> namespaces) {
		this.parameter = parameter;
		this.listenerType = listenerType;
		this.namespaces = Set.copyOf(namespaces);
		this.annotations = MergedAnnotations.from(parameter.getParameterAnnotations());
		this.wrapped = parameter.getParameterType() == Optional.class;
		MethodParameter value = this.wrapped ? parameter.nested() : parameter;
		this.valueType = GenericTypeResolver.resolveType(value.getNestedGenericParameterType(), listenerClass);
		this.rawType = ResolvableType.forType(this.valueType).resolve(Object.class);
	}

	/**
	 * Return the parameter in the form that Spring knows.
	 * @return the parameter
	 */
	public MethodParameter methodParameter() {
		return this.parameter;
	}

	/**
	 * Return the class of the value.
	 * @return the class; of an {@code Optional}, that of the value in it
	 */
	public Class<?> type() {
		return this.rawType;
	}

	/**
	 * Return the type of the value, with type variables resolved.
	 * @return the type; of an {@code Optional}, that of the value in it
	 */
	public Type genericType() {
		return this.valueType;
	}

	/**
	 * Return whether there has to be a value.
	 * @return {@code false} for an {@code Optional} and for a parameter that accepts
	 * {@code null}
	 */
	public boolean isRequired() {
		return !this.wrapped && !this.parameter.isOptional();
	}

	/**
	 * Return the argument for a value.
	 * @param value the value, {@code null} if there is none
	 * @return an {@code Optional} if the parameter is one, otherwise the value
	 */
	public @Nullable Object argument(@Nullable Object value) {
		return this.wrapped ? Optional.ofNullable(value) : value;
	}

	/**
	 * Return the type of the listener.
	 * @return the type of the listener
	 */
	public ListenerType listenerType() {
		return this.listenerType;
	}

	/**
	 * Return the namespaces of the listener.
	 * @return names and path templates; none for exception handlers
	 */
	public Set<String> namespaces() {
		return this.namespaces;
	}

	/**
	 * Return the annotations of the parameter.
	 * @return annotations and their meta-annotations
	 */
	public MergedAnnotations annotations() {
		return this.annotations;
	}

	/**
	 * Return an annotation of the parameter.
	 * @param type the annotation type
	 * @param <A> the annotation type
	 * @return the annotation or meta-annotation, perhaps a missing one
	 */
	public <A extends Annotation> MergedAnnotation<A> annotation(Class<A> type) {
		return this.annotations.get(type);
	}

	/**
	 * Return the name that an annotation gives, or that of the parameter.
	 * @param declared the name in the annotation, perhaps empty
	 * @return the name
	 * @throws InvalidListenerException if there is none
	 */
	public String name(String declared) {
		if (StringUtils.hasText(declared)) {
			return declared;
		}
		String name = this.parameter.getParameterName();
		if (name == null) {
			throw invalid("needs a name in its annotation, or compilation with -parameters");
		}
		return name;
	}

	/**
	 * Create the exception for a parameter that cannot be bound.
	 * @param problem the rest of a sentence that begins with the parameter
	 * @return the exception
	 */
	public InvalidListenerException invalid(String problem) {
		return new InvalidListenerException(this + " " + problem);
	}

	@Override
	public String toString() {
		String name = this.parameter.getParameterName();
		Method method = this.parameter.getMethod();
		return "Parameter " + ((name != null) ? "'" + name + "'" : String.valueOf(this.parameter.getParameterIndex()))
				+ ((method != null) ? " of " + ClassUtils.getQualifiedMethodName(method) : "");
	}

}
