package dev.socketio.interop.engine;

import java.time.Duration;
import java.util.List;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketFrame;
import dev.socketio.interop.client.WebSocketSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pings of the server, every 300 ms here, and pongs, which must follow within 200 ms, or
 * within four seconds where a session is to go on although this machine may be busy.
 * Times are measured at the client, so lower bounds are a little below the configured
 * values and upper bounds far above them.
 */
@EngineTest
class HeartbeatTests {

	private static final Duration SLACK = Duration.ofSeconds(7);

	private final TestServer server;

	HeartbeatTests(TestServer server) {
		this.server = server;
	}

	@Test
	void pingIsSentAfterTheIntervalOverWebSocket() {
		long start = System.nanoTime();
		try (WebSocketSession session = open()) {
			assertThat(session.webSocket().receiveText()).isEqualTo("2");
			assertThat(millisSince(start)).isBetween(290L, 290 + SLACK.toMillis());
		}
	}

	@Test
	void pingIsSentAfterTheIntervalOverPolling() {
		long start = System.nanoTime();
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_PATIENT);
		assertThat(session.poll()).containsExactly("2");
		assertThat(millisSince(start)).isBetween(290L, 290 + SLACK.toMillis());
	}

	@Test
	void pingWaitsForTheNextGet() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_PATIENT);
		// Of two sessions, the later one does not get its ping first
		PollingSession later = PollingSession.open(this.server, Mount.ECHO_PATIENT);
		assertThat(later.poll()).containsExactly("2");
		this.server.settle();
		session.send("4behind the ping");
		assertThat(session.poll()).containsExactly("2", "4behind the ping");
	}

	@Test
	void intervalRestartsWithThePong() {
		try (WebSocketSession session = openPatient()) {
			assertThat(session.webSocket().receiveText()).isEqualTo("2");
			assertThat(session.webSocket().isSilentFor(Duration.ofMillis(400))).isTrue();
			long pong = System.nanoTime();
			session.webSocket().sendText("3");
			assertThat(session.webSocket().receiveText()).isEqualTo("2");
			assertThat(millisSince(pong)).isBetween(290L, 290 + SLACK.toMillis());
		}
	}

	@Test
	void webSocketSessionLivesAsLongAsPongsArrive() {
		try (WebSocketSession session = openPatient()) {
			for (int i = 0; i < 4; i++) {
				assertThat(session.webSocket().receiveText()).isEqualTo("2");
				// Before the pong, so that the next ping cannot come in between
				session.echo("still open");
				session.webSocket().sendText((i % 2 == 0) ? "3" : "3data");
			}
			assertThat(session.webSocket().receiveText()).isEqualTo("2");
		}
	}

	@Test
	void pollingSessionLivesAsLongAsPongsArrive() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_PATIENT);
		for (int i = 0; i < 4; i++) {
			assertThat(session.poll()).containsExactly("2");
			session.send("3");
		}
		session.echo("still open");
	}

	@Test
	void webSocketWithoutPongIsClosedWithoutStatus() {
		long start = System.nanoTime();
		try (WebSocketSession session = open()) {
			assertThat(session.webSocket().receiveText()).isEqualTo("2");
			assertThat(session.webSocket().closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
			assertThat(millisSince(start)).isBetween(490L, 490 + SLACK.toMillis());
			session.awaitClosed();
		}
	}

	@Test
	void pendingGetIsAnsweredWithCloseWhenNoPongArrives() {
		long start = System.nanoTime();
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_PATIENT);
		assertThat(session.poll()).containsExactly("2");
		assertThat(session.poll()).containsExactly("1");
		assertThat(millisSince(start)).isBetween(4290L, 4290 + SLACK.toMillis());
		session.awaitClosed();
	}

	@Test
	void clientThatNeverPollsIsDropped() {
		long start = System.nanoTime();
		PollingSession session = PollingSession.open(this.server, Mount.ECHO);
		session.awaitClosed();
		assertThat(millisSince(start)).isBetween(490L, 490 + SLACK.toMillis());
	}

	@Test
	void getsAreNoSignOfLife() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_PATIENT);
		List<String> packets = List.of();
		while (!packets.contains("2")) {
			session.send("4x");
			packets = session.poll();
		}
		long ping = System.nanoTime();
		assertThat(session.poll()).containsExactly("1");
		assertThat(millisSince(ping)).isLessThan(4000 + SLACK.toMillis());
		session.awaitClosed();
	}

	@Test
	void otherPacketExtendsTheTimeoutOnce() {
		try (WebSocketSession session = openPatient()) {
			WebSocketConnection webSocket = session.webSocket();
			assertThat(webSocket.receiveText()).isEqualTo("2");
			assertThat(webSocket.isSilentFor(Duration.ofMillis(500))).isTrue();
			long packet = System.nanoTime();
			webSocket.sendText("6");
			assertThat(webSocket.closeCode(Duration.ofSeconds(15))).isEqualTo(WebSocketFrame.NO_STATUS);
			assertThat(millisSince(packet)).isBetween(3990L, 3990 + SLACK.toMillis());
		}
	}

	@Test
	void messagesDoNotReplaceThePong() {
		try (WebSocketSession session = open()) {
			assertThat(session.webSocket().receiveText()).isEqualTo("2");
			long ping = System.nanoTime();
			boolean open = true;
			while (open && millisSince(ping) < 400 + SLACK.toMillis()) {
				open = session.webSocket().offerRaw(WebSocketFrame.of(WebSocketFrame.TEXT, "6").masked())
						&& session.webSocket().isSilentFor(Duration.ofMillis(20));
			}
			assertThat(session.webSocket().closeCode()).isNotZero();
			session.awaitClosed();
		}
	}

	@Test
	void unsolicitedPongPostponesThePing() {
		try (WebSocketSession session = WebSocketSession.openWithoutHeartbeat(this.server, Mount.ECHO_DEFLATE)) {
			assertThat(session.webSocket().isSilentFor(Duration.ofMillis(500))).isTrue();
			long pong = System.nanoTime();
			session.webSocket().sendText("3");
			assertThat(session.webSocket().receive(Duration.ofSeconds(15)).text()).isEqualTo("2");
			assertThat(millisSince(pong)).isBetween(4990L, 4990 + SLACK.toMillis());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "2probe", "2x" })
	void pingOfTheClientClosesTheWebSocket(String packet) {
		try (WebSocketSession session = WebSocketSession.open(this.server, Mount.SOCKET_IO_QUIET)) {
			session.webSocket().sendText(packet);
			assertThat(session.webSocket().closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
			session.awaitClosed();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "2probe", "2x" })
	void pingOfTheClientClosesThePollingSession(String packet) {
		PollingSession session = PollingSession.open(this.server, Mount.SOCKET_IO_QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			assertThat(session.post(packet).status()).isEqualTo(200);
			assertThat(poll.receive().text()).isEqualTo("1");
		}
		session.awaitClosed();
	}

	@Test
	void ackOfTheTransportIsNoPong() {
		try (WebSocketSession session = openPatient()) {
			session.webSocket().send(WebSocketFrame.of(WebSocketFrame.PONG, ""));
			assertThat(session.webSocket().receiveText()).isEqualTo("2");
			session.webSocket().send(WebSocketFrame.of(WebSocketFrame.PONG, "3"));
			WebSocketFrame frame = session.webSocket().receive(Duration.ofSeconds(15));
			assertThat(frame.opcode()).isEqualTo(WebSocketFrame.CLOSE);
			assertThat(frame.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
		}
	}

	@Test
	void uploadThatNeverEndsIsCutOffWithTheSession() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_PATIENT);
		try (HttpConnection post = session.startPost(100_000)) {
			boolean open = true;
			long start = System.nanoTime();
			while (open && millisSince(start) < 4300 + SLACK.toMillis()) {
				open = post.offer(new byte[] { '4' }) && post.isSilentFor(Duration.ofMillis(20));
			}
			assertThat(open).as("connection is still open").isFalse();
			assertThat(post.isClosedWithin(HttpConnection.REPLY_TIMEOUT)).isTrue();
		}
		session.awaitClosed();
	}

	private WebSocketSession open() {
		return WebSocketSession.openWithoutHeartbeat(this.server, Mount.ECHO);
	}

	private WebSocketSession openPatient() {
		return WebSocketSession.openWithoutHeartbeat(this.server, Mount.ECHO_PATIENT);
	}

	private static long millisSince(long nanos) {
		return (System.nanoTime() - nanos) / 1_000_000;
	}

}
