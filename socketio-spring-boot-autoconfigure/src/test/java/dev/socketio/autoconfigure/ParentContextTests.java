package dev.socketio.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoints that are declared in a context above that of the web server.
 */
class ParentContextTests {

	@Test
	void endpointOfAParentWithoutWebServerIsServedByItsChild() {
		try (ConfigurableApplicationContext child = TestApplication
			.startBelow(ManagementPortTests.SecondEndpoint.class)) {
			for (String path : new String[] { "/devices/", "/socket.io/" }) {
				String polling = path + "?EIO=4&transport=polling";
				assertThat(RawRequest.of(polling).status(TestApplication.port(child))).as(path).isEqualTo(200);
			}
		}
	}

}
