package dev.socketio.interop.engine;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketFrame;
import dev.socketio.interop.client.WebSocketSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Frames that a server must not accept, and the close code for each kind.
 */
@EngineTest
class WebSocketViolationTests {

	private static final int LIMIT = 1_000_000;

	private static final int PROTOCOL_ERROR = 1002;

	private static final int INVALID_PAYLOAD = 1007;

	private static final int POLICY_VIOLATION = 1008;

	private static final int TOO_BIG = 1009;

	private final TestServer server;

	WebSocketViolationTests(TestServer server) {
		this.server = server;
	}

	static Stream<Arguments> violations() {
		WebSocketFrame text = WebSocketFrame.of(WebSocketFrame.TEXT, "6");
		WebSocketFrame continuation = WebSocketFrame.of(WebSocketFrame.CONTINUATION, "6");
		WebSocketFrame ping = WebSocketFrame.of(WebSocketFrame.PING, "");
		return Stream.of(argumentSet("unmasked text", text.unmasked()),
				argumentSet("unmasked binary", WebSocketFrame.of(WebSocketFrame.BINARY, "x").unmasked()),
				argumentSet("unmasked ping", ping.unmasked()),
				argumentSet("unmasked close", WebSocketFrame.close(1000, "").unmasked()),
				argumentSet("RSV1", text.rsv(4).masked()), argumentSet("RSV2", text.rsv(2).masked()),
				argumentSet("RSV3", text.rsv(1).masked()), argumentSet("RSV1 of a ping", ping.rsv(4).masked()),
				argumentSet("continuation of nothing", continuation.masked()),
				argumentSet("not final continuation of nothing", continuation.notFinal().masked()),
				argumentSet("text within a text", concat(text.notFinal(), text)),
				argumentSet("binary within a text",
						concat(text.notFinal(), WebSocketFrame.of(WebSocketFrame.BINARY, ""))),
				argumentSet("continuation after the end", concat(text.notFinal(), continuation, continuation)),
				argumentSet("fragmented ping", ping.notFinal().masked()),
				argumentSet("fragmented close", WebSocketFrame.close(1000, "").notFinal().masked()),
				argumentSet("ping of 126 bytes", WebSocketFrame.of(WebSocketFrame.PING, new byte[126]).masked()),
				argumentSet("pong of 1000 bytes", WebSocketFrame.of(WebSocketFrame.PONG, new byte[1000]).masked()),
				argumentSet("ping of 70000 bytes", WebSocketFrame.of(WebSocketFrame.PING, new byte[70_000]).masked()),
				argumentSet("close of 126 bytes", WebSocketFrame.close(1000, "x".repeat(124)).masked()),
				argumentSet("close with half a code", WebSocketFrame.of(WebSocketFrame.CLOSE, new byte[1]).masked()),
				argumentSet("HTTP instead of frames", "GET / HTTP/1.1\r\n\r\n".getBytes()));
	}

	@ParameterizedTest
	@MethodSource("violations")
	void protocolErrorClosesTheSession(byte[] bytes) {
		assertClosedAfter(bytes, PROTOCOL_ERROR);
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 4, 5, 6, 7, 11, 12, 13, 14, 15 })
	void reservedOpcodes(int opcode) {
		assertClosedAfter(WebSocketFrame.of(opcode, "").masked(), PROTOCOL_ERROR);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999 })
	void invalidCloseCodes(int code) {
		assertClosedAfter(WebSocketFrame.close(code, "").masked(), PROTOCOL_ERROR);
	}

	static Stream<Arguments> invalidText() {
		return Stream.of(argumentSet("lone byte", new byte[] { '4', (byte) 0xff }),
				argumentSet("truncated character", new byte[] { '4', (byte) 0xe2, (byte) 0x82 }),
				argumentSet("overlong slash", new byte[] { '4', (byte) 0xc0, (byte) 0xaf }),
				argumentSet("surrogate", new byte[] { '4', (byte) 0xed, (byte) 0xa0, (byte) 0x80 }),
				argumentSet("beyond Unicode", new byte[] { '4', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80 }));
	}

	@ParameterizedTest
	@MethodSource("invalidText")
	void invalidUtf8ClosesTheSession(byte[] text) {
		assertClosedAfter(WebSocketFrame.of(WebSocketFrame.TEXT, text).masked(), INVALID_PAYLOAD);
	}

	@ParameterizedTest
	@MethodSource("invalidText")
	void invalidUtf8InFragmentsClosesTheSession(byte[] text) {
		assertClosedAfter(concat(WebSocketFrame.of(WebSocketFrame.TEXT, "4hello").notFinal(),
				WebSocketFrame.of(WebSocketFrame.CONTINUATION, text)), INVALID_PAYLOAD);
	}

	@Test
	void invalidUtf8InACloseReason() {
		byte[] payload = { 3, (byte) 0xe8, (byte) 0xff, (byte) 0xfe };
		assertClosedAfter(WebSocketFrame.of(WebSocketFrame.CLOSE, payload).masked(), INVALID_PAYLOAD);
	}

	@ParameterizedTest
	@ValueSource(ints = { WebSocketFrame.TEXT, WebSocketFrame.BINARY })
	void messageOverTheLimit(int opcode) {
		assertClosedAfter(WebSocketFrame.of(opcode, "4".repeat(LIMIT + 1)).masked(), TOO_BIG);
	}

	@Test
	void limitCountsTheFragmentsTogether() {
		String half = "4".repeat(LIMIT / 2);
		assertClosedAfter(concat(WebSocketFrame.of(WebSocketFrame.TEXT, half).notFinal(),
				WebSocketFrame.of(WebSocketFrame.CONTINUATION, half + "4").notFinal()), TOO_BIG);
	}

	@Test
	void limitCountsBytesNotCharacters() {
		assertClosedAfter(WebSocketFrame.of(WebSocketFrame.TEXT, "4a" + "€".repeat(333_333)).masked(), TOO_BIG);
	}

	@ParameterizedTest
	@ValueSource(longs = { LIMIT + 1, 1L << 31, 1L << 32, 1L << 53, Long.MAX_VALUE, Long.MIN_VALUE, -1 })
	void announcedLengthIsEnoughToRefuse(long length) {
		byte[] header = ByteBuffer.allocate(14).put((byte) 0x82).put((byte) 0xff).putLong(length).array();
		try (WebSocketSession session = WebSocketSession.open(this.server, Mount.SOCKET_IO_QUIET)) {
			session.webSocket().sendRaw(header);
			int negative = this.server.expected(PROTOCOL_ERROR, TOO_BIG);
			assertThat(session.webSocket().closeCode()).isEqualTo((length < 0) ? negative : TOO_BIG);
			session.awaitClosed();
		}
	}

	@Test
	void numberOfFragmentsIsLimited() {
		byte[] fragment = WebSocketFrame.of(WebSocketFrame.CONTINUATION, "x").notFinal().masked();
		ByteBuffer fragments = ByteBuffer.allocate(20_000 * fragment.length)
			.put(WebSocketFrame.of(WebSocketFrame.BINARY, "x").notFinal().masked());
		IntStream.range(1, 20_000).forEach((i) -> fragments.put(fragment));
		assertClosedAfter(fragments.array(), POLICY_VIOLATION);
	}

	@Test
	void emptyFragmentsCountToo() {
		byte[] fragment = WebSocketFrame.of(WebSocketFrame.CONTINUATION, "").notFinal().masked();
		ByteBuffer fragments = ByteBuffer.allocate(20_000 * fragment.length)
			.put(WebSocketFrame.of(WebSocketFrame.BINARY, "").notFinal().masked());
		IntStream.range(1, 20_000).forEach((i) -> fragments.put(fragment));
		assertClosedAfter(fragments.array(), POLICY_VIOLATION);
	}

	private void assertClosedAfter(byte[] bytes, int code) {
		try (WebSocketSession session = WebSocketSession.open(this.server, Mount.SOCKET_IO_QUIET)) {
			session.webSocket().offerRaw(bytes);
			assertThat(session.webSocket().closeCode()).isEqualTo(code);
			session.awaitClosed();
		}
	}

	/**
	 * Clients have to wait for the response, so these frames may get lost: then the
	 * heartbeat ends the session.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 0x81, 0xf1, 0x83, 0x80, 0x88 })
	void invalidFrameTogetherWithTheHandshake(int firstByte) {
		for (int i = 0; i < 5; i++) {
			try (HttpConnection connection = HttpConnection.open(this.server)) {
				connection.send(HttpRequest.webSocket(Mount.ECHO.webSocket()))
					.offer(new byte[] { (byte) firstByte, 1, 'x', 'y' });
				HttpResponse response = connection.receive();
				assertThat(response.status()).isEqualTo(101);
				assertThat(WebSocketConnection.over(connection, response).closeCode()).isIn(PROTOCOL_ERROR,
						WebSocketFrame.NO_STATUS, WebSocketConnection.ABNORMAL_CLOSURE);
			}
		}
	}

	@Test
	void nothingIsReadAfterAViolation() {
		try (WebSocketSession session = WebSocketSession.openForEcho(this.server, Mount.SOCKET_IO_QUIET)) {
			session.webSocket()
				.offerRaw(concat(WebSocketFrame.of(3, ""),
						WebSocketFrame.of(WebSocketFrame.TEXT, Mount.SOCKET_IO_QUIET.message("after"))));
			WebSocketFrame frame = session.webSocket().receive();
			assertThat(frame.opcode()).isEqualTo(WebSocketFrame.CLOSE);
			assertThat(frame.closeCode()).isEqualTo(PROTOCOL_ERROR);
		}
	}

	private static byte[] concat(WebSocketFrame... frames) {
		ByteBuffer bytes = ByteBuffer.allocate(Stream.of(frames).mapToInt((frame) -> frame.masked().length).sum());
		for (WebSocketFrame frame : frames) {
			bytes.put(frame.masked());
		}
		return bytes.array();
	}

}
