package dev.socketio.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method that handles failures of listeners: of those in the same class, or of
 * all listeners if the class is a {@link SocketListenerAdvice}. The method with the
 * closest exception type is chosen; causes are looked at too. Its return value becomes
 * the acknowledgement of the event, so {@code void} makes it look like a success to the
 * client.
 * <p>
 * Takes the same parameters as a {@link SocketEventListener}, except for payloads, and
 * the exception.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SocketListenerReflectiveProcessor.class)
public @interface SocketExceptionHandler {

	/**
	 * Return the exceptions to handle; an alias for {@link #exception}.
	 * @return exception types
	 */
	@AliasFor("exception")
	Class<? extends Throwable>[] value() default {};

	/**
	 * Return the exceptions to handle. Without any it is those that the method has
	 * parameters for.
	 * @return exception types
	 */
	@AliasFor("value")
	Class<? extends Throwable>[] exception() default {};

	/**
	 * Choose the thread that calls the method.
	 * @return {@link Execution#INHERIT} for that of the class
	 */
	Execution execution() default Execution.INHERIT;

}
