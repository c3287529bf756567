package dev.socketio.autoconfigure.actuate;

import dev.socketio.autoconfigure.SocketIOEmitterAutoConfiguration;
import dev.socketio.autoconfigure.SocketIOListenerAutoConfiguration;
import dev.socketio.autoconfigure.SocketIOMemoryAdapterAutoConfiguration;
import dev.socketio.autoconfigure.SocketIOServerAutoConfiguration;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.server.SocketIOServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metrics and the actuator endpoint.
 */
class SocketIOActuatorTests {

	private final ReactiveWebApplicationContextRunner contextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOMemoryAdapterAutoConfiguration.class,
				SocketIOServerAutoConfiguration.class, SocketIOEmitterAutoConfiguration.class,
				SocketIOListenerAutoConfiguration.class, SocketIOEndpointAutoConfiguration.class,
				SocketIOMetricsAutoConfiguration.class))
		.withBean(Listener.class);

	@Test
	void describesTheServer() {
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=socketio").run((context) -> {
			SocketIOEndpoint.ServerDescriptor server = context.getBean(SocketIOEndpoint.class).server();
			assertThat(server.connections()).isEmpty();
			assertThat(server.namespaces()).extracting(SocketIOEndpoint.NamespaceDescriptor::name)
				.containsExactly("/", "/chat");
			assertThat(server.listeners()).singleElement().satisfies((listener) -> {
				assertThat(listener.namespace()).isEqualTo("/chat");
				assertThat(listener.event()).isEqualTo("message");
				assertThat(listener.method()).endsWith("Listener.message");
			});
		});
	}

	@Test
	void theEndpointHasToBeExposed() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketIOEndpoint.class));
	}

	@Test
	void metersTheServer() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(SocketIOMetrics.class).bindTo(registry);
			assertThat(registry.get("socketio.connections").tag("transport", "polling").gauge().value()).isZero();
			assertThat(registry.get("socketio.connections").tag("transport", "websocket").gauge().value()).isZero();
			assertThat(registry.get("socketio.sockets").gauge().value()).isZero();
			assertThat(registry.get("socketio.namespaces").gauge().value()).isEqualTo(2);
			assertThat(registry.get("socketio.connections.overflowed").functionCounter().count()).isZero();
			assertThat(registry.get("socketio.connections.shed").functionCounter().count()).isZero();
			assertThat(registry.get("socketio.bytes.buffered").gauge().value()).isZero();
			assertThat(registry.get("socketio.bytes.pending").gauge().value()).isZero();
			assertThat(registry.get("socketio.requests.refused").tag("reason", "unknown-sid").functionCounter().count())
				.isZero();
		});
	}

	@Test
	void backsOffWithoutServer() {
		this.contextRunner
			.withPropertyValues("socketio.server.enabled=false", "management.endpoints.web.exposure.include=socketio")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SocketIOEndpoint.class)
				.doesNotHaveBean(SocketIOMetrics.class));
	}

	@Test
	void backsOffWithoutActuatorAndMicrometer() {
		new ReactiveWebApplicationContextRunner()
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer.core"))
			.withUserConfiguration(Application.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SocketIOServer.class)
				.doesNotHaveBean("socketIOEndpoint")
				.doesNotHaveBean("socketIOMetrics"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SocketIOMemoryAdapterAutoConfiguration.class, SocketIOServerAutoConfiguration.class,
			SocketIOEndpointAutoConfiguration.class, SocketIOMetricsAutoConfiguration.class })
	static class Application {

	}

	static class Listener {

		@SocketEventListener(event = "message", namespace = "/chat")
		void message() {
		}

	}

}
