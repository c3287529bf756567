package dev.socketio.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method of a bean as listener for sockets that are about to leave a namespace.
 * <p>
 * Takes the parameters of a {@link SocketDisconnectListener}. A {@code Set<String>}
 * receives the rooms the socket was in. Methods that run on the event loop are called at
 * once, so that {@link dev.socketio.server.Socket#rooms()} and broadcasts to those rooms
 * still see the socket; methods that may block are called after the connect listeners and
 * after a call that has started, and have to use the {@code Set<String>}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SocketListenerReflectiveProcessor.class)
public @interface SocketDisconnectingListener {

	/**
	 * Return the namespaces; an alias for {@link #namespace}.
	 * @return names of namespaces
	 */
	@AliasFor("namespace")
	String[] value() default {};

	/**
	 * Return the namespaces. They may contain <code>${...}</code> placeholders, and may
	 * be path templates such as <code>/tenant-{id}</code>, which stand for all namespaces
	 * that match. Without any the method has those of its class, else the main namespace.
	 * @return names of namespaces
	 */
	@AliasFor("value")
	String[] namespace() default {};

	/**
	 * Choose the thread that calls the method.
	 * @return {@link Execution#INHERIT} for that of the class
	 */
	Execution execution() default Execution.INHERIT;

}
