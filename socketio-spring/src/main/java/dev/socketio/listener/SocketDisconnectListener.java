package dev.socketio.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method of a bean as listener for sockets that have left a namespace. It is
 * called after everything else that is called for the socket. Events that were waiting
 * for their listeners when the socket left are dropped.
 * <p>
 * Takes the same parameters as a {@link SocketEventListener}, except for payloads and the
 * acknowledgement, and a {@link dev.socketio.server.DisconnectReason}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SocketListenerReflectiveProcessor.class)
public @interface SocketDisconnectListener {

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
