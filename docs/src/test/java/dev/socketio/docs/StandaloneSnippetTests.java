package dev.socketio.docs;

import dev.socketio.docs.endpoints.StandaloneServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server without Spring Boot.
 */
class StandaloneSnippetTests {

	@Test
	void answers() {
		try (StandaloneServer server = new StandaloneServer(0)) {
			assertThat(PollingClient.connect(server.port(), "40").ask("421[\"hello\"]")).isEqualTo("431[\"world\"]");
		}
	}

}
