package dev.socketio.emitter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the event that a method of a typed interface emits. Without it the name of the
 * method is the name of the event.
 *
 * @since 0.1.0
 * @see TypedEvents
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SocketEvent {

	/**
	 * Return the event name.
	 * @return the name as clients listen to it
	 */
	String value();

}
