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
 * Cross-origin requests: one endpoint allows every origin, the other one says nothing
 * about origins.
 */
@EngineTest
class CorsTests {

	private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

	private static final String ORIGIN = "http://elsewhere.example";

	private final TestServer server;

	CorsTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@CsvSource({ "GET, EIO=4&transport=polling", "GET, EIO=4&transport=foo", "GET, EIO=4&transport=polling&sid=unknown",
			"POST, EIO=4&transport=polling", "GET, EIO=4&transport=websocket", "GET, EIO=3&transport=polling" })
	void everyAnswerAllowsEveryOrigin(String method, String query) {
		HttpRequest request = HttpRequest.of(method, Mount.ECHO.target(query));
		assertThat(exchange(request.header("Origin", ORIGIN)).headers(ALLOW_ORIGIN)).containsExactly("*");
	}

	@Test
	void answersWithinASessionAllowEveryOrigin() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		HttpRequest post = HttpRequest.post(session.target(), "4hello").header("Origin", ORIGIN);
		HttpRequest get = HttpRequest.get(session.target()).header("Origin", ORIGIN);
		assertThat(exchange(post).headers(ALLOW_ORIGIN)).containsExactly("*");
		assertThat(exchange(get).headers(ALLOW_ORIGIN)).containsExactly("*");
	}

	@Test
	void uncodedErrorsAllowEveryOrigin() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		HttpResponse tooLarge = exchange(
				HttpRequest.post(session.target(), "4".repeat(1_000_001)).header("Origin", ORIGIN));
		assertThat(tooLarge.status()).isEqualTo(413);
		assertThat(tooLarge.headers(ALLOW_ORIGIN)).containsExactly("*");
		session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		HttpResponse binary = exchange(HttpRequest.post(session.target(), new byte[] { 1 }, "application/octet-stream")
			.header("Origin", ORIGIN));
		assertThat(binary.status()).isEqualTo(400);
		assertThat(binary.headers(ALLOW_ORIGIN)).containsExactly("*");
	}

	@Test
	void overlapErrorsAllowEveryOrigin() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		HttpRequest get = HttpRequest.get(session.target()).header("Origin", ORIGIN);
		try (HttpConnection first = HttpConnection.open(this.server).send(get);
				HttpConnection second = HttpConnection.open(this.server).send(get)) {
			assertThat(first.receive().headers(ALLOW_ORIGIN)).containsExactly("*");
			assertThat(second.receive().headers(ALLOW_ORIGIN)).containsExactly("*");
		}
	}

	@Test
	void protocolSwitchAllowsEveryOrigin() {
		HttpRequest request = HttpRequest.webSocket(Mount.ECHO.webSocket()).header("Origin", ORIGIN);
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server, request)) {
			assertThat(webSocket.handshake().headers(ALLOW_ORIGIN)).containsExactly("*");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "EIO=4&transport=polling", "EIO=4&transport=polling&sid=unknown", "transport=foo", "" })
	void preflightIsAnsweredBeforeAnyCheck(String query) {
		HttpResponse response = exchange(preflight(Mount.ECHO.target(query)));
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.body()).isEmpty();
		assertThat(response.header("Content-Length")).isEqualTo(this.server.expected(null, "0"));
		assertThat(response.headers(ALLOW_ORIGIN)).containsExactly("*");
		assertThat(values(response, "Access-Control-Allow-Methods")).contains("POST");
		assertThat(values(response, "Access-Control-Allow-Headers")).contains("content-type", "x-custom");
		assertThat(values(response, "Vary")).contains("Access-Control-Request-Headers");
		assertThat(response.header("Access-Control-Allow-Credentials")).isNull();
		assertThat(response.header("Access-Control-Max-Age")).isNull();
	}

	@Test
	void preflightLeavesTheSessionAlone() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		session.send("4buffered");
		assertThat(exchange(preflight(session.target())).status()).isEqualTo(204);
		assertThat(session.poll()).containsExactly("4buffered");
	}

	@Test
	void originsAreNotMentionedByDefault() {
		HttpRequest request = HttpRequest.get(Mount.SOCKET_IO_QUIET.polling()).header("Origin", ORIGIN);
		HttpResponse response = exchange(request);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.headers()).noneMatch((header) -> header.getKey().startsWith("Access-Control-"));
		HttpResponse error = exchange(HttpRequest.get(Mount.SOCKET_IO_QUIET.target("")).header("Origin", ORIGIN));
		assertThat(error.status()).isEqualTo(400);
		assertThat(error.headers()).noneMatch((header) -> header.getKey().startsWith("Access-Control-"));
	}

	@Test
	void optionsIsABadMethodByDefault() {
		HttpResponse response = exchange(HttpRequest.of("OPTIONS", Mount.SOCKET_IO_QUIET.polling()));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.text()).isEqualTo("{\"code\":2,\"message\":\"Bad handshake method\"}");
	}

	@Test
	void optionsWithinASessionIsABadMethodByDefault() {
		PollingSession session = PollingSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET);
		assertThat(exchange(HttpRequest.of("OPTIONS", session.target())).status())
			.isEqualTo(this.server.expected(405, 500));
		session.echo("still open");
	}

	@Test
	void preflightGrantsNothingByDefault() {
		PollingSession session = PollingSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET);
		for (String target : List.of(Mount.SOCKET_IO_QUIET.polling(), session.target())) {
			HttpResponse response = exchange(preflight(target));
			assertThat(response.headers()).noneMatch((header) -> header.getKey().startsWith("Access-Control-"));
			assertThat(response.text()).doesNotContain("sid");
		}
		session.echo("still open");
	}

	private static List<String> values(HttpResponse response, String header) {
		return response.headers(header).stream().flatMap((value) -> Arrays.stream(value.split(",\\s*"))).toList();
	}

	private static HttpRequest preflight(String target) {
		return HttpRequest.of("OPTIONS", target)
			.header("Origin", ORIGIN)
			.header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers", "content-type,x-custom");
	}

	private HttpResponse exchange(HttpRequest request) {
		return HttpConnection.exchange(this.server, request);
	}

}
