package dev.socketio.listener.support;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.socketio.listener.Execution;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.EngineSessions;
import dev.socketio.server.Socket;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners are called and clients are answered whatever those who observe the calls
 * throw. Over real connections.
 */
class ListenerObservationFailureTests {

	private static final ObservationRegistry registry = ObservationRegistry.create();

	private static volatile String place = "";

	private static volatile Failure failure = Failure.EXCEPTION;

	private static final AtomicInteger active = new AtomicInteger();

	private static ListenerServer server;

	@BeforeAll
	static void start() {
		registry.observationConfig().observationHandler(new CountingHandler());
		registry.observationConfig().observationHandler(new BrokenHandler());
		registry.observationConfig().observationConvention(new BrokenConvention());
		server = ListenerServer.start((context) -> {
			context.registerBean(ObservationRegistry.class, () -> registry);
			context.registerBean("listener", Listener.class);
		});
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static Stream<Arguments> places() {
		return Stream.of("supports", "convention", "start", "scope opened", "scope closed", "error", "stop")
			.flatMap((name) -> Arrays.stream(Failure.values()).map((thrown) -> Arguments.of(name, thrown)));
	}

	@ParameterizedTest
	@MethodSource("places")
	void aCallDoesNotDependOnItsObservation(String name, Failure thrown) {
		try (UncaughtErrors uncaught = new UncaughtErrors(); TestClient client = server.open()) {
			uncaught.watch();
			Socket socket = server.join(client, "/");
			failure = thrown;
			place = name;
			for (String event : List.of("blocking", "loop", "late")) {
				assertThat(client.exchange("421[\"" + event + "\"]")).isEqualTo("431[\"fine\"]");
			}
			assertThat(client.exchange("421[\"failing\"]")).contains("\"status\":500");
			place = "";
			assertThat(client.exchange("422[\"current-blocking\"]")).isEqualTo("432[false]");
			assertThat(client.exchange("422[\"current-loop\"]")).isEqualTo("432[false]");
			if (!List.of("convention", "stop").contains(name)) {
				Awaitility.await()
					.dontCatchUncaughtExceptions()
					.untilAsserted(() -> assertThat(active).as("active observations").hasValue(0));
			}
			active.set(0);
			Awaitility.await()
				.dontCatchUncaughtExceptions()
				.untilAsserted(() -> assertThat(PendingCounters.of(EngineSessions.of(socket))).isEqualTo("0/0"));
		}
		finally {
			place = "";
		}
	}

	private static void fail(String where) {
		if (where.equals(place)) {
			failure.raise();
		}
	}

	static class Listener {

		@SocketEventListener("blocking")
		String blocking() {
			return "fine";
		}

		@SocketEventListener(event = "loop", execution = Execution.EVENT_LOOP)
		String loop() {
			return "fine";
		}

		@SocketEventListener("late")
		Mono<String> late() {
			return Mono.just("fine").publishOn(Schedulers.parallel());
		}

		@SocketEventListener("failing")
		void failing() {
			throw new IllegalStateException("test");
		}

		/** Whether an earlier observation has stayed on the thread. */
		@SocketEventListener("current-blocking")
		boolean currentBlocking() {
			return hasParent();
		}

		@SocketEventListener(event = "current-loop", execution = Execution.EVENT_LOOP)
		boolean currentLoop() {
			return hasParent();
		}

		private static boolean hasParent() {
			Observation.Scope scope = registry.getCurrentObservationScope();
			return scope != null && scope.getPreviousObservationScope() != null;
		}

	}

	/** Counts the observations that other handlers take part in. */
	private static final class CountingHandler implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onStart(Observation.Context context) {
			active.incrementAndGet();
		}

		@Override
		public void onStop(Observation.Context context) {
			active.decrementAndGet();
		}

	}

	private static final class BrokenHandler implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			fail("supports");
			return true;
		}

		@Override
		public void onStart(Observation.Context context) {
			fail("start");
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			fail("scope opened");
		}

		@Override
		public void onScopeClosed(Observation.Context context) {
			fail("scope closed");
		}

		@Override
		public void onError(Observation.Context context) {
			fail("error");
		}

		@Override
		public void onStop(Observation.Context context) {
			fail("stop");
		}

	}

	private static final class BrokenConvention implements GlobalObservationConvention<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(Observation.Context context) {
			fail("convention");
			return KeyValues.empty();
		}

	}

}
