package dev.socketio.interop.engine;

import java.util.Arrays;
import java.util.List;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An endpoint that refuses some handshakes, sets a cookie and knows which origins may use
 * it.
 */
@EngineTest
class HandshakePolicyTests {

	private static final Mount MOUNT = Mount.SOCKET_IO_FEATURES;

	private static final String ALLOWED = "http://allowed.example";

	private static final String DISALLOWED = "http://elsewhere.example";

	private final TestServer server;

	HandshakePolicyTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@CsvSource({ "1, custom reason", "2, Forbidden" })
	void refusedPollingHandshake(String deny, String message) {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			HttpResponse response = connection.exchange(HttpRequest.get(MOUNT.polling() + "&deny=" + deny));
			assertThat(response.status()).isEqualTo(403);
			assertThat(response.text()).isEqualTo("{\"code\":4,\"message\":\"" + message + "\"}");
			assertThat(response.header("Content-Type")).isEqualToIgnoringCase("application/json");
			assertThat(response.header("Set-Cookie")).isNull();
			assertThat(connection.exchange(HttpRequest.get(MOUNT.polling())).status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, custom reason", "2, Forbidden" })
	void refusedWebSocketHandshake(String deny, String message) {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			HttpResponse response = connection.exchange(HttpRequest.webSocket(MOUNT.webSocket() + "&deny=" + deny));
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.text()).isEqualTo(message);
			assertThat(connection.isClosedWithin(HttpConnection.REPLY_TIMEOUT)).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET, EIO=4&transport=foo, 0", "GET, EIO=4&transport=polling&sid=unknown, 1",
			"POST, EIO=4&transport=polling, 2", "GET, EIO=4&transport=websocket, 3",
			"GET, EIO=3&transport=polling, 4" })
	void filterComesBeforeTheVersionAndAfterTheRest(String method, String query, int code) {
		HttpResponse response = exchange(HttpRequest.of(method, MOUNT.target(query + "&deny=1")));
		assertThat(response.text()).startsWith("{\"code\":" + code + ",");
	}

	@Test
	void filterOnlySeesHandshakes() {
		PollingSession session = PollingSession.open(this.server, MOUNT);
		HttpResponse post = exchange(HttpRequest.post(session.target() + "&deny=1", "40"));
		assertThat(post.text()).isEqualTo("ok");
		HttpResponse get = exchange(HttpRequest.get(session.target() + "&deny=1"));
		assertThat(get.text()).startsWith("40{");
		WebSocketConnection webSocket = WebSocketConnection.open(this.server,
				MOUNT.webSocket(session.sid()) + "&deny=1");
		webSocket.close();
	}

	@Test
	void cookieIsSetByTheFirstResponse() {
		PollingSession session = PollingSession.open(this.server, MOUNT);
		String cookie = session.handshake().header("Set-Cookie");
		assertThat(cookie).isNotNull();
		assertThat(List.of(cookie.split(";\\s*"))).startsWith("io=" + session.sid())
			.containsExactlyInAnyOrder("io=" + session.sid(), "Path=/", "HttpOnly", "SameSite=Lax");
		assertThat(session.post("40").header("Set-Cookie")).isNull();
		assertThat(session.get().header("Set-Cookie")).isNull();
	}

	@Test
	void cookieIsNeverSetByAWebSocket() {
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server, MOUNT.webSocket())) {
			assertThat(webSocket.handshake().header("Set-Cookie")).isNull();
		}
	}

	@Test
	void cookieDoesNotSelectTheSession() {
		PollingSession session = PollingSession.open(this.server, MOUNT);
		HttpResponse response = exchange(HttpRequest.get(MOUNT.polling()).header("Cookie", "io=" + session.sid()));
		assertThat(response.text()).startsWith("0{").doesNotContain(session.sid());
	}

	@Test
	void listedOriginIsReflected() {
		HttpResponse response = exchange(HttpRequest.get(MOUNT.polling()).header("Origin", ALLOWED));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.headers("Access-Control-Allow-Origin")).containsExactly(ALLOWED);
		assertThat(response.headers("Access-Control-Allow-Credentials")).containsExactly("true");
		assertThat(values(response, "Vary")).contains("Origin");
	}

	@Test
	void listedOriginIsReflectedByErrors() {
		HttpRequest request = HttpRequest.get(MOUNT.polling() + "&deny=1").header("Origin", ALLOWED);
		assertThat(exchange(request).headers("Access-Control-Allow-Origin")).containsExactly(ALLOWED);
	}

	@ParameterizedTest
	@ValueSource(strings = { DISALLOWED, "null", "http://allowed.example.evil.example", "http://allowed.example:8080",
			"https://allowed.example", "http://sub.allowed.example" })
	void otherOriginsAreNotReflected(String origin) {
		HttpResponse response = exchange(HttpRequest.get(MOUNT.polling()).header("Origin", origin));
		assertThat(response.status()).isEqualTo(this.server.expected(403, 200));
		assertThat(response.header("Access-Control-Allow-Origin")).isNull();
	}

	@Test
	void requestWithoutOriginIsServed() {
		HttpResponse response = exchange(HttpRequest.get(MOUNT.polling()));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Access-Control-Allow-Origin")).isNull();
	}

	@Test
	void preflightNamesWhatIsAllowed() {
		HttpResponse response = exchange(preflight(ALLOWED));
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.body()).isEmpty();
		assertThat(response.headers("Access-Control-Allow-Origin")).containsExactly(ALLOWED);
		assertThat(response.headers("Access-Control-Allow-Credentials")).containsExactly("true");
		assertThat(values(response, "Access-Control-Allow-Methods")).contains("POST").isSubsetOf("GET", "POST");
		assertThat(values(response, "Access-Control-Allow-Headers")).contains("x-custom");
	}

	@Test
	void preflightOfAnotherOriginGrantsNothing() {
		HttpResponse response = exchange(preflight(DISALLOWED));
		assertThat(response.header("Access-Control-Allow-Origin")).isNull();
	}

	private static HttpRequest preflight(String origin) {
		return HttpRequest.of("OPTIONS", MOUNT.polling())
			.header("Origin", origin)
			.header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers", "x-custom");
	}

	private static List<String> values(HttpResponse response, String header) {
		return response.headers(header).stream().flatMap((value) -> Arrays.stream(value.split(",\\s*"))).toList();
	}

	private HttpResponse exchange(HttpRequest request) {
		return HttpConnection.exchange(this.server, request);
	}

}
