package dev.socketio.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * Binds a parameter to a header of the request that opened the connection, in every kind
 * of listener. The value is converted by the {@code ConversionService}; one that cannot
 * be converted, or is missing, is an error of the client with the status 400. A
 * {@code Map<String, String>} without a name receives all headers.
 *
 * @since 0.1.0
 */
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface HandshakeHeader {

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

	/**
	 * Choose whether there has to be a value. Parameters that are {@code @Nullable} or an
	 * {@code Optional} do not need one.
	 * @return {@code false} if it may be missing
	 */
	boolean required() default true;

	/**
	 * Return the value to use where there is none.
	 * @return the text to convert
	 */
	String defaultValue() default ValueConstants.DEFAULT_NONE;

}
