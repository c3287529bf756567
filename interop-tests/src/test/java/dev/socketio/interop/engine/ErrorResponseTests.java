package dev.socketio.interop.engine;

import java.nio.charset.StandardCharsets;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Coded errors over HTTP long-polling, and which of them wins when several apply.
 */
@EngineTest
class ErrorResponseTests {

	private static final String BAD_REQUEST = "{\"code\":3,\"message\":\"Bad request\"}";

	private final TestServer server;

	ErrorResponseTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@CsvSource({ //
			"GET, EIO=4&transport=foo, 0, Transport unknown", //
			"POST, EIO=4&transport=foo, 0, Transport unknown", //
			"GET, transport=foo, 0, Transport unknown", //
			"GET, EIO=4&transport=foo&sid=unknown, 0, Transport unknown", //
			"GET, EIO=4&transport=polling&sid=unknown, 1, Session ID unknown", //
			"POST, EIO=4&transport=polling&sid=unknown, 1, Session ID unknown", //
			"PUT, EIO=4&transport=polling&sid=unknown, 1, Session ID unknown", //
			"GET, EIO=3&transport=polling&sid=unknown, 1, Session ID unknown", //
			"GET, EIO=4&transport=websocket&sid=unknown, 1, Session ID unknown", //
			"POST, EIO=4&transport=polling, 2, Bad handshake method", //
			"PUT, EIO=4&transport=polling, 2, Bad handshake method", //
			"DELETE, EIO=4&transport=polling, 2, Bad handshake method", //
			"PATCH, EIO=4&transport=polling, 2, Bad handshake method", //
			"POST, EIO=3&transport=polling, 2, Bad handshake method", //
			"POST, EIO=4&transport=websocket, 2, Bad handshake method", //
			"GET, EIO=4&transport=websocket, 3, Bad request", //
			"GET, EIO=3&transport=websocket, 3, Bad request", //
			"GET, EIO=3&transport=polling, 5, Unsupported protocol version", //
			"GET, transport=polling, 5, Unsupported protocol version" })
	void codedError(String method, String query, int code, String message) {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			HttpResponse response = connection.exchange(HttpRequest.of(method, Mount.ECHO.target(query)));
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.text()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
			assertThat(response.header("Content-Type")).isEqualToIgnoringCase("application/json");
			assertThat(connection.exchange(HttpRequest.get(Mount.ECHO.polling())).status())
				.as("connection is kept alive")
				.isEqualTo(200);
		}
	}

	@Test
	void postWithBodyIsAnsweredBeforeASession() {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			HttpResponse response = connection.exchange(HttpRequest.post(Mount.ECHO.polling(), "4hello"));
			assertThat(response.text()).isEqualTo("{\"code\":2,\"message\":\"Bad handshake method\"}");
			response = connection.exchange(HttpRequest.post(Mount.ECHO.polling("unknown"), "4hello"));
			assertThat(response.text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
		}
	}

	@Test
	void transportOfThePollingSessionMustMatch() {
		PollingSession session = PollingSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET);
		HttpResponse response = get(Mount.SOCKET_IO_QUIET.webSocket(session.sid()));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.text()).isEqualTo(BAD_REQUEST);
		session.echo("still open");
	}

	@Test
	void transportOfTheWebSocketSessionMustMatch() {
		try (WebSocketSession session = WebSocketSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET)) {
			assertThat(get(Mount.SOCKET_IO_QUIET.polling(session.sid())).text()).isEqualTo(BAD_REQUEST);
			assertThat(HttpConnection
				.exchange(this.server, HttpRequest.post(Mount.SOCKET_IO_QUIET.polling(session.sid()), "1"))
				.text()).isEqualTo(BAD_REQUEST);
			session.echo("still open");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "EIO=3&", "EIO=5&", "" })
	void versionOfTheSessionMustMatch(String version) {
		PollingSession session = PollingSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET);
		String target = Mount.SOCKET_IO_QUIET.target(version + "transport=polling&sid=" + session.sid());
		assertThat(get(target).text()).isEqualTo(BAD_REQUEST);
		assertThat(HttpConnection.exchange(this.server, HttpRequest.post(target, "1")).text()).isEqualTo(BAD_REQUEST);
		session.echo("still open");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "PATCH", "HEAD" })
	void otherMethodsLeaveTheSessionAlone(String method) {
		PollingSession session = PollingSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET);
		session.send(Mount.SOCKET_IO_QUIET.message("buffered"));
		HttpResponse response = HttpConnection.exchange(this.server, HttpRequest.of(method, session.target()));
		assertThat(response.status()).isEqualTo(this.server.expected(405, 500));
		assertThat(session.poll(1)).containsExactly(Mount.SOCKET_IO_QUIET.reply("buffered"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "DELETE", "PATCH", "HEAD" })
	@Tag("stricter-than-node")
	void otherMethodsAreTheFaultOfTheClient(String method) {
		PollingSession session = PollingSession.open(this.server, Mount.SOCKET_IO_QUIET);
		HttpResponse response = HttpConnection.exchange(this.server, HttpRequest.of(method, session.target()));
		assertThat(response.status()).isEqualTo(405);
	}

	@Test
	void headIsNoHandshakeMethod() {
		HttpResponse response = HttpConnection.exchange(this.server, HttpRequest.of("HEAD", Mount.ECHO.polling()));
		assertThat(response.status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://a\u0001b", "http://a\u007fb", "\u0000" })
	void controlCharactersInOrigin(String origin) {
		HttpResponse response = HttpConnection.exchange(this.server,
				HttpRequest.get(Mount.ECHO.polling()).header("Origin", origin));
		assertThat(response.status()).isEqualTo(400);
	}

	@Test
	void errorBodyReflectsNothingOfTheRequest() {
		String markup = "%3Cscript%3Ealert(1)%3C%2Fscript%3E";
		HttpResponse response = get(Mount.ECHO.target("EIO=" + markup + "&transport=" + markup + "&sid=" + markup));
		assertThat(new String(response.body(), StandardCharsets.ISO_8859_1)).doesNotContain("script");
	}

	private HttpResponse get(String target) {
		return HttpConnection.exchange(this.server, HttpRequest.get(target));
	}

}
