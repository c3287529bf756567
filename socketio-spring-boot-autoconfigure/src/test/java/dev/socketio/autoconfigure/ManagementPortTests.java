package dev.socketio.autoconfigure;

import dev.socketio.server.SocketIOServer;
import dev.socketio.web.webflux.SocketIOHandlerMapping;
import dev.socketio.web.webflux.SocketIOWebHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is served on which port when management has one of its own.
 */
class ManagementPortTests {

	private static ConfigurableApplicationContext context;

	private static int port;

	private static int managementPort;

	@BeforeAll
	static void start() {
		context = TestApplication.start(SecondEndpoint.class, "--management.server.port=0",
				"--management.endpoints.web.exposure.include=socketio");
		port = TestApplication.port(context);
		managementPort = context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/socket.io/", "/devices/" })
	void clientsAreServedOnThePortOfTheApplicationOnly(String path) {
		assertThat(port).isNotEqualTo(managementPort);
		String polling = path + "?EIO=4&transport=polling";
		assertThat(RawRequest.of(polling).status(port)).isEqualTo(200);
		assertThat(RawRequest.of(polling).status(managementPort)).isEqualTo(404);
		String webSocket = path + "?EIO=4&transport=websocket";
		assertThat(RawRequest.of(webSocket).upgrade().status(port)).isEqualTo(101);
		assertThat(RawRequest.of(webSocket).upgrade().status(managementPort)).isEqualTo(404);
	}

	@Test
	void theActuatorEndpointIsServedOnTheManagementPortOnly() {
		assertThat(RawRequest.of("/actuator/socketio").status(managementPort)).isEqualTo(200);
		assertThat(RawRequest.of("/actuator/socketio").status(port)).isEqualTo(404);
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondEndpoint {

		@Bean
		SocketIOHandlerMapping devices() {
			return new SocketIOHandlerMapping("/devices/",
					new SocketIOWebHandler(SocketIOServer.builder().build().endpoint()));
		}

	}

}
