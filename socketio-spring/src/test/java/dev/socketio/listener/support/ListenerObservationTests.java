package dev.socketio.listener.support;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectListener;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketNamespace;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ListenerObservation}, over real connections.
 */
class ListenerObservationTests {

	private final List<Map<String, String>> observed = new CopyOnWriteArrayList<>();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private ListenerServer server;

	@BeforeEach
	void start() {
		this.registry.observationConfig().observationHandler(new Recorder());
		this.server = ListenerServer.start((context) -> {
			context.registerBean(ObservationRegistry.class, () -> this.registry);
			context.registerBean("listener", Listener.class);
			context.registerBean("any", AnyListener.class);
		});
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void observesInvocations() {
		try (TestClient client = this.server.connect("/tenant-7")) {
			assertThat(client.exchange("42/tenant-7,1[\"blocking\"]")).isEqualTo("43/tenant-7,1[true]");
			assertThat(client.exchange("42/tenant-7,2[\"reactive\"]")).isEqualTo("43/tenant-7,2[true]");
			assertThat(client.exchange("42/tenant-7,3[\"failing\"]")).contains("\"status\":500");
			assertThat(client.exchange("42/tenant-7,4[\"handled\"]")).isEqualTo("43/tenant-7,4[\"handled\"]");
			assertThat(client.exchange("42/tenant-7,5[\"number\",\"x\"]")).contains("\"status\":400");
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.observed).hasSize(5));
		assertThat(this.observed).containsExactly(tags("blocking", "SUCCESS", "none"),
				tags("reactive", "SUCCESS", "none"), tags("failing", "SERVER_ERROR", "IllegalStateException"),
				tags("handled", "HANDLED", "IllegalArgumentException"),
				tags("number", "CLIENT_ERROR", "ArgumentConversionException"));
	}

	@Test
	void namesOfClientsAreNoTags() {
		try (TestClient client = this.server.connect("/any")) {
			assertThat(client.exchange("42/any,1[\"chosen by the client\"]")).isEqualTo("43/any,1[true]");
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.observed).hasSize(1));
		assertThat(this.observed).containsExactly(Map.of("namespace", "/any", "event", "*", "listener", "any.any",
				"outcome", "SUCCESS", "exception", "none"));
	}

	@Test
	void listenersOfTheLifeCycleHaveTheirNames() {
		try (TestClient client = this.server.connect("/life")) {
			client.send("41/life,");
			Awaitility.await().untilAsserted(() -> assertThat(this.observed).hasSize(2));
		}
		assertThat(this.observed).extracting((tags) -> tags.get("event")).containsExactly("connect", "disconnect");
	}

	private static Map<String, String> tags(String event, String outcome, String exception) {
		return Map.of("namespace", "/tenant-{id}", "event", event, "listener", "listener." + event, "outcome", outcome,
				"exception", exception);
	}

	@SocketNamespace("/tenant-{id}")
	static class Listener {

		private final ObservationRegistry registry;

		Listener(ObservationRegistry registry) {
			this.registry = registry;
		}

		@SocketEventListener("blocking")
		boolean blocking() {
			return this.registry.getCurrentObservation() != null;
		}

		@SocketEventListener("reactive")
		Mono<Boolean> reactive() {
			return Mono.deferContextual((context) -> Mono.just(context.hasKey(ObservationThreadLocalAccessor.KEY)));
		}

		@SocketEventListener("failing")
		void failing() {
			throw new IllegalStateException("failed");
		}

		@SocketEventListener("handled")
		Mono<Void> handled() {
			return Mono.error(new IllegalArgumentException("handle me"));
		}

		@SocketEventListener("number")
		void number(int number) {
		}

		@SocketExceptionHandler
		String handle(IllegalArgumentException ex) {
			return "handled";
		}

	}

	static class AnyListener {

		@SocketConnectListener(namespace = "/life")
		void connected() {
		}

		@SocketDisconnectListener(namespace = "/life")
		void left() {
		}

		private final ObservationRegistry registry;

		AnyListener(ObservationRegistry registry) {
			this.registry = registry;
		}

		@SocketEventListener(event = "*", namespace = "/any")
		Mono<Boolean> any() {
			return Mono.just(this.registry.getCurrentObservation() != null);
		}

	}

	private final class Recorder implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context.getName().equals("socketio.listener");
		}

		@Override
		public void onStop(Observation.Context context) {
			ListenerObservationTests.this.observed.add(context.getLowCardinalityKeyValues()
				.stream()
				.collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue)));
		}

	}

}
