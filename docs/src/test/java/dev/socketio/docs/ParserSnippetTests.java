package dev.socketio.docs;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events in a JSON of their own.
 */
class ParserSnippetTests {

	@Test
	void eventsAreWrittenByTheCodecOfTheApplication() {
		try (SnippetServer server = new SnippetServer(SnippetServer.Parsers.class)) {
			PollingClient client = PollingClient.connect(server.port(), "40");
			assertThat(client.ask("421[\"last-order\",\"Ada\"]"))
				.isEqualTo("431[{\"customer_name\":\"Ada\",\"number_of_items\":3}]");
		}
	}

}
