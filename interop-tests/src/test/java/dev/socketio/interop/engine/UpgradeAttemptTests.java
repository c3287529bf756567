package dev.socketio.interop.engine;

import java.time.Duration;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Upgrades that fail, race with something else, or should not be tried at all.
 */
@EngineTest
class UpgradeAttemptTests {

	private static final Mount QUIET = Mount.SOCKET_IO_QUIET;

	private final TestServer server;

	UpgradeAttemptTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "4hello", "2", "2prob", "2probe2", "2Probe", "3probe", "3", "1", "0", "6", "x", "7", "", "b" })
	void wrongFirstPacketClosesOnlyTheWebSocket(String packet) {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = session.openWebSocket()) {
			webSocket.sendText(packet);
			assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
		}
		session.echo("still polling");
		assertUpgradable(session);
	}

	@Test
	void binaryFirstPacketClosesOnlyTheWebSocket() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = session.openWebSocket()) {
			webSocket.sendBinary("2probe".getBytes());
			assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
		}
		session.echo("still polling");
		assertUpgradable(session);
	}

	@Test
	void protocolErrorClosesOnlyTheWebSocket() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = session.openWebSocket()) {
			webSocket.sendRaw(WebSocketFrame.of(WebSocketFrame.TEXT, "2probe").unmasked());
			assertThat(webSocket.closeCode()).isEqualTo(1002);
		}
		session.echo("still polling");
		assertUpgradable(session);
	}

	@Test
	void upgradeWithoutProbeLeavesOneTransport() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = session.openWebSocket()) {
			webSocket.sendText("5");
			webSocket.offerRaw(WebSocketFrame.of(WebSocketFrame.TEXT, QUIET.message("accepted")).masked());
			WebSocketFrame answer = webSocket.receive();
			if (answer.opcode() == WebSocketFrame.TEXT) {
				assertThat(answer.text()).isEqualTo(QUIET.reply("accepted"));
				assertThat(session.get().status()).isEqualTo(400);
			}
			else {
				assertThat(answer.opcode()).isEqualTo(WebSocketFrame.CLOSE);
				assertThat(answer.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
				session.echo("refused");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void lostWebSocketBeforeTheProbeLeavesPolling(boolean reset) {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		WebSocketConnection webSocket = session.openWebSocket();
		close(webSocket, reset);
		session.echo("still polling");
		assertUpgradable(session);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void lostWebSocketAfterTheProbeLeavesPolling(boolean reset) {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		WebSocketConnection webSocket = probe(session);
		close(webSocket, reset);
		session.echo("still polling");
		assertUpgradable(session);
	}

	private static void close(WebSocketConnection webSocket, boolean reset) {
		if (reset) {
			webSocket.reset();
		}
		else {
			webSocket.close();
		}
	}

	@Test
	void closeFrameAfterTheProbeLeavesPolling() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			webSocket.send(WebSocketFrame.close(1000, ""));
			assertThat(webSocket.closeCode()).isEqualTo(1000);
		}
		session.echo("still polling");
		assertUpgradable(session);
	}

	@Test
	void getIsHeldAgainAfterAnAbandonedUpgrade() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		WebSocketConnection webSocket = probe(session);
		assertThat(session.poll()).containsExactly("6");
		webSocket.send(WebSocketFrame.close(1000, ""));
		webSocket.closeCode();
		// What answers the close frame is not what lets the session wait again
		this.server.settle();
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isSilentFor(Duration.ofMillis(250))).isTrue();
			session.send(QUIET.message("hello"));
			assertThat(poll.receive().text()).isEqualTo(QUIET.reply("hello"));
		}
	}

	@Test
	void messagesSurviveAnAbandonedUpgrade() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		WebSocketConnection webSocket = probe(session);
		session.send(QUIET.message("first"));
		webSocket.reset();
		session.send(QUIET.message("second"));
		assertThat(session.poll(2)).containsExactly(QUIET.reply("first"), QUIET.reply("second"));
	}

	@Test
	void upgradeHasADeadline() {
		PollingSession silent = PollingSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET);
		PollingSession probed = PollingSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET);
		long start = System.nanoTime();
		try (WebSocketConnection first = silent.openWebSocket(); WebSocketConnection second = probe(probed)) {
			assertThat(first.closeCode(Duration.ofSeconds(20))).isEqualTo(WebSocketFrame.NO_STATUS);
			assertThat(second.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
			assertThat((System.nanoTime() - start) / 1_000_000).isGreaterThan(9900L);
		}
		silent.echo("still polling");
		probed.echo("still polling");
		assertUpgradable(silent);
		assertUpgradable(probed);
	}

	@Test
	void secondWebSocketDuringTheUpgradeIsRefused() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			assertRefused(session.sid());
			webSocket.sendText("5");
			echo(webSocket, "not disturbed");
		}
	}

	@Test
	void secondWebSocketBeforeTheProbeIsRefused() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = session.openWebSocket()) {
			this.server.settle();
			assertRefused(session.sid());
			webSocket.sendText("2probe");
			assertThat(webSocket.receiveText()).isEqualTo("3probe");
			webSocket.sendText("5");
			echo(webSocket, "not disturbed");
		}
	}

	@Test
	void webSocketAfterTheUpgradeIsRefused() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			webSocket.sendText("5");
			echo(webSocket, "upgraded");
			assertRefused(session.sid());
			echo(webSocket, "not disturbed");
		}
	}

	@Test
	@Tag("stricter-than-node")
	void webSocketSessionCannotBeTakenOver() {
		try (WebSocketSession session = WebSocketSession.openForEcho(this.server, QUIET)) {
			try (HttpConnection thief = HttpConnection.open(this.server)) {
				HttpResponse response = thief.exchange(HttpRequest.webSocket(QUIET.webSocket(session.sid())));
				assertThat(response.status()).isEqualTo(101);
				thief.offer(WebSocketFrame.of(WebSocketFrame.TEXT, "2probe").masked());
				thief.offer(WebSocketFrame.of(WebSocketFrame.TEXT, "5").masked());
				WebSocketConnection webSocket = WebSocketConnection.over(thief, response);
				assertThat(webSocket.receive().opcode()).isEqualTo(WebSocketFrame.CLOSE);
			}
			session.echo("not disturbed");
		}
	}

	private void assertRefused(String sid) {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			HttpResponse response = connection.exchange(HttpRequest.webSocket(QUIET.webSocket(sid)));
			assertThat(response.status()).isEqualTo(101);
			WebSocketFrame frame = WebSocketConnection.over(connection, response).receive();
			assertThat(frame.opcode()).isEqualTo(WebSocketFrame.CLOSE);
			assertThat(frame.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
		}
	}

	@Test
	void upgradePacketEndsThePendingGet() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session); HttpConnection poll = session.startGet()) {
			webSocket.sendText("5");
			HttpResponse response = poll.receive();
			// Depends on whether the poll or the upgrade arrives first
			assertThat(response.text()).isIn("1", "6", "{\"code\":3,\"message\":\"Bad request\"}");
			echo(webSocket, "upgraded");
		}
	}

	@Test
	void upgradePacketEndsAnUnfinishedPost() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (HttpConnection post = session.startPost(100)) {
			post.send("4");
			assertThat(post.isPending()).isTrue();
			try (WebSocketConnection webSocket = probe(session)) {
				webSocket.sendText("5");
				echo(webSocket, "upgraded");
				assertThat(post.isSilentFor(HttpConnection.REPLY_TIMEOUT)).isFalse();
				echo(webSocket, "not disturbed");
			}
		}
	}

	@Test
	void closeDuringTheUpgradeClosesTheWebSocket() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			session.send("1");
			assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
		}
		session.awaitClosed();
	}

	@Test
	void closeByTheServerDuringTheUpgradeIsCompletedAfterIt() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			session.send("4abc");
			webSocket.sendText("5");
			assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
		}
		session.awaitClosed();
	}

	@Test
	void invalidPacketDuringTheUpgradeClosesTheWebSocket() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			session.post("x");
			assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
		}
		session.awaitClosed();
	}

	@Test
	void abortedGetDuringTheUpgradeEndsTheSession() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = session.openWebSocket()) {
			HttpConnection poll = session.startGet();
			assertThat(poll.isPending()).isTrue();
			poll.close();
			assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
		}
		session.awaitClosed();
	}

	@RepeatedTest(10)
	void raceOfPollsAndUpgradeHasOneOutcome() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = session.openWebSocket();
				HttpConnection first = session.startGet();
				HttpConnection second = session.startGet();
				HttpConnection post = HttpConnection.open(this.server)) {
			webSocket.offerRaw(WebSocketFrame.of(WebSocketFrame.TEXT, "2probe").masked());
			webSocket.offerRaw(WebSocketFrame.of(WebSocketFrame.TEXT, "5").masked());
			post.send(HttpRequest.post(session.target(), "6"));
			for (HttpConnection connection : List.of(first, second)) {
				assertThat(connection.receive().status()).isIn(200, 400);
			}
			assertThat(post.isSilentFor(HttpConnection.REPLY_TIMEOUT)).isFalse();
		}
		session.awaitClosed();
	}

	/** The server may need a moment to see that the last attempt is over. */
	private static void assertUpgradable(PollingSession session) {
		Awaitility.await("upgrade accepted")
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.until(() -> upgrade(session));
	}

	private static boolean upgrade(PollingSession session) {
		try (WebSocketConnection webSocket = session.openWebSocket()) {
			webSocket.sendText("2probe");
			WebSocketFrame frame = webSocket.receive();
			if (frame.opcode() == WebSocketFrame.CLOSE) {
				return false;
			}
			assertThat(frame.text()).isEqualTo("3probe");
			webSocket.sendText("5");
			echo(webSocket, "upgraded");
			return true;
		}
	}

	private static WebSocketConnection probe(PollingSession session) {
		WebSocketConnection webSocket = session.openWebSocket();
		webSocket.sendText("2probe");
		assertThat(webSocket.receiveText()).isEqualTo("3probe");
		return webSocket;
	}

	private static void echo(WebSocketConnection webSocket, String text) {
		webSocket.sendText(QUIET.message(text));
		assertThat(webSocket.receiveText()).isEqualTo(QUIET.reply(text));
	}

}
