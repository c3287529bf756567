package dev.socketio.listener.support;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.support.FailingListener.UnreachableListener;
import dev.socketio.server.EngineSessions;
import dev.socketio.server.Socket;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.config.BeanDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is thrown wherever code of the application is called for an event, the client
 * gets an answer and nothing stays behind. Over real connections.
 */
class ListenerFailureMatrixTests {

	private static final String INTERNAL_ERROR = "431[{\"error\":{\"status\":500,\"code\":\"internal_error\","
			+ "\"message\":\"The event could not be handled\",\"details\":[]}}]";

	private static ListenerServer server;

	private final UncaughtErrors uncaught = new UncaughtErrors();

	@BeforeAll
	static void start() {
		server = ListenerServer.start(ListenerOptions.builder().maxElements(3).build(), (context) -> {
			context.registerBean("failing", FailingListener.class);
			context.registerBean("advice", FailingListener.Advice.class);
			context.registerBean("resolver", FailingListener.Resolver.class);
			context.registerBean("unreachable", UnreachableListener.class,
					(definition) -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE));
		});
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void watch() {
		this.uncaught.watch();
	}

	@AfterEach
	void unwatch() {
		this.uncaught.close();
		UnreachableListener.failure = null;
	}

	static Stream<Arguments> places() {
		return places(FailingListener.class).stream()
			.filter((place) -> !place.equals("fine"))
			.flatMap((place) -> Arrays.stream(Failure.values()).map((failure) -> Arguments.of(place, failure)));
	}

	private static List<String> places(Class<?> listener) {
		return Arrays.stream(listener.getDeclaredMethods())
			.filter((method) -> method.isAnnotationPresent(SocketEventListener.class))
			.map(ListenerFailureMatrixTests::event)
			.sorted()
			.toList();
	}

	private static String event(Method method) {
		SocketEventListener annotation = method.getAnnotation(SocketEventListener.class);
		return (annotation.value().length > 0) ? annotation.value()[0] : annotation.event()[0];
	}

	@ParameterizedTest
	@MethodSource("places")
	void everyFailureIsAcknowledged(String place, Failure failure) {
		String answer = fail("421[\"" + place + "\",\"" + failure + "\"]");
		if (place.equals("argument-creator") && !Error.class.isInstance(failure.create())) {
			assertThat(answer).contains("\"status\":400,\"code\":\"invalid_argument\"");
		}
		else {
			assertThat(answer).isEqualTo(INTERNAL_ERROR);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aBeanThatCannotBeCreatedIsAFailure(Failure failure) {
		UnreachableListener.failure = failure;
		assertThat(fail("421[\"bean\"]")).isEqualTo(INTERNAL_ERROR);
	}

	@Test
	void errorsOfTheVirtualMachineReachTheHandlerOfTheThread() {
		for (String place : List.of("blocking", "loop", "mono-assembly", "mono-subscription", "mono-late", "flux-late",
				"future-late", "handler-blocking", "handler-late")) {
			this.uncaught.clear();
			assertThat(fail("421[\"" + place + "\",\"STACK_OVERFLOW\"]")).isEqualTo(INTERNAL_ERROR);
			await().untilAsserted(() -> assertThat(this.uncaught.errors()).as(place).hasSize(1));
		}
		this.uncaught.clear();
		assertThat(fail("421[\"blocking\",\"ASSERTION\"]")).isEqualTo(INTERNAL_ERROR);
		assertThat(this.uncaught.errors()).isEmpty();
	}

	private static ConditionFactory await() {
		return Awaitility.await()
			.dontCatchUncaughtExceptions()
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofSeconds(20));
	}

	/** Send an event and return its answer, after a check that everything goes on. */
	private static String fail(String event) {
		FailingListener listener = server.bean(FailingListener.class);
		try (TestClient client = server.open(); TestClient other = server.connect()) {
			Socket socket = server.join(client, "/");
			String answer = client.exchange(event);
			assertThat(client.exchange("422[\"fine\"]")).isEqualTo("432[]");
			assertThat(other.exchange("421[\"fine\"]")).isEqualTo("431[]");
			client.send("41");
			await().untilAsserted(() -> assertThat(listener.left).containsOnlyOnce(socket.id()));
			await().untilAsserted(() -> assertThat(PendingCounters.of(EngineSessions.of(socket))).isEqualTo("0/0"));
			return answer;
		}
	}

}
