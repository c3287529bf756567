package dev.socketio.listener.support;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketListenerAdvice;
import dev.socketio.server.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the listeners that a {@link SocketListenerAdvice} applies to.
 */
class ListenerAdviceTests {

	@ParameterizedTest
	@CsvSource({ "Everything, true", "Value, true", "BasePackages, true", "BasePackageClasses, true",
			"AssignableTypes, true", "Annotations, true", "OneOfSeveral, true", "OtherPackage, false",
			"SimilarPackage, false", "OtherPackageClass, false", "OtherType, false", "OtherAnnotation, false" })
	void appliesToMatchingListeners(String advice, boolean applies) throws ClassNotFoundException {
		Class<?> type = Class.forName(getClass().getName() + "$" + advice);
		try (ListenerServer server = ListenerServer.start(Listener.class, type); TestClient client = server.connect()) {
			String ack = client.exchange("421[\"fail\"]");
			if (applies) {
				assertThat(ack).isEqualTo("431[\"advised\"]");
			}
			else {
				assertThat(ack).contains("\"code\":\"internal_error\"");
			}
		}
	}

	@Test
	void namesBean() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			new AnnotatedBeanDefinitionReader(context).register(Named.class);
			assertThat(context.containsBeanDefinition("myAdvice")).isTrue();
		}
	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface Marker {

	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface OtherMarker {

	}

	@Marker
	static class Listener {

		@SocketEventListener("fail")
		void fail() {
			throw new IllegalStateException();
		}

	}

	abstract static class Advice {

		@SocketExceptionHandler
		String handle(IllegalStateException ex) {
			return "advised";
		}

	}

	@SocketListenerAdvice
	static class Everything extends Advice {

	}

	@SocketListenerAdvice("dev.socketio.listener")
	static class Value extends Advice {

	}

	@SocketListenerAdvice(basePackages = "dev.socketio.listener.support")
	static class BasePackages extends Advice {

	}

	@SocketListenerAdvice(basePackageClasses = SocketEventListener.class)
	static class BasePackageClasses extends Advice {

	}

	@SocketListenerAdvice(assignableTypes = { Runnable.class, Listener.class })
	static class AssignableTypes extends Advice {

	}

	@SocketListenerAdvice(annotations = Marker.class)
	static class Annotations extends Advice {

	}

	@SocketListenerAdvice(basePackages = "org.example", annotations = Marker.class)
	static class OneOfSeveral extends Advice {

	}

	@SocketListenerAdvice("org.example")
	static class OtherPackage extends Advice {

	}

	@SocketListenerAdvice("dev.socketio.listener.sup")
	static class SimilarPackage extends Advice {

	}

	@SocketListenerAdvice(basePackageClasses = Socket.class)
	static class OtherPackageClass extends Advice {

	}

	@SocketListenerAdvice(assignableTypes = Runnable.class)
	static class OtherType extends Advice {

	}

	@SocketListenerAdvice(annotations = OtherMarker.class)
	static class OtherAnnotation extends Advice {

	}

	@SocketListenerAdvice(name = "myAdvice")
	static class Named extends Advice {

	}

}
