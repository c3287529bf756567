package dev.socketio.docs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The chapter on security is one where errors would be worst.
 */
class SecuritySnippetTests {

	private static final String ORIGIN = "https://app.example.com";

	private static SnippetServer server;

	@BeforeAll
	static void start() {
		server = new SnippetServer(SnippetServer.Secured.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void strangersAreRefused() {
		assertThat(client().get().statusCode()).isEqualTo(401);
	}

	@Test
	void usersAreKnownToListeners() {
		PollingClient client = client("Authorization", basic("ada"));
		client.open();
		client.ask("40");
		assertThat(client.ask("421[\"who-am-i\"]")).isEqualTo("431[\"ada\"]");
	}

	@Test
	void methodSecurityApplies() {
		PollingClient client = client("Authorization", basic("ada"));
		client.open();
		client.ask("40");
		assertThat(client.ask("421[\"shut-down\"]")).contains("\"status\":403");
		PollingClient admin = client("Authorization", basic("root"));
		admin.open();
		admin.ask("40");
		assertThat(admin.ask("421[\"shut-down\"]")).isEqualTo("431[\"as you wish\"]");
	}

	@Test
	void knownOriginsMayConnect() {
		assertThat(client("Authorization", basic("ada"), "Origin", ORIGIN).get()).satisfies((response) -> {
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
		});
		assertThat(client("Origin", ORIGIN, "Access-Control-Request-Method", "POST").preflight().statusCode())
			.isEqualTo(200);
	}

	@Test
	void otherOriginsMayNot() {
		assertThat(client("Authorization", basic("ada"), "Origin", "https://evil.example").get().statusCode())
			.isEqualTo(403);
	}

	private static PollingClient client(String... headers) {
		return new PollingClient(server.port(), "/socket.io/", headers);
	}

	private static String basic(String user) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(StandardCharsets.UTF_8));
	}

}
