package dev.socketio.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method of a bean as listener for events of clients. {@link SocketNamespace} on
 * the class sets defaults.
 * <p>
 * The arguments of the client bind to parameters by position, with full generics.
 * Parameters of some types take no position: {@link dev.socketio.server.Socket},
 * {@link dev.socketio.server.Namespace}, {@link dev.socketio.server.SocketIOServer},
 * {@link dev.socketio.emitter.SocketIOEmitter}, {@link dev.socketio.server.Ack},
 * {@link dev.socketio.server.Handshake}, {@link java.security.Principal}; neither do
 * those with {@link SocketAuth}, {@link SocketEventName}, {@link SocketData},
 * {@link SocketNamespaceVariable} and Spring Security's {@code @AuthenticationPrincipal}.
 * An argument that is {@code null} or missing fails the event, unless the parameter is
 * {@code @Nullable} or an {@code Optional}. Additional arguments are ignored.
 * <p>
 * The return value acknowledges the event if the client asked for that: {@code void} and
 * {@code Mono<Void>} with no value, a {@code Flux} or {@code Stream} with one array,
 * {@link AckArgs} with several values, anything else with one value. With an
 * {@link dev.socketio.server.Ack} parameter the method answers by itself. Of several
 * listeners for one event only one may return a value.
 * <p>
 * A failure acknowledges the event with a {@link SocketError}, unless a
 * {@link SocketExceptionHandler} decides otherwise. It never closes the connection.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SocketListenerReflectiveProcessor.class)
public @interface SocketEventListener {

	/**
	 * Return the names of the events; an alias for {@link #event}.
	 * @return event names
	 */
	@AliasFor("event")
	String[] value() default {};

	/**
	 * Return the names of the events. They may contain <code>${...}</code> placeholders.
	 * The name {@code *} stands for every event; such a listener answers only what no
	 * other listener handles.
	 * @return event names
	 */
	@AliasFor("value")
	String[] event() default {};

	/**
	 * Return the namespaces. They may contain <code>${...}</code> placeholders, and may
	 * be path templates such as <code>/tenant-{id}</code>, which stand for all namespaces
	 * that match. Without any the method has those of its class, else the main namespace.
	 * @return names of namespaces
	 */
	String[] namespace() default {};

	/**
	 * Choose the thread that calls the method.
	 * @return {@link Execution#INHERIT} for that of the class
	 */
	Execution execution() default Execution.INHERIT;

	/**
	 * Choose how events of one socket relate to each other.
	 * @return {@link Concurrency#INHERIT} for the choice of the class
	 */
	Concurrency concurrency() default Concurrency.INHERIT;

	/**
	 * Choose whether events are acknowledged.
	 * @return the mode
	 */
	AckMode ack() default AckMode.AUTO;

}
