package dev.socketio.interop.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketFrame;
import dev.socketio.interop.client.WebSocketSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages over WebSocket, in all the ways that a valid client may frame them.
 */
@EngineTest
class WebSocketMessageTests {

	private static final int LIMIT = 1_000_000;

	private final TestServer server;

	private WebSocketSession session;

	private WebSocketConnection webSocket;

	WebSocketMessageTests(TestServer server) {
		this.server = server;
	}

	@BeforeEach
	void open() {
		this.session = WebSocketSession.open(this.server, Mount.ECHO_QUIET);
		this.webSocket = this.session.webSocket();
	}

	@AfterEach
	void close() {
		this.session.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "4", "4hello", "4€😀", "4\u0000\u001e\n", "4b4", "4 ", "4\uFEFF" })
	void textIsEchoed(String text) {
		this.webSocket.sendText(text);
		assertReceived(WebSocketFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125, 126, 127, 65535, 65536, 300_000, LIMIT })
	void binaryIsEchoed(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		this.webSocket.sendBinary(bytes);
		assertReceived(WebSocketFrame.BINARY, bytes);
	}

	@ParameterizedTest
	@ValueSource(ints = { 124, 125, 126, 65534, 65535, 65536, LIMIT - 1 })
	void textOfAnyLengthIsEchoed(int length) {
		String text = "4" + "a".repeat(length);
		this.webSocket.sendText(text);
		assertReceived(WebSocketFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void limitCountsBytes() {
		String text = "4" + "€".repeat(333_333);
		this.webSocket.sendText(text);
		assertReceived(WebSocketFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void base64TextIsABinaryMessage() {
		this.webSocket.sendText("bAQIDBA==");
		assertReceived(WebSocketFrame.BINARY, new byte[] { 1, 2, 3, 4 });
		this.webSocket.sendText("b");
		assertReceived(WebSocketFrame.BINARY, new byte[0]);
	}

	@Test
	void eachPacketHasItsOwnFrameInOrder() {
		List<WebSocketFrame> sent = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			sent.add((i % 3 == 0) ? WebSocketFrame.of(WebSocketFrame.BINARY, new byte[] { (byte) i })
					: WebSocketFrame.of(WebSocketFrame.TEXT, "4" + i));
		}
		sent.forEach(this.webSocket::send);
		for (WebSocketFrame frame : sent) {
			assertReceived(frame.opcode(), frame.payload());
		}
	}

	@Test
	void fragmentsAreReassembled() {
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.TEXT, "4he").notFinal());
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, "l").notFinal());
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, "lo"));
		assertReceived(WebSocketFrame.TEXT, "4hello".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void fragmentsMayBeEmpty() {
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.TEXT, "").notFinal());
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, "").notFinal());
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, "4a").notFinal());
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, ""));
		assertReceived(WebSocketFrame.TEXT, "4a".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void fragmentsMaySplitACharacter() {
		byte[] bytes = "4😀€".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < bytes.length; i++) {
			WebSocketFrame frame = WebSocketFrame.of((i == 0) ? WebSocketFrame.TEXT : WebSocketFrame.CONTINUATION,
					new byte[] { bytes[i] });
			this.webSocket.send((i < bytes.length - 1) ? frame.notFinal() : frame);
		}
		assertReceived(WebSocketFrame.TEXT, bytes);
	}

	@Test
	void binaryFragmentsAreReassembled() {
		byte[] half = new byte[LIMIT / 2];
		new Random(1).nextBytes(half);
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.BINARY, half).notFinal());
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, half));
		WebSocketFrame echo = this.webSocket.receive();
		assertThat(echo.payload()).hasSize(LIMIT).startsWith(half).endsWith(half);
	}

	@Test
	void messageMayHaveManyFragments() {
		int count = 2000;
		byte[] one = { 1 };
		for (int i = 0; i < count; i++) {
			WebSocketFrame frame = WebSocketFrame.of((i == 0) ? WebSocketFrame.BINARY : WebSocketFrame.CONTINUATION,
					one);
			this.webSocket.send((i < count - 1) ? frame.notFinal() : frame);
		}
		assertThat(this.webSocket.receive().payload()).hasSize(count).containsOnly(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 125 })
	void pingIsAnsweredWithItsPayload(int length) {
		byte[] payload = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.PING, payload));
		assertReceived(WebSocketFrame.PONG, payload);
	}

	@Test
	void controlFramesMayInterruptAMessage() {
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.TEXT, "4he").notFinal());
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.PING, "p"));
		assertReceived(WebSocketFrame.PONG, new byte[] { 'p' });
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.PONG, "unsolicited"));
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, "llo"));
		assertReceived(WebSocketFrame.TEXT, "4hello".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void unsolicitedPongIsIgnored() {
		this.webSocket.send(WebSocketFrame.of(WebSocketFrame.PONG, ""));
		this.session.echo("still open");
	}

	@Test
	void framesMayArriveByteByByte() {
		for (byte b : WebSocketFrame.of(WebSocketFrame.TEXT, "4" + "€".repeat(50)).masked()) {
			this.webSocket.sendRaw(new byte[] { b });
		}
		assertReceived(WebSocketFrame.TEXT, ("4" + "€".repeat(50)).getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "0{}", "5", "6", "6x", "3", "3probe" })
	void packetsWithoutMeaningAreIgnored(String packet) {
		this.webSocket.sendText(packet);
		this.session.echo("still open");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "7", "9x", "x", " 4", "{}", "\u001e", "é" })
	void invalidPacketClosesTheSession(String packet) {
		try (WebSocketSession quiet = WebSocketSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET)) {
			quiet.webSocket().sendText(packet);
			assertThat(quiet.webSocket().closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
			quiet.awaitClosed();
		}
	}

	@Test
	void nothingIsSentSpontaneously() {
		assertThat(this.webSocket.isSilentFor(Duration.ofMillis(200))).isTrue();
	}

	private void assertReceived(int opcode, byte[] payload) {
		WebSocketFrame frame = this.webSocket.receive();
		assertThat(frame.opcode()).isEqualTo(opcode);
		assertThat(frame.fin()).isTrue();
		assertThat(frame.rsv()).isZero();
		assertThat(frame.payload()).isEqualTo(payload);
	}

}
