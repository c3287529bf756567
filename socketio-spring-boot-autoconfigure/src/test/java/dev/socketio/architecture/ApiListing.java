package dev.socketio.architecture;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Lists what code outside of a package can see of a class: one line for the type and one
 * for each public or protected member. Every line starts with the name of the type and of
 * the member, so that lines can be sorted and merged. Nullness is part of a signature.
 */
final class ApiListing {

	private static final int TYPE_MODIFIERS = Modifier.ABSTRACT | Modifier.FINAL | Modifier.STATIC;

	private static final int MEMBER_MODIFIERS = Modifier.PROTECTED | Modifier.ABSTRACT | Modifier.FINAL
			| Modifier.STATIC;

	/** Supertypes that follow from the kind of a type. */
	private static final Set<Class<?>> IMPLIED = Set.of(Object.class, Record.class, Enum.class, Annotation.class);

	private final Class<?> type;

	private final Set<String> lines = new TreeSet<>();

	private ApiListing(Class<?> type) {
		this.type = type;
	}

	/**
	 * List the API of classes.
	 * @param classes the classes; those that are not accessible are left out
	 * @return sorted lines, each of them once
	 */
	static List<String> of(Collection<Class<?>> classes) {
		Set<String> lines = new TreeSet<>();
		classes.stream().filter(ApiListing::isAccessible).forEach((type) -> lines.addAll(new ApiListing(type).list()));
		return List.copyOf(lines);
	}

	/** Whether code of another package can name the class. */
	private static boolean isAccessible(Class<?> type) {
		Class<?> outer = type.getDeclaringClass();
		if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
			return false;
		}
		return isVisible(type.getModifiers(), outer) && (outer == null || isAccessible(outer));
	}

	/** Protected members of classes that cannot be extended are out of reach. */
	private static boolean isVisible(int modifiers, @Nullable Class<?> owner) {
		return Modifier.isPublic(modifiers)
				|| Modifier.isProtected(modifiers) && owner != null && !Modifier.isFinal(owner.getModifiers());
	}

	private Set<String> list() {
		this.lines.add(this.type.getName() + " : " + declaration());
		Stream.of(this.type.getDeclaredConstructors()).filter(this::isListed).forEach(this::constructor);
		members(this.type);
		return this.lines;
	}

	/** The members of hidden supertypes count as members of the class. */
	private void members(Class<?> declaring) {
		Stream.of(declaring.getDeclaredFields()).filter(this::isListed).forEach(this::field);
		Stream.of(declaring.getDeclaredMethods()).filter(this::isListed).forEach(this::method);
		supertypes(declaring).filter((supertype) -> !isAccessible(supertype)).forEach(this::members);
	}

	private static Stream<Class<?>> supertypes(Class<?> type) {
		Stream<Class<?>> interfaces = Stream.of(type.getInterfaces());
		return (type.getSuperclass() != null) ? Stream.concat(Stream.of(type.getSuperclass()), interfaces) : interfaces;
	}

	private boolean isListed(Member member) {
		return !member.isSynthetic() && isVisible(member.getModifiers(), this.type);
	}

	/** The sign sorts members behind their type and before the types nested in it. */
	private void add(String member, String... signature) {
		String rest = joined(List.of(signature));
		this.lines.add(this.type.getName() + "#" + member + (rest.isEmpty() ? "" : " : " + rest));
	}

	private String declaration() {
		int modifiers = this.type.getModifiers() & TYPE_MODIFIERS;
		if (this.type.isInterface()) {
			modifiers &= ~(Modifier.ABSTRACT | Modifier.STATIC);
		}
		List<String> parts = new ArrayList<>();
		parts.add(Modifier.toString(modifiers));
		parts.add(this.type.isSealed() ? "sealed" : "");
		parts.add(kind() + variables(this.type.getTypeParameters()));
		Set<String> supertypes = new TreeSet<>();
		addSupertypes(this.type, supertypes);
		parts.add(supertypes.isEmpty() ? "" : "extends " + String.join(", ", supertypes));
		return joined(parts);
	}

	private String kind() {
		if (this.type.isAnnotation()) {
			return "@interface";
		}
		if (this.type.isInterface()) {
			return "interface";
		}
		if (this.type.isEnum()) {
			return "enum";
		}
		return this.type.isRecord() ? "record" : "class";
	}

	/** In place of a hidden supertype come its own. */
	private static void addSupertypes(Class<?> type, Set<String> names) {
		AnnotatedType superclass = type.getAnnotatedSuperclass();
		Stream<AnnotatedType> interfaces = Stream.of(type.getAnnotatedInterfaces());
		(superclass != null ? Stream.concat(Stream.of(superclass), interfaces) : interfaces).forEach((supertype) -> {
			Class<?> raw = raw(supertype.getType());
			if (!isAccessible(raw)) {
				addSupertypes(raw, names);
			}
			else if (!IMPLIED.contains(raw)) {
				names.add(name(supertype));
			}
		});
	}

	private static Class<?> raw(Type type) {
		return (Class<?>) ((type instanceof ParameterizedType parameterized) ? parameterized.getRawType() : type);
	}

	private void field(Field field) {
		add(field.getName(), Modifier.toString(field.getModifiers() & MEMBER_MODIFIERS),
				name(field.getAnnotatedType()));
	}

	private void constructor(Constructor<?> constructor) {
		add("new" + parameters(constructor), modifiers(constructor), variables(constructor.getTypeParameters()),
				exceptions(constructor));
	}

	private void method(Method method) {
		boolean isOptional = method.isDefault() || method.getDefaultValue() != null;
		add(method.getName() + parameters(method), modifiers(method), isOptional ? "default" : "",
				variables(method.getTypeParameters()), name(method.getAnnotatedReturnType()), exceptions(method));
	}

	private static String modifiers(Executable executable) {
		int modifiers = executable.getModifiers() & MEMBER_MODIFIERS;
		if (executable.getDeclaringClass().isInterface()) {
			modifiers &= ~Modifier.ABSTRACT;
		}
		return Modifier.toString(modifiers);
	}

	private static String parameters(Executable executable) {
		AnnotatedType[] types = executable.getAnnotatedParameterTypes();
		String parameters = names(types);
		if (executable.isVarArgs()) {
			parameters = parameters.substring(0, parameters.length() - "[]".length()) + "...";
		}
		return "(" + parameters + ")";
	}

	private static String exceptions(Executable executable) {
		AnnotatedType[] types = executable.getAnnotatedExceptionTypes();
		return (types.length > 0) ? "throws " + names(types) : "";
	}

	private static String variables(TypeVariable<?>[] variables) {
		return (variables.length > 0) ? list(variables, ApiListing::variable, "<", ">") : "";
	}

	private static String variable(TypeVariable<?> variable) {
		List<AnnotatedType> bounds = Arrays.stream(variable.getAnnotatedBounds())
			.filter((bound) -> bound.getType() != Object.class || bound.getAnnotations().length > 0)
			.toList();
		String name = variable.getName();
		return bounds.isEmpty() ? name : name + " extends " + bounds(bounds);
	}

	private static String bounds(List<AnnotatedType> bounds) {
		return bounds.stream().map(ApiListing::name).collect(Collectors.joining(" & "));
	}

	private static String names(AnnotatedType[] types) {
		return list(types, ApiListing::name, "", "");
	}

	private static <T> String list(T[] elements, Function<T, String> text, String prefix, String suffix) {
		return Arrays.stream(elements).map(text).collect(Collectors.joining(", ", prefix, suffix));
	}

	private static String name(AnnotatedType type) {
		if (type instanceof AnnotatedArrayType array) {
			String annotations = annotations(type);
			return name(array.getAnnotatedGenericComponentType()) + (annotations.isEmpty() ? "" : " " + annotations)
					+ "[]";
		}
		if (type instanceof AnnotatedParameterizedType parameterized) {
			String raw = raw(type.getType()).getName();
			return annotations(type) + simplified(raw) + "<" + names(parameterized.getAnnotatedActualTypeArguments())
					+ ">";
		}
		if (type instanceof AnnotatedWildcardType wildcard) {
			return annotations(type) + "?" + bounds(" super ", wildcard.getAnnotatedLowerBounds())
					+ bounds(" extends ", wildcard.getAnnotatedUpperBounds());
		}
		if (type instanceof AnnotatedTypeVariable) {
			return annotations(type) + type.getType().getTypeName();
		}
		return annotations(type) + simplified(raw(type.getType()).getName());
	}

	private static String bounds(String keyword, AnnotatedType[] bounds) {
		List<AnnotatedType> stated = Arrays.stream(bounds)
			.filter((bound) -> bound.getType() != Object.class || bound.getAnnotations().length > 0)
			.toList();
		return stated.isEmpty() ? "" : keyword + bounds(stated);
	}

	private static String annotations(AnnotatedType type) {
		StringBuilder text = new StringBuilder();
		for (Annotation annotation : type.getAnnotations()) {
			text.append('@').append(annotation.annotationType().getSimpleName()).append(' ');
		}
		return text.toString();
	}

	/** Types of the language itself are known without their package. */
	private static String simplified(String name) {
		String prefix = "java.lang.";
		return (name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0) ? name.substring(prefix.length())
				: name;
	}

	private static String joined(List<String> parts) {
		return parts.stream().filter((part) -> !part.isEmpty()).collect(Collectors.joining(" "));
	}

}
