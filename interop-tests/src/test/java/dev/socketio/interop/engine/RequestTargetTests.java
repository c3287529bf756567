package dev.socketio.interop.engine;

import java.util.Locale;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths and query parameters.
 */
@EngineTest
class RequestTargetTests {

	private static final String UNKNOWN_TRANSPORT = "{\"code\":0,\"message\":\"Transport unknown\"}";

	private static final String UNKNOWN_SESSION = "{\"code\":1,\"message\":\"Session ID unknown\"}";

	private static final String UNSUPPORTED_VERSION = "{\"code\":5,\"message\":\"Unsupported protocol version\"}";

	private final TestServer server;

	RequestTargetTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/engine.io/", "/engine.io/default/", "/engine.io/a/b/c" })
	void pathIsAPrefix(String path) {
		assertThat(get(path + "?EIO=4&transport=polling").text()).startsWith("0{\"sid\":");
	}

	@Test
	void sessionIsReachableUnderAnyPathWithThePrefix() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		session.send("4hello");
		assertThat(get(Mount.ECHO_QUIET.path() + "elsewhere/?EIO=4&transport=polling&sid=" + session.sid()).text())
			.isEqualTo("4hello");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/engine.io", "/engine.iox/", "/Engine.io/", "/%65ngine.io/", "/x/engine.io/", "/", "/other" })
	void otherPathsAreNotTaken(String path) {
		assertThat(get(path + "?EIO=4&transport=polling").status()).isEqualTo(404);
	}

	@Test
	void sessionsBelongToTheirEndpoint() {
		PollingSession session = PollingSession.open(this.server, Mount.SOCKET_IO_QUIET);
		assertThat(get(Mount.ECHO.polling(session.sid())).text()).isEqualTo(UNKNOWN_SESSION);
		assertThat(get(Mount.SOCKET_IO.polling(session.sid())).text()).isEqualTo(UNKNOWN_SESSION);
		assertThat(session.isOpen()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "EIO=4&transport=polling&sid=", "EIO=4&transport=polling&sid",
			"sid=&transport=polling&EIO=4", "EIO=4&transport=polling&sid=unknown&sid=" })
	void emptySessionIdOpensASession(String query) {
		assertThat(get(Mount.ECHO.target(query)).text()).startsWith("0{\"sid\":");
	}

	@ParameterizedTest
	@ValueSource(strings = { "EIO=4&transport=websocket&transport=polling", "EIO=3&EIO=4&transport=polling",
			"EIO=%34&transport=p%6Flling", "%45IO=4&transport=polling" })
	void lastValueCountsAfterDecoding(String query) {
		assertThat(get(Mount.ECHO.target(query)).text()).startsWith("0{\"sid\":");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x=%ff%fe", "x=%E0%A4", "&&&", "=", "=&=", "x=a=b=c", "x=1&x=2&x=3", "__proto__=1",
			"constructor=1&hasOwnProperty=2", "x=+%20+", "t=abc&b64=1", "x[]=1&x[a][b]=2", "x=%00" })
	void otherParametersAreHarmless(String parameters) {
		assertThat(get(Mount.ECHO.polling() + "&" + parameters).text()).startsWith("0{\"sid\":");
		assertThat(get(Mount.ECHO.target(parameters + "&EIO=4&transport=polling")).text()).startsWith("0{\"sid\":");
	}

	/**
	 * Spring refuses them before the endpoint sees the request.
	 */
	@ParameterizedTest
	@CsvSource({ "x=%, 200", "x=%zz, 200", "x=%E0%A4%A, 200", "%=%, 200", "x=%%41, 200", "sid=%zz, 400", "EIO=%, 400",
			"transport=%, 400" })
	void malformedEscapesAreNoServerError(String parameters, int node) {
		assertThat(get(Mount.ECHO.polling() + "&" + parameters).status()).isEqualTo(this.server.expected(400, node));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x={\"a\":1}", "x=<script>", "x=a|b^c`d", "x=\\" })
	void charactersThatNeedEncodingAreNoServerError(String parameters) {
		assertThat(get(Mount.ECHO.polling() + "&" + parameters).status()).isLessThan(500);
	}

	@Test
	void longQueryIsAccepted() {
		HttpResponse response = get(Mount.ECHO.polling() + "&token=" + "x".repeat(7000));
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).startsWith("0{\"sid\":");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&EIO=", "&EIO", "&EIO=3", "&EIO=2", "&EIO=5", "&EIO=04", "&EIO=4.0", "&EIO=4a",
			"&EIO=+4", "&EIO=%204", "&eio=4", "&EIO=4&EIO=3", "&EIO=__proto__" })
	void everythingButVersion4IsRefused(String version) {
		HttpResponse response = get(Mount.ECHO.target("transport=polling" + version));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.text()).isEqualTo(UNSUPPORTED_VERSION);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&transport=", "&transport", "&transport=Polling", "&transport=POLLING",
			"&transport=WebSocket", "&transport=webtransport", "&transport=flashsocket", "&transport=__proto__",
			"&transport=constructor", "&transport=toString", "&transport=polling,websocket", "&transport=polling%00",
			"&transport=+polling", "&Transport=polling", "&transport=polling&transport=" })
	void onlyTheNamesOfTheTransportsAreKnown(String transport) {
		HttpResponse response = get(Mount.ECHO.target("EIO=4" + transport));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.text()).isEqualTo(UNKNOWN_TRANSPORT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "__proto__", "constructor", "toString", "hasOwnProperty", "null", "undefined",
			"..%2f..%2fetc%2fpasswd", "%00", "+", "a&sid=b", "%F0%9F%98%80" })
	void unknownSessionIds(String sid) {
		HttpResponse response = get(Mount.ECHO.polling(sid));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.text()).isEqualTo(UNKNOWN_SESSION);
	}

	@Test
	void longUnknownSessionId() {
		assertThat(get(Mount.ECHO.polling("x".repeat(5000))).text()).isEqualTo(UNKNOWN_SESSION);
	}

	@Test
	void sessionIdIsCaseSensitive() {
		PollingSession session = PollingSession.open(this.server, Mount.SOCKET_IO_QUIET);
		String upperCase = session.sid().toUpperCase(Locale.ROOT);
		String other = upperCase.equals(session.sid()) ? session.sid().toLowerCase(Locale.ROOT) : upperCase;
		assertThat(get(Mount.SOCKET_IO_QUIET.polling(other)).text()).isEqualTo(UNKNOWN_SESSION);
	}

	private HttpResponse get(String target) {
		return HttpConnection.exchange(this.server, HttpRequest.get(target));
	}

}
