package dev.socketio.interop.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class the server to test, as a constructor or method parameter of type
 * {@link TestServer}. All the classes of a JVM share one server.
 *
 * @see ServerUnderTestExtension
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServerUnderTestExtension.class)
public @interface ServerUnderTest {

}
