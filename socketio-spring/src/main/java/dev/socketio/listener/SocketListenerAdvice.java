package dev.socketio.listener;

import java.lang.annotation.Annotation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Marks a component whose {@link SocketExceptionHandler} methods apply to listeners of
 * other classes. Several of them are asked in the order of their {@code @Order}, after
 * the listener's own class. Without attributes it applies to all listeners, otherwise to
 * those that match one of them. The attributes have the meaning that they have on
 * {@link org.springframework.web.bind.annotation.ControllerAdvice}.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface SocketListenerAdvice {

	/**
	 * Return the name of the bean.
	 * @return the name, empty for the default
	 */
	@AliasFor(annotation = Component.class, attribute = "value")
	String name() default "";

	/**
	 * Return base packages of listeners; an alias for {@link #basePackages}.
	 * @return names of packages
	 */
	@AliasFor("basePackages")
	String[] value() default {};

	/**
	 * Return base packages of listeners.
	 * @return names of packages
	 */
	@AliasFor("value")
	String[] basePackages() default {};

	/**
	 * Return classes whose packages are base packages of listeners.
	 * @return classes or interfaces
	 */
	Class<?>[] basePackageClasses() default {};

	/**
	 * Return types of listeners.
	 * @return classes or interfaces
	 */
	Class<?>[] assignableTypes() default {};

	/**
	 * Return annotations of the classes of listeners.
	 * @return annotation types
	 */
	Class<? extends Annotation>[] annotations() default {};

}
