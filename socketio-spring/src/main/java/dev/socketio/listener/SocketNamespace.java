package dev.socketio.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Sets the namespace of the listener methods in a class, and defaults for how they are
 * called. Methods may name other namespaces and choose otherwise. Does not make the class
 * a bean.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SocketNamespace {

	/**
	 * Return the namespaces; an alias for {@link #name}.
	 * @return names of namespaces
	 */
	@AliasFor("name")
	String[] value() default {};

	/**
	 * Return the namespaces. They may contain <code>${...}</code> placeholders, and may
	 * be path templates such as <code>/tenant-{id}</code>, which stand for all namespaces
	 * that match. Without any, the listeners belong to the main namespace.
	 * @return names of namespaces
	 */
	@AliasFor("value")
	String[] name() default {};

	/**
	 * Choose the thread that calls the methods.
	 * @return {@link Execution#AUTO} to decide by the return type
	 */
	Execution execution() default Execution.AUTO;

	/**
	 * Choose how events of one socket relate to each other.
	 * @return {@link Concurrency#INHERIT} for the default of the application
	 */
	Concurrency concurrency() default Concurrency.INHERIT;

}
