package dev.socketio.interop.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.socketio.interop.client.ServerUnderTest;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class of Engine.IO tests, after each of which the sessions of other clients must
 * still work.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServerUnderTest
@ExtendWith(CanaryExtension.class)
@interface EngineTest {

}
