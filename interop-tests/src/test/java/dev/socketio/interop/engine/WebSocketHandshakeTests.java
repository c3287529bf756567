package dev.socketio.interop.engine;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketFrame;
import dev.socketio.interop.client.WebSocketSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WebSocket handshakes that are refused.
 */
@EngineTest
class WebSocketHandshakeTests {

	private final TestServer server;

	WebSocketHandshakeTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@CsvSource({ //
			"EIO=4&transport=foo, Transport unknown", //
			"EIO=4, Transport unknown", //
			"EIO=4&transport=__proto__, Transport unknown", //
			"EIO=4&transport=WebSocket, Transport unknown", //
			"EIO=4&transport=foo&sid=unknown, Transport unknown", //
			"EIO=4&transport=websocket&sid=unknown, Session ID unknown", //
			"EIO=4&transport=websocket&sid=__proto__, Session ID unknown", //
			"EIO=3&transport=websocket&sid=unknown, Session ID unknown" })
	void codedError(String query, String message) {
		assertRefused(HttpRequest.webSocket(Mount.ECHO.target(query)), message);
	}

	@Test
	void versionOfTheSessionMustMatch() {
		PollingSession session = PollingSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET);
		assertRefused(
				HttpRequest.webSocket(Mount.SOCKET_IO_QUIET.target("EIO=3&transport=websocket&sid=" + session.sid())),
				"Bad request");
		session.echo("still open");
	}

	@ParameterizedTest
	@ValueSource(strings = { "EIO=3&transport=websocket", "transport=websocket", "EIO=5&transport=websocket" })
	@Tag("stricter-than-node")
	void unsupportedVersionIsRefusedBeforeTheProtocolSwitch(String query) {
		assertRefused(HttpRequest.webSocket(Mount.ECHO.target(query)), "Unsupported protocol version");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE" })
	void onlyGetOpensASession(String method) {
		assertRefused(HttpRequest.webSocket(Mount.ECHO.webSocket()).method(method), "Bad handshake method");
	}

	private void assertRefused(HttpRequest request, String message) {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			HttpResponse response = connection.exchange(request);
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.text()).isEqualTo(message);
			assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(message.length()));
			assertThat(response.header("Content-Type")).startsWithIgnoringCase("text/html");
			assertThat(response.header("Connection")).isEqualToIgnoringCase("close");
			assertThat(connection.isClosedWithin(HttpConnection.REPLY_TIMEOUT)).isTrue();
		}
	}

	@Test
	void onlyGetUpgradesASession() {
		PollingSession session = PollingSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET);
		HttpRequest request = HttpRequest.webSocket(Mount.SOCKET_IO_QUIET.webSocket(session.sid())).method("POST");
		assertThat(HttpConnection.exchange(this.server, request).status()).isEqualTo(405);
		session.echo("still open");
	}

	@Test
	void pollingIsNoTransportForAWebSocket() {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			HttpResponse response = connection.exchange(HttpRequest.webSocket(Mount.ECHO.polling()));
			assertThat(response.status()).isEqualTo(this.server.expected(400, 101));
			if (response.status() == 101) {
				WebSocketConnection webSocket = WebSocketConnection.over(connection, response);
				assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
			}
		}
	}

	@Test
	void keyIsRequired() {
		assertMalformed(HttpRequest.webSocket(Mount.ECHO.webSocket()).without("Sec-WebSocket-Key"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "short", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ===",
			"!!!!!!!!!!!!!!!!!!!!!!==", "dGhlIHNhbXBsZSBub25jZSBpcyB0b28gbG9uZw==" })
	void keyMustBe16BytesInBase64(String key) {
		assertMalformed(HttpRequest.webSocket(Mount.ECHO.webSocket())
			.without("Sec-WebSocket-Key")
			.header("Sec-WebSocket-Key", key));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "7", "12", "14", "-1", "x" })
	void versionMustBe13(String version) {
		HttpResponse response = assertMalformed(HttpRequest.webSocket(Mount.ECHO.webSocket())
			.without("Sec-WebSocket-Version")
			.header("Sec-WebSocket-Version", version));
		assertThat(response.header("Sec-WebSocket-Version")).startsWith("13");
	}

	@Test
	void versionIsRequired() {
		assertMalformed(HttpRequest.webSocket(Mount.ECHO.webSocket()).without("Sec-WebSocket-Version"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2c", "TLS/1.0", "websockets", "foo" })
	void upgradeMustBeToWebSocket(String protocol) {
		assertMalformed(HttpRequest.webSocket(Mount.ECHO.webSocket()).without("Upgrade").header("Upgrade", protocol));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Upgrade", "Connection" })
	void withoutUpgradeItIsAnOrdinaryRequest(String header) {
		HttpResponse response = HttpConnection.exchange(this.server,
				HttpRequest.webSocket(Mount.ECHO.webSocket()).without(header));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
	}

	@Test
	void malformedUpgradeLeavesTheSessionAlone() {
		PollingSession session = PollingSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET);
		String target = Mount.SOCKET_IO_QUIET.webSocket(session.sid());
		assertMalformed(HttpRequest.webSocket(target).without("Sec-WebSocket-Key"));
		assertMalformed(HttpRequest.webSocket(target).without("Sec-WebSocket-Version"));
		session.echo("still open");
	}

	@Test
	void malformedHandshakeOpensNoSession() {
		HttpResponse response = assertMalformed(
				HttpRequest.webSocket(Mount.ECHO.webSocket()).without("Sec-WebSocket-Key"));
		assertThat(response.text()).doesNotContain("sid");
	}

	private HttpResponse assertMalformed(HttpRequest request) {
		HttpResponse response = HttpConnection.exchange(this.server, request);
		assertThat(response.status()).isEqualTo(400);
		return response;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nobody/?EIO=4&transport=websocket", "/", "/engine.io?EIO=4&transport=websocket" })
	void handshakeOnAnUnknownPathIsNotLeftOpen(String target) {
		try (HttpConnection connection = HttpConnection.open(this.server).send(HttpRequest.webSocket(target))) {
			assertThat(connection.isSilentFor(HttpConnection.REPLY_TIMEOUT)).isFalse();
		}
	}

	@Test
	void webSocketSurvivesOddButValidRequests() {
		HttpRequest request = HttpRequest.webSocket(Mount.ECHO_QUIET.webSocket() + "&sid=")
			.without("Upgrade")
			.header("Upgrade", "WebSocket")
			.header("Sec-WebSocket-Protocol", "a")
			.header("Origin", "http://elsewhere.example");
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server, request)) {
			assertThat(webSocket.receiveText()).startsWith("0{");
			webSocket.sendText("4hello");
			assertThat(webSocket.receiveText()).isEqualTo("4hello");
		}
	}

	@Test
	void concurrentHandshakesGetTheirOwnSession() {
		try (WebSocketSession first = WebSocketSession.open(this.server, Mount.ECHO_QUIET);
				WebSocketSession second = WebSocketSession.open(this.server, Mount.ECHO_QUIET)) {
			assertThat(first.sid()).isNotEqualTo(second.sid());
			first.echo("first");
			second.echo("second");
		}
	}

}
