package dev.socketio.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Binds a parameter to an entry of {@link dev.socketio.server.Socket#data()}. If there is
 * none the listener fails, unless the parameter is {@code @Nullable} or an
 * {@code Optional}. Data of a recovered socket that another server has stored as JSON is
 * read as the type of the parameter, a new object for each call.
 *
 * @since 0.1.0
 */
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SocketData {

	/**
	 * Return the name; an alias for {@link #name}.
	 * @return the name
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * Return the name.
	 * @return the name, empty for that of the parameter
	 */
	@AliasFor("value")
	String name() default "";

}
