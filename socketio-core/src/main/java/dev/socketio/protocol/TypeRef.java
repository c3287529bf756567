package dev.socketio.protocol;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Captures a generic type for {@link Arguments#get(int, TypeRef)}: create an anonymous
 * subclass, {@code new TypeRef<List<Item>>() {}}.
 *
 * @param <T> the type
 * @since 0.1.0
 */
public abstract class TypeRef<T> {

	private final Type type;

	/**
	 * Capture the type argument of the subclass.
	 */
	protected TypeRef() {
		if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
			throw new IllegalStateException("TypeRef needs a type argument: new TypeRef<List<String>>() {}");
		}
		this.type = parameterized.getActualTypeArguments()[0];
	}

	/**
	 * Return the captured type.
	 * @return the type
	 */
	public final Type type() {
		return this.type;
	}

}
