package dev.socketio.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Says which of the arguments that the client sent a parameter receives. Parameters
 * without it receive the next one.
 *
 * @since 0.1.0
 */
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SocketPayload {

	/**
	 * Return the position; an alias for {@link #index}.
	 * @return the position, from 0
	 */
	@AliasFor("index")
	int value() default -1;

	/**
	 * Return the position.
	 * @return the position, from 0; -1 for the next one
	 */
	@AliasFor("value")
	int index() default -1;

	/**
	 * Choose whether the parameter receives this and all further arguments. It has to be
	 * a {@code List} or an array. A variable arity parameter does so in any case.
	 * @return {@code true} for the rest of the arguments
	 */
	boolean rest() default false;

}
