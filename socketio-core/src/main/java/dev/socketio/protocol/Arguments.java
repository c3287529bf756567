package dev.socketio.protocol;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Arguments of an event or of an acknowledgement, as a peer sent them. They are decoded
 * one by one, when they are read with a type. Instances are immutable and safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public interface Arguments {

	/**
	 * Return the number of arguments.
	 * @return the number, without the event name
	 */
	int size();

	/**
	 * Return how much memory of the received packet these arguments hold.
	 * @return the number of bytes, without the values that are read; an estimate if
	 * another server has sent the values
	 */
	long retainedBytes();

	/**
	 * Read an argument as the given type.
	 * @param index the position, from 0
	 * @param type the type, with generics if it has any
	 * @return the value; {@code null} if the peer sent {@code null} or fewer arguments
	 * @throws ArgumentConversionException if the argument is of another shape
	 */
	@Nullable Object get(int index, Type type);

	/**
	 * Read an argument as the given class.
	 * @param <T> the class
	 * @param index the position, from 0
	 * @param type the class
	 * @return the value; {@code null} if the peer sent {@code null} or fewer arguments
	 * @throws ArgumentConversionException if the argument is of another shape
	 */
	@SuppressWarnings("unchecked")
	default <T> @Nullable T get(int index, Class<T> type) {
		return (T) get(index, (Type) type);
	}

	/**
	 * Read an argument as a generic type.
	 * @param <T> the type
	 * @param index the position, from 0
	 * @param type the type
	 * @return the value; {@code null} if the peer sent {@code null} or fewer arguments
	 * @throws ArgumentConversionException if the argument is of another shape
	 */
	@SuppressWarnings("unchecked")
	default <T> @Nullable T get(int index, TypeRef<T> type) {
		return (T) get(index, type.type());
	}

	/**
	 * Read an argument as the type it has in JSON or MessagePack: {@code Map},
	 * {@code List}, {@code String}, {@code Number}, {@code Boolean} or {@code byte[]}.
	 * @param index the position, from 0
	 * @return the value; {@code null} if the peer sent {@code null} or fewer arguments
	 */
	default @Nullable Object get(int index) {
		return get(index, (Type) Object.class);
	}

	/**
	 * Read all arguments, like {@link #get(int)}.
	 * @return a new list
	 */
	default List<@Nullable Object> toList() {
		List<@Nullable Object> list = new ArrayList<>(size());
		for (int i = 0; i < size(); i++) {
			list.add(get(i));
		}
		return list;
	}

}
