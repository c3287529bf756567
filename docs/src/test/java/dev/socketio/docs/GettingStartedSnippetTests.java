package dev.socketio.docs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import dev.socketio.emitter.SocketIOEmitter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The first steps lead somewhere.
 */
class GettingStartedSnippetTests {

	@Test
	void greets() {
		try (SnippetServer server = new SnippetServer(SnippetServer.GettingStarted.class)) {
			PollingClient ada = PollingClient.connect(server.port(), "40");
			PollingClient grace = PollingClient.connect(server.port(), "40");
			assertThat(ada.ask("421[\"greet\",{\"name\":\"Ada\"}]")).isEqualTo("431[{\"text\":\"Hello Ada\"}]");
			assertThat(grace.receive()).isEqualTo("42[\"arrived\",\"Ada\"]");
			server.context().getBean(SocketIOEmitter.class).emit("news", "fresh");
			assertThat(ada.receive()).isEqualTo("42[\"news\",\"fresh\"]");
		}
	}

	@Test
	void measuresListeners() {
		try (SnippetServer server = new SnippetServer(SnippetServer.GettingStarted.class)) {
			PollingClient.connect(server.port(), "40").ask("421[\"greet\",{\"name\":\"Ada\"}]");
			MeterRegistry registry = server.context().getBean(MeterRegistry.class);
			await().untilAsserted(() -> assertThat(registry.find("socketio.listener").timer()).isNotNull());
			assertThat(registry.find("socketio.listener.active").longTaskTimer()).isNotNull();
		}
	}

	@Test
	void servesNoClientLibrary() throws Exception {
		try (SnippetServer server = new SnippetServer(SnippetServer.GettingStarted.class)) {
			URI library = URI.create("http://localhost:" + server.port() + "/socket.io/socket.io.js");
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(library).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("Transport unknown");
		}
	}

}
