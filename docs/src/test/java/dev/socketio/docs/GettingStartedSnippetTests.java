package dev.socketio.docs;

import dev.socketio.emitter.SocketIOEmitter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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

}
