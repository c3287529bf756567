package dev.socketio.interop.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that are up to no good. What they are answered matters little; that the server
 * goes on serving the others is checked after each test.
 */
@EngineTest
@Timeout(30)
class HostileClientTests {

	private static final Mount QUIET = Mount.SOCKET_IO_QUIET;

	private final TestServer server;

	HostileClientTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0016\u0003\u0001\u0000\u00c8\u0001\u0000\u0000", "\u0000\u0000\u0000\u0000\r\n\r\n",
			"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET\r\n\r\n", "GET /engine.io/ HTTP/9.9\r\n\r\n",
			"GET /engine.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n bad\u0000: x\r\n\r\n" })
	void bytesThatAreNoRequest(String bytes) {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			connection.offer(bytes.getBytes(StandardCharsets.ISO_8859_1));
			connection.offer("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
			assertThat(connection.isSilentFor(HttpConnection.REPLY_TIMEOUT)).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "abc", "1e3", "99999999999999999999", "0x10" })
	void nonsensicalContentLength(String length) {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			connection.sendHead(HttpRequest.of("POST", session.target())
				.header("Content-Type", "text/plain")
				.header("Content-Length", length));
			connection.offer("6\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
			assertThat(connection.receive().status()).isBetween(400, 499);
		}
	}

	@Test
	void nonsensicalChunkSize() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			connection.sendHead(HttpRequest.of("POST", session.target()).header("Transfer-Encoding", "chunked"));
			connection.offer("zz\r\n6\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
			assertThat(connection.isSilentFor(HttpConnection.REPLY_TIMEOUT)).isFalse();
		}
		session.awaitClosed();
	}

	@Test
	void requestTargetOfAHundredKilobytes() {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			connection
				.offer(("GET " + Mount.ECHO.polling() + "&x=" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			assertThat(connection.isSilentFor(HttpConnection.REPLY_TIMEOUT)).isFalse();
		}
	}

	@Test
	void headersOfAMegabyte() {
		HttpRequest request = HttpRequest.get(Mount.ECHO.polling());
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			boolean open = true;
			connection.send("GET " + Mount.ECHO.polling() + " HTTP/1.1\r\nHost: x\r\n");
			for (int i = 0; open && i < 1000; i++) {
				open = connection.offer(("X-" + i + ": " + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.UTF_8));
			}
			connection.offer("\r\n".getBytes(StandardCharsets.UTF_8));
			assertThat(connection.isClosedWithin(HttpConnection.REPLY_TIMEOUT)).isTrue();
		}
		assertThat(HttpConnection.exchange(this.server, request).status()).isEqualTo(200);
	}

	@Test
	void valuesOfTheQueryNeverBecomeHeaders() {
		HttpResponse response = HttpConnection.exchange(this.server,
				HttpRequest.get(Mount.ECHO.polling("x%0d%0aInjected:%20yes") + "&EIO=4%0d%0aInjected:%20yes"));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.header("Injected")).isNull();
	}

	@Test
	void manyConnectionsThatNeverFinishTheirRequest() {
		List<HttpConnection> connections = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			connections.add(HttpConnection.open(this.server).send("GET /engine.io/?EIO=4&tran"));
		}
		PollingSession.openForEcho(this.server, QUIET).echo("not disturbed");
		connections.forEach(HttpConnection::close);
	}

	@Test
	void manySessionsThatAreAbandoned() {
		PollingSession last = PollingSession.open(this.server, Mount.ECHO);
		for (int i = 0; i < 300; i++) {
			last = PollingSession.open(this.server, Mount.ECHO);
		}
		last.awaitClosed();
	}

	@Test
	void manyWebSocketsThatAreReset() {
		for (int i = 0; i < 100; i++) {
			WebSocketConnection.open(this.server, QUIET.webSocket()).reset();
		}
	}

	@Test
	void manyPipelinedHandshakes() {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			for (int i = 0; i < 100; i++) {
				connection.send(HttpRequest.get(Mount.ECHO.polling()));
			}
			for (int i = 0; i < 100; i++) {
				assertThat(connection.receive().text()).startsWith("0{");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u001e", "6\u001e", "3\u001e" })
	void payloadOfAsManyPacketsAsPossible(String packet) {
		PollingSession session = PollingSession.open(this.server, QUIET);
		String payload = packet.repeat(1_000_000 / packet.length());
		assertThat(session.post(payload).status()).isEqualTo(200);
		session.awaitClosed();
	}

	@Test
	void webSocketThatSendsButNeverReads() throws InterruptedException {
		byte[] frame = WebSocketFrame.of(WebSocketFrame.BINARY, new byte[900_000]).masked();
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			connection.exchange(HttpRequest.webSocket(Mount.ECHO.webSocket()));
			Thread sender = new Thread(() -> {
				boolean open = true;
				for (int i = 0; open && i < 30; i++) {
					open = connection.offer(frame);
				}
			}, "sender");
			sender.start();
			sender.join(2000);
			PollingSession.openForEcho(this.server, QUIET).echo("not disturbed");
			connection.reset();
			sender.join(HttpConnection.REPLY_TIMEOUT.toMillis());
			assertThat(sender.isAlive()).isFalse();
		}
	}

	@Test
	void pollThatIsNeverRead() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		for (int i = 0; i < 5; i++) {
			session.send(QUIET.message("x".repeat(900_000)));
		}
		HttpConnection poll = session.startGet();
		assertThat(poll.isSilentFor(HttpConnection.REPLY_TIMEOUT)).isFalse();
		poll.reset();
		PollingSession.openForEcho(this.server, QUIET).echo("not disturbed");
	}

	@Test
	void floodOfControlFrames() {
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server, QUIET.webSocket())) {
			webSocket.receiveText();
			byte[] ping = WebSocketFrame.of(WebSocketFrame.PING, "x").masked();
			boolean open = true;
			for (int i = 0; open && i < 5000; i++) {
				open = webSocket.offerRaw(ping);
			}
			int pongs = 0;
			while (open && pongs < 5000) {
				assertThat(webSocket.receive().opcode()).isEqualTo(WebSocketFrame.PONG);
				pongs++;
			}
		}
	}

	@Test
	void framesBehindAWebSocketHandshakeThatIsRefused() {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			connection.send(HttpRequest.webSocket(QUIET.webSocket("unknown")));
			connection.offer(WebSocketFrame.of(WebSocketFrame.TEXT, "2probe").masked());
			assertThat(connection.isClosedWithin(HttpConnection.REPLY_TIMEOUT)).isTrue();
		}
	}

}
