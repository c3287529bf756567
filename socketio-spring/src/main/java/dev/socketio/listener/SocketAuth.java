package dev.socketio.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds a parameter to the credentials the client sent when it entered the namespace,
 * read as the type of the parameter. From a client that sent none a {@code Map} is empty,
 * an {@code Optional} is empty and a nullable parameter is {@code null}; with any other
 * type the listener is not called and the client is disconnected from the namespace. A
 * middleware of the namespace can refuse a client with a reason instead.
 * <p>
 * The object is not verified: the client chooses it. Types that say who the client is,
 * such as {@link java.security.Principal}, are refused at start-up.
 *
 * @since 0.1.0
 */
@Target({ ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SocketAuth {

}
