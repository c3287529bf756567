package dev.socketio.interop.engine;

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
import dev.socketio.interop.client.WebSocketSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ends of sessions, by either side.
 */
@EngineTest
class CloseTests {

	private static final Mount QUIET = Mount.SOCKET_IO_QUIET;

	/** A Socket.IO packet of an unknown type: makes the application close the session. */
	private static final String PROVOCATION = "4abc";

	private final TestServer server;

	CloseTests(TestServer server) {
		this.server = server;
	}

	@Test
	void closePacketOverPollingEndsTheSession() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		session.send("1");
		session.awaitClosed();
		assertEveryRequestIsUnknown(session);
	}

	private void assertEveryRequestIsUnknown(PollingSession session) {
		String unknown = "{\"code\":1,\"message\":\"Session ID unknown\"}";
		assertThat(session.get().text()).isEqualTo(unknown);
		assertThat(session.post("40").text()).isEqualTo(unknown);
		assertThat(HttpConnection.exchange(this.server, HttpRequest.of("DELETE", session.target())).text())
			.isEqualTo(unknown);
		HttpResponse upgrade = HttpConnection.exchange(this.server,
				HttpRequest.webSocket(QUIET.webSocket(session.sid())));
		assertThat(upgrade.status()).isEqualTo(400);
		assertThat(upgrade.text()).isEqualTo("Session ID unknown");
	}

	@Test
	void closePacketOverPollingEndsThePendingGet() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			session.send("1");
			assertThat(poll.receive().text()).isEqualTo("6");
		}
		session.awaitClosed();
	}

	@Test
	void nothingAfterAClosePacketIsProcessed() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			session.send("1", "4after");
			assertThat(poll.receive().packets()).doesNotContain("4after");
		}
	}

	@Test
	@Tag("stricter-than-node")
	void closePacketOverWebSocketEndsTheSession() {
		try (WebSocketSession session = WebSocketSession.open(this.server, QUIET)) {
			session.webSocket().sendText("1");
			assertThat(session.webSocket().closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
			session.awaitClosed();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1000, 1001, 1003, 1011, 3000, 4000, 4999 })
	void closeFrameIsEchoedWithItsCode(int code) {
		try (WebSocketSession session = WebSocketSession.open(this.server, QUIET)) {
			session.webSocket().send(WebSocketFrame.close(code, "bye €"));
			assertThat(session.webSocket().closeCode()).isEqualTo(code);
			session.awaitClosed();
		}
	}

	@Test
	void closeFrameWithoutStatusIsEchoed() {
		try (WebSocketSession session = WebSocketSession.open(this.server, QUIET)) {
			session.webSocket().send(WebSocketFrame.of(WebSocketFrame.CLOSE, ""));
			assertThat(session.webSocket().closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
			session.awaitClosed();
		}
	}

	@Test
	void serverEndsTheConnectionAfterTheCloseFrames() {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			connection.exchange(HttpRequest.webSocket(QUIET.webSocket()));
			connection.send(WebSocketFrame.close(1000, "").masked());
			assertThat(connection.isClosedWithin(HttpConnection.REPLY_TIMEOUT)).isTrue();
		}
	}

	@Test
	void nothingAfterTheCloseFrameIsProcessed() {
		try (WebSocketSession session = WebSocketSession.openForEcho(this.server, QUIET)) {
			session.webSocket().send(WebSocketFrame.close(1000, ""));
			session.webSocket().offerRaw(WebSocketFrame.of(WebSocketFrame.TEXT, QUIET.message("after")).masked());
			assertThat(session.webSocket().receive().opcode()).isEqualTo(WebSocketFrame.CLOSE);
		}
	}

	@Test
	void endOfTheConnectionEndsTheSession() {
		WebSocketSession session = WebSocketSession.open(this.server, QUIET);
		assertThat(session.isOpen()).isTrue();
		session.close();
		session.awaitClosed();
	}

	@Test
	void resetOfTheConnectionEndsTheSession() {
		WebSocketSession session = WebSocketSession.open(this.server, QUIET);
		session.webSocket().reset();
		session.awaitClosed();
	}

	@Test
	void serverClosesTheWebSocketWithoutStatus() {
		try (WebSocketSession session = WebSocketSession.open(this.server, QUIET)) {
			session.webSocket().sendText(PROVOCATION);
			assertThat(session.webSocket().closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
			session.awaitClosed();
		}
	}

	@Test
	void serverClosesThePendingGet() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			session.send(PROVOCATION);
			assertThat(poll.receive().text()).isEqualTo("1");
		}
		session.awaitClosed();
	}

	@Test
	void serverWaitsForTheNextGetToSayThatItCloses() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		session.send(PROVOCATION);
		assertThat(session.poll()).containsExactly("6", "1");
		session.awaitClosed();
	}

	@Test
	void bufferedPacketsArriveBeforeTheClose() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		session.send(QUIET.message("last"));
		session.send(PROVOCATION);
		assertThat(pollUntilClosed(session)).containsExactly(QUIET.reply("last"), "1");
		session.awaitClosed();
	}

	private static List<String> pollUntilClosed(PollingSession session) {
		List<String> packets = new ArrayList<>();
		while (!packets.contains("1")) {
			packets.addAll(session.poll());
		}
		packets.removeIf("6"::equals);
		return packets;
	}

	@Test
	void nothingIsProcessedWhileClosing() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		session.send(QUIET.message("last"));
		session.send(PROVOCATION, QUIET.message("after"));
		session.send(QUIET.message("later"));
		assertThat(pollUntilClosed(session)).containsExactly(QUIET.reply("last"), "1");
	}

	@Test
	void serverClosesClientsThatJoinNoNamespace() {
		long start = System.nanoTime();
		try (WebSocketSession session = WebSocketSession.open(this.server, Mount.SOCKET_IO_PATIENT)) {
			assertThat(session.webSocket().closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
			assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThan(2900L);
		}
	}

	@Test
	void closedWebSocketLeavesOtherSessionsOfTheClientAlone() {
		PollingSession polling = PollingSession.openForEcho(this.server, QUIET);
		WebSocketConnection webSocket = WebSocketConnection.open(this.server, QUIET.webSocket());
		webSocket.receiveText();
		webSocket.close();
		polling.echo("still open");
	}

}
