package dev.socketio.interop.engine;

import java.time.Duration;
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
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way from long-polling to WebSocket when both sides follow the rules.
 */
@EngineTest
class UpgradeTests {

	private static final Mount QUIET = Mount.SOCKET_IO_QUIET;

	/** Long before the upgrade is given up. */
	private static final Duration NOOP_TIMEOUT = Duration.ofSeconds(5);

	private static final String BAD_REQUEST = "{\"code\":3,\"message\":\"Bad request\"}";

	private final TestServer server;

	UpgradeTests(TestServer server) {
		this.server = server;
	}

	@Test
	void sessionMovesToTheWebSocket() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		session.echo("over polling");
		try (HttpConnection poll = session.startGet(); WebSocketConnection webSocket = probe(session)) {
			assertThat(poll.receive().text()).isEqualTo("6");
			webSocket.sendText("5");
			echo(webSocket, "over WebSocket");
			HttpResponse get = session.get();
			assertThat(get.status()).isEqualTo(400);
			assertThat(get.text()).isEqualTo(BAD_REQUEST);
			HttpResponse post = session.post(QUIET.message("too late"));
			assertThat(post.status()).isEqualTo(400);
			assertThat(post.text()).isEqualTo(BAD_REQUEST);
			echo(webSocket, "still open");
		}
	}

	@Test
	void upgradedSessionIsAnnouncedOnlyOnce() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			webSocket.sendText("5");
			assertThat(webSocket.isSilentFor(Duration.ofMillis(150))).isTrue();
			echo(webSocket, "hello");
		}
	}

	@Test
	void endOfTheUpgradedWebSocketEndsTheSession() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			webSocket.sendText("5");
			echo(webSocket, "hello");
			webSocket.send(WebSocketFrame.close(1000, ""));
			assertThat(webSocket.closeCode()).isEqualTo(1000);
		}
		session.awaitClosed();
	}

	@Test
	void laterGetsAreAnsweredWithNoopToo() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			for (int i = 0; i < 3; i++) {
				assertThat(session.poll()).containsExactly("6");
			}
			webSocket.sendText("5");
			echo(webSocket, "hello");
		}
	}

	@Test
	void noopComesSoonAfterTheProbe() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (HttpConnection poll = session.startGet(); WebSocketConnection webSocket = session.openWebSocket()) {
			assertThat(poll.isPending()).as("nothing before the probe").isTrue();
			webSocket.sendText("2probe");
			assertThat(poll.receive(NOOP_TIMEOUT).text()).isEqualTo("6");
		}
	}

	@Test
	void messagesGoThroughPollingUntilTheUpgradePacket() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			session.send(QUIET.message("during the upgrade"));
			assertThat(session.poll(1)).containsExactly(QUIET.reply("during the upgrade"));
			session.echo("once more");
			assertThat(webSocket.isSilentFor(Duration.ofMillis(50))).isTrue();
			webSocket.sendText("5");
			echo(webSocket, "after it");
		}
	}

	@Test
	void bufferedPacketsAreFlushedToTheWebSocketOnceAndInOrder() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			for (int i = 0; i < 50; i++) {
				session.send(QUIET.message("m" + i));
			}
			webSocket.sendText("5");
			for (int i = 0; i < 50; i++) {
				assertThat(webSocket.receiveText()).isEqualTo(QUIET.reply("m" + i));
			}
			echo(webSocket, "nothing left");
		}
	}

	@Test
	void bufferedBinaryBecomesABinaryFrame() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		String placeholder = "{\"_placeholder\":true,\"num\":0}";
		try (WebSocketConnection webSocket = probe(session)) {
			session.send("451-[\"message\"," + placeholder + "]", "bAQID");
			webSocket.sendText("5");
			assertThat(webSocket.receiveText()).isEqualTo("451-[\"message-back\"," + placeholder + "]");
			WebSocketFrame attachment = webSocket.receive();
			assertThat(attachment.opcode()).isEqualTo(WebSocketFrame.BINARY);
			assertThat(attachment.payload()).containsExactly(1, 2, 3);
		}
	}

	@Test
	void packetsReceivedByAPollAreNotRepeated() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		session.send(QUIET.message("first"));
		try (WebSocketConnection webSocket = probe(session)) {
			assertThat(session.poll(1)).containsExactly(QUIET.reply("first"));
			session.send(QUIET.message("second"));
			webSocket.sendText("5");
			assertThat(webSocket.receiveText()).isEqualTo(QUIET.reply("second"));
			echo(webSocket, "nothing left");
		}
	}

	@Test
	void messageRightBehindTheUpgradePacketIsReceived() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			webSocket.sendText("5");
			for (int i = 0; i < 20; i++) {
				webSocket.sendText(QUIET.message("m" + i));
			}
			for (int i = 0; i < 20; i++) {
				assertThat(webSocket.receiveText()).isEqualTo(QUIET.reply("m" + i));
			}
		}
	}

	@Test
	void heartbeatContinuesOverTheWebSocket() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_PATIENT);
		try (WebSocketConnection webSocket = probe(session)) {
			webSocket.sendText("5");
			for (int i = 0; i < 3; i++) {
				assertThat(webSocket.receiveText()).isEqualTo("2");
				// Before the pong, so that the next ping cannot come in between
				webSocket.sendText("4hello");
				assertThat(webSocket.receiveText()).isEqualTo("4hello");
				webSocket.sendText("3");
			}
		}
	}

	@Test
	void upgradedSessionStillNeedsPongs() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_PATIENT);
		try (WebSocketConnection webSocket = probe(session)) {
			webSocket.sendText("5");
			assertThat(webSocket.receiveText()).isEqualTo("2");
			assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
		}
	}

	@Test
	void pingDuringTheUpgradeGoesThroughPolling() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_PATIENT);
		try (WebSocketConnection webSocket = probe(session)) {
			List<String> packets = new ArrayList<>();
			while (!packets.contains("2")) {
				assertThat(webSocket.isSilentFor(Duration.ofMillis(20))).isTrue();
				packets.addAll(session.poll());
			}
			webSocket.sendText("5");
			webSocket.sendText("4hello");
			assertThat(webSocket.receiveText()).isEqualTo("4hello");
			webSocket.sendText("3");
			assertThat(webSocket.receiveText()).isEqualTo("2");
		}
	}

	@Test
	void largeMessagesFitAfterTheUpgrade() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (WebSocketConnection webSocket = probe(session)) {
			webSocket.sendText("5");
			echo(webSocket, "x".repeat(1_000_000 - QUIET.message("").length()));
		}
	}

	@Test
	void handshakeHeadersMayDifferBetweenTheTransports() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		HttpRequest request = HttpRequest.webSocket(QUIET.webSocket(session.sid()) + "&t=abc")
			.header("User-Agent", "another")
			.header("Origin", "http://elsewhere.example");
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server, request)) {
			webSocket.sendText("2probe");
			assertThat(webSocket.receiveText()).isEqualTo("3probe");
			webSocket.sendText("5");
			echo(webSocket, "hello");
		}
	}

	@RepeatedTest(5)
	void tenThousandMessagesKeepTheirOrder() throws InterruptedException {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		Poller poller = new Poller(session);
		poller.start();
		sendThroughPolling(session, 0, 2000);
		try (WebSocketConnection webSocket = session.openWebSocket()) {
			sendThroughPolling(session, 2000, 3000);
			webSocket.sendText("2probe");
			sendThroughPolling(session, 3000, 4000);
			assertThat(webSocket.receiveText()).isEqualTo("3probe");
			List<String> received = poller.pause();
			webSocket.sendText("5");
			for (int i = 4000; i < 10_000; i++) {
				webSocket.sendText(QUIET.message("m" + i));
			}
			while (received.size() < 10_000) {
				received.add(webSocket.receiveText());
			}
			for (int i = 0; i < 10_000; i++) {
				assertThat(received.get(i)).isEqualTo(QUIET.reply("m" + i));
			}
			echo(webSocket, "nothing left");
		}
	}

	private static void sendThroughPolling(PollingSession session, int from, int to) {
		for (int i = from; i < to; i += 50) {
			List<String> packets = new ArrayList<>();
			for (int j = i; j < i + 50; j++) {
				packets.add(QUIET.message("m" + j));
			}
			session.send(packets.toArray(String[]::new));
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

	/**
	 * Polls as a client does, until it is told to pause for an upgrade.
	 */
	private static final class Poller extends Thread {

		private final PollingSession session;

		private final List<String> received = new ArrayList<>();

		private volatile boolean paused;

		Poller(PollingSession session) {
			super("poller");
			this.session = session;
			setDaemon(true);
		}

		@Override
		public void run() {
			while (!this.paused) {
				this.received.addAll(this.session.poll());
			}
		}

		List<String> pause() throws InterruptedException {
			this.paused = true;
			join(HttpConnection.REPLY_TIMEOUT.toMillis());
			assertThat(isAlive()).as("pending GET").isFalse();
			this.received.removeIf("6"::equals);
			return this.received;
		}

	}

}
