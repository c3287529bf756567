package dev.socketio.docs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.socketio.emitter.SocketIOEmitter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recovery, with nothing but a property.
 */
class RecoverySnippetTests {

	private static final Pattern CONNECTED = Pattern.compile("40\\{\"sid\":\"(.+)\",\"pid\":\"(.+)\"}");

	@Test
	void clientsContinueWhereTheyWere() {
		try (SnippetServer server = new SnippetServer(SnippetServer.GettingStarted.class,
				"socketio.connection-state-recovery.enabled=true")) {
			SocketIOEmitter emitter = server.context().getBean(SocketIOEmitter.class);
			PollingClient client = client(server);
			String connected = client.ask("40");
			Matcher ids = CONNECTED.matcher(connected);
			assertThat(ids.matches()).as(connected).isTrue();
			emitter.emit("news", "first");
			String offset = client.receive().replaceAll(".*,\"(.+)\"]", "$1");
			client.send("1");
			emitter.emit("news", "second");
			PollingClient again = client(server);
			String recover = "40{\"pid\":\"" + ids.group(2) + "\",\"offset\":\"" + offset + "\"}";
			assertThat(again.ask(recover)).startsWith("42[\"news\",\"second\",");
			assertThat(again.receive()).isEqualTo(connected);
			PollingClient thief = client(server);
			again.send("1");
			assertThat(thief.ask("40{\"pid\":\"unknown\",\"offset\":\"" + offset + "\"}")).matches(CONNECTED)
				.doesNotContain(ids.group(1));
		}
	}

	private static PollingClient client(SnippetServer server) {
		PollingClient client = new PollingClient(server.port(), "/socket.io/");
		client.open();
		return client;
	}

}
