package dev.socketio.docs;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The chapters on the server API, namespaces and middlewares say what happens; this is
 * where it does.
 */
class ServerSnippetTests {

	private static SnippetServer server;

	@BeforeAll
	static void start() {
		server = new SnippetServer(SnippetServer.Server.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void middlewaresLetClientsIn() {
		PollingClient client = PollingClient.connect(server.port(), "40/chat,{\"token\":\"t1\"}");
		assertThat(client.receive()).startsWith("42/chat,[\"welcome\",");
		assertThat(client.ask("42/chat,1[\"message\",{\"room\":\"a\",\"text\":\"b\"}]"))
			.isEqualTo("43/chat,1[\"delivered\"]");
	}

	@Test
	void middlewaresRefuseClients() {
		PollingClient client = new PollingClient(server.port(), "/socket.io/");
		client.open();
		assertThat(client.ask("40/chat,{\"token\":\"t2\"}"))
			.isEqualTo("44/chat,{\"message\":\"Please log in\",\"data\":{\"code\":401}}");
	}

	@Test
	void socketMiddlewaresDropEvents() {
		PollingClient client = PollingClient.connect(server.port(), "40/chat,{\"token\":\"t1\"}");
		client.receive();
		client.send("42/chat,1[\"admin:stop\"]");
		assertThat(client.ask("42/chat,2[\"message\",{\"room\":\"a\",\"text\":\"b\"}]"))
			.isEqualTo("43/chat,2[\"delivered\"]");
	}

	@Test
	void dynamicNamespacesHaveVariables() {
		PollingClient client = PollingClient.connect(server.port(), "40/tenant-7");
		assertThat(client.receive()).isEqualTo("42/tenant-7,[\"welcome\",\"7\"]");
		assertThat(client.ask("42/tenant-7,[\"news\",1]")).isEqualTo("42/tenant-7,[\"news\",1]");
		assertThat(PollingClient.connect(server.port(), "40/v2").receive()).isEqualTo("42/v2,[\"version\"]");
	}

}
