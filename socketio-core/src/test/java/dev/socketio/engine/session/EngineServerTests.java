package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.socketio.engine.CookieOptions;
import dev.socketio.engine.Engine;
import dev.socketio.engine.EngineError;
import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.EngineRequest;
import dev.socketio.engine.HandshakeFilter;
import dev.socketio.engine.HandshakeRefusedException;
import dev.socketio.engine.TransportType;
import dev.socketio.internal.RandomIds;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class EngineServerTests {

	private EngineFixture fixture = new EngineFixture(EngineOptions.DEFAULT);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void handshakeHasFiveKeysInOrder() {
		EngineResponse response = handle("GET", "EIO=4&transport=polling");
		String sid = this.fixture.session().id();
		assertThat(PollingClient.body(response)).isEqualTo("0{\"sid\":\"" + sid
				+ "\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
		assertThat(response.contentType()).isEqualTo("text/plain; charset=UTF-8");
		assertThat(sid).matches("[A-Za-z0-9_-]{20}");
	}

	@Test
	void handshakeIsTheSameInEveryCountry() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
		try {
			assertThat(PollingClient.body(handle("GET", "EIO=4&transport=polling"))).contains("\"pingInterval\":25000");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET, EIO=4, 400, 0, Transport unknown", "GET, EIO=4&transport=, 400, 0, Transport unknown",
			"GET, EIO=4&transport=Polling, 400, 0, Transport unknown",
			"GET, EIO=4&transport=__proto__, 400, 0, Transport unknown",
			"GET, EIO=4&transport=webtransport, 400, 0, Transport unknown",
			"GET, transport=constructor&sid=x, 400, 0, Transport unknown",
			"GET, EIO=4&transport=polling&sid=unknown, 400, 1, Session ID unknown",
			"POST, EIO=4&transport=polling&sid=__proto__, 400, 1, Session ID unknown",
			"GET, EIO=3&transport=polling&sid=unknown, 400, 1, Session ID unknown",
			"POST, EIO=4&transport=polling, 400, 2, Bad handshake method",
			"PUT, EIO=4&transport=polling&sid=, 400, 2, Bad handshake method",
			"OPTIONS, EIO=4&transport=polling, 400, 2, Bad handshake method",
			"POST, EIO=3&transport=websocket, 400, 2, Bad handshake method",
			"GET, EIO=4&transport=websocket, 400, 3, Bad request",
			"GET, EIO=3&transport=polling, 400, 5, Unsupported protocol version",
			"GET, transport=polling, 400, 5, Unsupported protocol version",
			"GET, EIO=5&transport=polling, 400, 5, Unsupported protocol version",
			"GET, EIO=04&transport=polling, 400, 5, Unsupported protocol version" })
	void refusesRequests(String method, String query, int status, int code, String message) {
		EngineResponse response = handle(method, query);
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.contentType()).isEqualTo("application/json");
		assertThat(PollingClient.body(response)).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "GET, EIO=4&transport=x, Transport unknown", "GET, EIO=4&transport=polling, Bad request",
			"GET, EIO=4&transport=websocket&sid=x, Session ID unknown",
			"POST, EIO=4&transport=websocket, Bad handshake method",
			"GET, EIO=3&transport=websocket, Unsupported protocol version",
			"GET, transport=websocket, Unsupported protocol version" })
	void refusesWebSockets(String method, String query, String message) {
		WebSocketDecision.Refusal refusal = decide(method, query).refusal();
		assertThat(refusal).isEqualTo(new WebSocketDecision.Refusal(400, message));
	}

	@Test
	void tellsOfRefusals() {
		List<String> told = new ArrayList<>();
		this.fixture.server.onRefusal((request, error, message) -> {
			throw new IllegalStateException("expected");
		});
		this.fixture.server
			.onRefusal((request, error, message) -> told.add(request.method() + " " + error.code() + " " + message));
		handle("GET", "EIO=4&transport=polling");
		handle("POST", "EIO=4&transport=polling");
		handle("GET", "EIO=4&transport=polling&sid=x");
		decide("GET", "EIO=4&transport=polling");
		decide("GET", "EIO=3&transport=websocket");
		assertThat(told).containsExactly("POST 2 Bad handshake method", "GET 1 Session ID unknown", "GET 3 Bad request",
				"GET 5 Unsupported protocol version");
		assertThat(this.fixture.server.refusalCount(EngineError.UNKNOWN_SID)).isOne();
		assertThat(this.fixture.server.refusalCount(EngineError.FORBIDDEN)).isZero();
	}

	@Test
	void tellsOfClientsThatAFilterRefuses() {
		use(EngineOptions.DEFAULT, (request) -> Mono.error(new HandshakeRefusedException("banned")));
		List<String> told = new ArrayList<>();
		this.fixture.server.onRefusal((request, error, message) -> told.add(error + " " + message));
		handle("GET", "EIO=4&transport=polling");
		decide("GET", "EIO=4&transport=websocket");
		assertThat(told).containsExactly("FORBIDDEN banned", "FORBIDDEN banned");
		assertThat(this.fixture.server.refusalCount(EngineError.FORBIDDEN)).isEqualTo(2);
	}

	@Test
	void sessionKeepsItsTransportAndRevision() {
		handle("GET", "EIO=4&transport=polling");
		String sid = this.fixture.session().id();
		for (String query : List.of("EIO=3&transport=polling&sid=", "transport=polling&sid=",
				"EIO=4&transport=websocket&sid=")) {
			assertThat(PollingClient.body(handle("GET", query + sid)))
				.isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
		}
		assertThat(decide("GET", "EIO=3&transport=websocket&sid=" + sid).refusal()).isNotNull();
		EngineResponse put = handle("PUT", "EIO=4&transport=polling&sid=" + sid);
		assertThat(put.status()).isBetween(400, 499);
		assertThat(this.fixture.session().isOpen()).isTrue();
	}

	@Test
	void disabledTransportsAreUnknown() {
		use(EngineOptions.builder().transports(EnumSet.of(TransportType.WEBSOCKET)).build());
		assertThat(PollingClient.body(handle("GET", "EIO=4&transport=polling"))).contains("\"code\":0");
		use(EngineOptions.builder().transports(EnumSet.of(TransportType.POLLING)).build());
		assertThat(decide("GET", "EIO=4&transport=websocket").refusal()).isNotNull();
		assertThat(PollingClient.body(handle("GET", "EIO=4&transport=polling"))).contains("\"upgrades\":[]");
	}

	@Test
	void upgradesCanBeForbidden() {
		use(EngineOptions.builder().allowUpgrades(false).build());
		assertThat(PollingClient.body(handle("GET", "EIO=4&transport=polling"))).contains("\"upgrades\":[]");
		assertThat(decide("GET", "EIO=4&transport=websocket&sid=" + this.fixture.session().id()).refusal())
			.isEqualTo(new WebSocketDecision.Refusal(400, "Bad request"));
	}

	@Test
	void filterRefusesWithItsMessageOrNone() {
		use(EngineOptions.DEFAULT, (request) -> Mono.error(new HandshakeRefusedException("not \"you\"\n")));
		EngineResponse response = handle("GET", "EIO=4&transport=polling");
		assertThat(response.status()).isEqualTo(403);
		assertThat(PollingClient.body(response)).isEqualTo("{\"code\":4,\"message\":\"not \\\"you\\\"\\u000a\"}");
		assertThat(decide("GET", "EIO=4&transport=websocket").refusal())
			.isEqualTo(new WebSocketDecision.Refusal(400, "not \"you\"\n"));
		use(EngineOptions.DEFAULT, (request) -> Mono.error(new IllegalStateException("secret")));
		assertThat(PollingClient.body(handle("GET", "EIO=4&transport=polling")))
			.isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
	}

	@Test
	void filterThatThrowsRefuses() {
		use(EngineOptions.DEFAULT, (request) -> {
			throw new IllegalStateException("secret");
		});
		assertThat(handle("GET", "EIO=4&transport=polling").status()).isEqualTo(403);
		assertThat(decide("GET", "EIO=4&transport=websocket").refusal())
			.isEqualTo(new WebSocketDecision.Refusal(400, "Forbidden"));
	}

	@Test
	void filterIsAskedOnceForEachSession() {
		int[] asked = new int[1];
		use(EngineOptions.DEFAULT, (request) -> Mono.fromRunnable(() -> asked[0]++));
		PollingClient client = PollingClient.open(this.fixture.server, this.fixture.loops.next());
		client.post("4a");
		assertThat(decide("GET", "EIO=4&transport=websocket&sid=" + client.sid()).refusal()).isNull();
		assertThat(asked[0]).isEqualTo(1);
	}

	@Test
	void numberOfSessionsIsLimited() {
		use(EngineOptions.builder().limits((limits) -> limits.maxSessions(2)).build());
		assertThat(handle("GET", "EIO=4&transport=polling").status()).isEqualTo(200);
		EngineSession first = this.fixture.session();
		assertThat(handle("GET", "EIO=4&transport=polling").status()).isEqualTo(200);
		assertThat(handle("GET", "EIO=4&transport=polling").status()).isEqualTo(503);
		FakeWebSocket webSocket = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(),
				Requests.webSocket());
		assertThat(webSocket.isClosedByServer()).isTrue();
		webSocket.send("4ignored");
		webSocket.disconnect();
		first.closeNow();
		Loops.settle(first.home());
		assertThat(handle("GET", "EIO=4&transport=polling").status()).isEqualTo(200);
	}

	@Test
	void numberOfSessionsOfAnAddressIsLimited() {
		use(EngineOptions.builder().limits((limits) -> limits.maxSessionsPerAddress(1)).build());
		assertThat(handleFrom("198.51.100.1").status()).isEqualTo(200);
		assertThat(handleFrom("198.51.100.1").status()).isEqualTo(503);
		assertThat(handleFrom("198.51.100.2").status()).isEqualTo(200);
		assertThat(handleFrom(null).status()).isEqualTo(200);
		assertThat(handleFrom(null).status()).isEqualTo(200);
		for (EngineSession session : this.fixture.sessions()) {
			session.closeNow();
			Loops.settle(session.home());
			session.closeNow();
		}
		assertThat(handleFrom("198.51.100.1").status()).isEqualTo(200);
		assertThat(handleFrom("198.51.100.1").status()).isEqualTo(503);
	}

	@Test
	void closeEndsAllSessionsAndRefusesNewOnes() {
		PollingClient client = PollingClient.open(this.fixture.server, this.fixture.loops.next());
		CompletableFuture<EngineResponse> get = client.get();
		FakeWebSocket webSocket = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(),
				Requests.webSocket());
		StepVerifier.create(this.fixture.server.close()).expectComplete().verify(Duration.ofSeconds(20));
		assertThat(PollingClient.body(get)).isEqualTo("1");
		assertThat(webSocket.isClosedByServer()).isTrue();
		assertThat(this.fixture.server.sessions()).isEmpty();
		assertThat(handle("GET", "EIO=4&transport=polling").status()).isEqualTo(503);
		StepVerifier.create(this.fixture.server.close()).expectComplete().verify(Duration.ofSeconds(20));
	}

	@Test
	void headersAndCookieAreAdded() {
		use(EngineOptions.builder().cookie(CookieOptions.DEFAULT).build());
		Engine engine = this.fixture.server;
		engine.onInitialHeaders((headers, request) -> headers.put("x-first", List.of(request.method())))
			.onHeaders((headers, request) -> headers.put("x-each", List.of("yes")));
		EngineResponse first = handle("GET", "EIO=4&transport=polling");
		String sid = this.fixture.session().id();
		assertThat(first.headers()).containsEntry("x-first", List.of("GET"))
			.containsEntry("x-each", List.of("yes"))
			.containsEntry("cache-control", List.of("no-store"))
			.containsEntry("Set-Cookie", List.of("io=" + sid + "; Path=/; HttpOnly; SameSite=Lax"));
		this.fixture.session().send("x");
		EngineResponse second = handle("GET", "EIO=4&transport=polling&sid=" + sid);
		assertThat(second.headers()).containsEntry("x-each", List.of("yes"))
			.doesNotContainKeys("x-first", "Set-Cookie");
	}

	@Test
	void headersListenerThatFailsIsSkipped() {
		this.fixture.server.onHeaders((headers, request) -> {
			throw new IllegalStateException("failed");
		});
		this.fixture.server.onHeaders((headers, request) -> headers.put("x-each", List.of("yes")));
		this.fixture.server.onInitialHeaders((headers, request) -> {
			throw new IllegalStateException("failed");
		});
		PollingClient client = PollingClient.open(this.fixture.server, this.fixture.loops.next());
		CompletableFuture<EngineResponse> get = client.get();
		this.fixture.session().send("x");
		assertThat(PollingClient.await(get).headers()).containsEntry("x-each", List.of("yes"));
		assertThat(PollingClient.body(client.post("4x"))).isEqualTo("ok");
		assertThat(decide("GET", "EIO=4&transport=websocket").headers()).containsKey("x-each");
	}

	@Test
	void connectionListenerThatFailsLeavesNoSession() {
		this.fixture.onOpened = (session) -> {
			throw new IllegalStateException("failed");
		};
		assertThat(handle("GET", "EIO=4&transport=polling").status()).isEqualTo(200);
		FakeWebSocket webSocket = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(),
				Requests.webSocket());
		assertThat(webSocket.isClosedByServer()).isTrue();
		Loops.settle(this.fixture.loops.next(), this.fixture.loops.next());
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

	@Test
	void sessionClosedByItsHandlerHasOnlyClosed() {
		this.fixture.onOpened = EngineSession::close;
		FakeWebSocket webSocket = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(),
				Requests.webSocket());
		assertThat(webSocket.isClosedByServer()).isTrue();
		assertThat(this.fixture.log()).containsExactly("close:forced close");
	}

	@Test
	void listenersOfRefusalsAreAdded() {
		List<String> refused = new ArrayList<>();
		this.fixture.server.onRefusal((request, error, message) -> refused.add("first " + error.code()));
		this.fixture.server.onRefusal((request, error, message) -> refused.add("second " + error.code()));
		handle("GET", "EIO=4&transport=polling&sid=unknown");
		assertThat(refused).containsExactly("first 1", "second 1");
	}

	@Test
	void clientsAreCountedByTransport() {
		PollingClient.open(this.fixture.server, this.fixture.loops.next());
		PollingClient.open(this.fixture.server, this.fixture.loops.next());
		FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(), Requests.webSocket());
		assertThat(this.fixture.server.clientsCount(TransportType.POLLING)).isEqualTo(2);
		assertThat(this.fixture.server.clientsCount(TransportType.WEBSOCKET)).isOne();
		assertThat(this.fixture.server.clientsCount()).isEqualTo(3);
	}

	@Test
	void oldBrowsersGetTheirHeader() {
		Map<String, List<String>> headers = Map.of("user-agent", List.of("Mozilla/5.0 (compatible;MSIE 10.0)"));
		EngineRequest request = Requests.request("GET", "EIO=4&transport=polling", headers, "192.0.2.1");
		assertThat(PollingClient
			.await(this.fixture.server.handle(request, Requests.NO_BODY, this.fixture.loops.next()).toFuture())
			.headers()).containsEntry("X-XSS-Protection", List.of("0"));
	}

	@Test
	void idsAreNeverRepeated() {
		RandomIds ids = new RandomIds();
		assertThat(java.util.stream.Stream.generate(ids).limit(10_000).distinct()).hasSize(10_000)
			.allMatch((id) -> id.matches("[A-Za-z0-9_-]{20}"));
	}

	private void use(EngineOptions options) {
		use(options, (request) -> Mono.empty());
	}

	private void use(EngineOptions options, HandshakeFilter filter) {
		this.fixture.close();
		this.fixture = new EngineFixture(options, filter);
	}

	private EngineResponse handle(String method, String query) {
		return handle(Requests.request(method, query));
	}

	private EngineResponse handleFrom(String address) {
		return handle(Requests.request("GET", "EIO=4&transport=polling", Map.of(), address));
	}

	private EngineResponse handle(EngineRequest request) {
		RequestBody body = (limit, progress) -> Mono.just("4x".getBytes(StandardCharsets.UTF_8));
		EngineResponse response = PollingClient
			.await(this.fixture.server.handle(request, body, this.fixture.loops.next()).toFuture());
		if (!this.fixture.sessions().isEmpty()) {
			this.fixture.settle();
		}
		Loops.settle(this.fixture.loops.next(), this.fixture.loops.next());
		return response;
	}

	private WebSocketDecision decide(String method, String query) {
		return PollingClient.await(this.fixture.server.handleWebSocket(Requests.request(method, query)).toFuture());
	}

}
