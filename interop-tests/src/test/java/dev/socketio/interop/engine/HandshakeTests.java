package dev.socketio.interop.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the first request of a session is answered.
 */
@EngineTest
class HandshakeTests {

	private final TestServer server;

	HandshakeTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@EnumSource(names = { "ECHO", "ECHO_QUIET", "SOCKET_IO", "SOCKET_IO_QUIET" })
	void pollingHandshakeDescribesTheSession(Mount mount) {
		HttpResponse response = HttpConnection.exchange(this.server, HttpRequest.get(mount.polling()));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).matches(openPacket(mount, "\\[\"websocket\"\\]"));
	}

	@ParameterizedTest
	@EnumSource(names = { "ECHO", "ECHO_QUIET", "SOCKET_IO", "SOCKET_IO_QUIET" })
	void webSocketHandshakeDescribesTheSession(Mount mount) {
		try (WebSocketSession session = WebSocketSession.open(this.server, mount)) {
			assertThat(session.openPacket()).matches(openPacket(mount, "\\[\\]"));
		}
	}

	private static String openPacket(Mount mount, String upgrades) {
		return "0\\{\"sid\":\"[\\w-]{16,}\",\"upgrades\":" + upgrades + ",\"pingInterval\":" + mount.pingInterval()
				+ ",\"pingTimeout\":" + mount.pingTimeout() + ",\"maxPayload\":1000000\\}";
	}

	@Test
	void pollingHandshakeHasTheHeadersOfAPoll() {
		HttpResponse response = PollingSession.open(this.server, Mount.SOCKET_IO_QUIET).handshake();
		assertThat(response.header("Content-Type")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
		assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(response.body().length));
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
		assertThat(response.header("Transfer-Encoding")).isNull();
	}

	@Test
	void noCookieIsSetByDefault() {
		assertThat(PollingSession.open(this.server, Mount.ECHO).handshake().headers("Set-Cookie")).isEmpty();
		try (WebSocketSession session = WebSocketSession.open(this.server, Mount.ECHO)) {
			assertThat(session.webSocket().handshake().headers("Set-Cookie")).isEmpty();
		}
	}

	@Test
	void sessionIdsAreDistinct() {
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 50; i++) {
			ids.add(PollingSession.open(this.server, Mount.ECHO).sid());
		}
		assertThat(ids).hasSize(50);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Cookie: io=chosen-by-the-client", "Cookie: sid=chosen-by-the-client",
			"io: chosen-by-the-client", "sid: chosen-by-the-client", "X-Request-Id: chosen-by-the-client" })
	void sessionIdIsNeverTakenFromTheRequest(String header) {
		String[] nameAndValue = header.split(": ");
		HttpResponse response = HttpConnection.exchange(this.server,
				HttpRequest.get(Mount.ECHO.polling()).header(nameAndValue[0], nameAndValue[1]));
		assertThat(response.text()).matches(openPacket(Mount.ECHO, "\\[\"websocket\"\\]"))
			.doesNotContain("chosen-by-the-client");
	}

	@Test
	void connectionIsReusableAfterTheHandshake() {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			for (int i = 0; i < 3; i++) {
				assertThat(connection.exchange(HttpRequest.get(Mount.ECHO.polling())).status()).isEqualTo(200);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ECHO_QUIET", "SOCKET_IO_QUIET" })
	void nothingFollowsTheOpenPacket(Mount mount) {
		try (HttpConnection poll = PollingSession.open(this.server, mount).startGet();
				WebSocketSession session = WebSocketSession.open(this.server, mount)) {
			assertThat(poll.isSilentFor(Duration.ofMillis(100))).isTrue();
			assertThat(session.webSocket().isSilentFor(Duration.ofMillis(50))).isTrue();
		}
	}

	@Test
	void webSocketHandshakeAcceptsTheKey() {
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server, Mount.ECHO.webSocket())) {
			HttpResponse response = webSocket.handshake();
			assertThat(response.header("Upgrade")).isEqualToIgnoringCase("websocket");
			assertThat(response.header("Connection")).isEqualToIgnoringCase("upgrade");
			assertThat(response.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
			assertThat(response.header("Sec-WebSocket-Protocol")).isNull();
			assertThat(response.header("Sec-WebSocket-Extensions")).isNull();
		}
	}

	@Test
	void webSocketHandshakeAcceptsConnectionHeaderWithSeveralTokens() {
		HttpRequest request = HttpRequest.webSocket(Mount.ECHO.webSocket())
			.without("Connection")
			.header("Connection", "keep-alive, Upgrade");
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server, request)) {
			assertThat(webSocket.receiveText()).startsWith("0{");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "permessage-deflate", "permessage-deflate; client_max_window_bits",
			"permessage-deflate; server_no_context_takeover; client_no_context_takeover", "x-webkit-deflate-frame" })
	void compressionIsNotNegotiatedWhenOff(String offer) {
		HttpRequest request = HttpRequest.webSocket(Mount.ECHO_QUIET.webSocket())
			.header("Sec-WebSocket-Extensions", offer);
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server, request)) {
			assertThat(webSocket.handshake().header("Sec-WebSocket-Extensions")).isNull();
			assertThat(webSocket.receiveText()).startsWith("0{");
			webSocket.sendText("4" + "a".repeat(5000));
			assertThat(webSocket.receive().rsv()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "constructor", "__proto__, toString", "permessage-deflate; constructor=1",
			"permessage-deflate; server_max_window_bits=99", "a; b=\"c", ",,;;==", "permessage-deflate; x; x; x" })
	void oddExtensionOffersAreIgnored(String offer) {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			HttpResponse response = connection
				.exchange(HttpRequest.webSocket(Mount.ECHO.webSocket()).header("Sec-WebSocket-Extensions", offer));
			assertThat(response.status()).isEqualTo(101);
			assertThat(response.header("Sec-WebSocket-Extensions")).isNull();
		}
	}

	@Test
	void onlyAnOfferedSubProtocolIsEverSelected() {
		HttpRequest request = HttpRequest.webSocket(Mount.ECHO.webSocket())
			.header("Sec-WebSocket-Protocol", "chat, superchat");
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server, request)) {
			assertThat(List.of("chat", "superchat"))
				.containsAll(webSocket.handshake().headers("Sec-WebSocket-Protocol"));
			assertThat(webSocket.receiveText()).startsWith("0{");
		}
	}

}
