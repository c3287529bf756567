package dev.socketio.interop.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An endpoint that negotiates permessage-deflate and limits messages to 100 000 bytes.
 */
@EngineTest
class MessageCompressionTests {

	private static final Mount MOUNT = Mount.ECHO_DEFLATE;

	private static final int LIMIT = 100_000;

	private static final int COMPRESSED = 4;

	private static final int TOO_BIG = 1009;

	private static final byte[] TAIL = { 0, 0, (byte) 0xff, (byte) 0xff };

	private final TestServer server;

	private final Inflater inflater = new Inflater(true);

	MessageCompressionTests(TestServer server) {
		this.server = server;
	}

	@Test
	void handshakeAnnouncesNoUpgrades() {
		String packet = PollingSession.open(this.server, MOUNT).handshake().text();
		assertThat(packet).contains("\"upgrades\":[],").contains("\"maxPayload\":100000}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "permessage-deflate", "permessage-deflate; client_max_window_bits",
			"permessage-deflate; client_no_context_takeover", "permessage-deflate; server_no_context_takeover",
			"permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits",
			"x-unknown, permessage-deflate" })
	void largeMessagesAreCompressed(String offer) {
		try (WebSocketConnection webSocket = open(offer)) {
			assertThat(receive(webSocket)).startsWith("0{");
			for (int i = 0; i < 3; i++) {
				String text = "4" + ("hello" + i).repeat(1000);
				webSocket.sendText(text);
				WebSocketFrame frame = webSocket.receive();
				assertThat(frame.rsv()).isEqualTo(COMPRESSED);
				assertThat(frame.payload()).hasSizeLessThan(1000);
				assertThat(inflate(webSocket, frame)).isEqualTo(text);
			}
		}
	}

	@Test
	void smallMessagesAreNotCompressedWhenEachStandsAlone() {
		try (WebSocketConnection webSocket = open("permessage-deflate; server_no_context_takeover")) {
			WebSocketFrame open = webSocket.receive();
			assertThat(open.rsv()).isZero();
			assertThat(open.text()).startsWith("0{");
			webSocket.sendText("4hello");
			WebSocketFrame frame = webSocket.receive();
			assertThat(frame.rsv()).isZero();
			assertThat(frame.text()).isEqualTo("4hello");
		}
	}

	@Test
	void nothingIsCompressedWithoutAnOffer() {
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server, MOUNT.webSocket())) {
			assertThat(webSocket.handshake().header("Sec-WebSocket-Extensions")).isNull();
			webSocket.receiveText();
			String text = "4" + "a".repeat(5000);
			webSocket.sendText(text);
			WebSocketFrame frame = webSocket.receive();
			assertThat(frame.rsv()).isZero();
			assertThat(frame.text()).isEqualTo(text);
		}
	}

	@Test
	void compressedMessagesAreUnderstood() {
		try (WebSocketConnection webSocket = openAndGreet()) {
			for (String text : new String[] { "4hello", "4", "4€😀", "4again" }) {
				webSocket.send(compressed(text));
				assertThat(receive(webSocket)).isEqualTo(text);
			}
		}
	}

	@Test
	void compressedMessageMayBeFragmented() {
		try (WebSocketConnection webSocket = openAndGreet()) {
			byte[] payload = compressed("4hello world").payload();
			byte[] first = Arrays.copyOf(payload, 3);
			byte[] second = Arrays.copyOfRange(payload, 3, payload.length);
			webSocket.send(WebSocketFrame.of(WebSocketFrame.TEXT, first).rsv(COMPRESSED).notFinal());
			webSocket.send(WebSocketFrame.of(WebSocketFrame.CONTINUATION, second));
			assertThat(receive(webSocket)).isEqualTo("4hello world");
		}
	}

	@Test
	void plainAndCompressedMessagesMayBeMixed() {
		try (WebSocketConnection webSocket = openAndGreet()) {
			webSocket.send(compressed("4one"));
			webSocket.sendText("4two");
			webSocket.send(compressed("4three"));
			assertThat(receive(webSocket)).isEqualTo("4one");
			assertThat(receive(webSocket)).isEqualTo("4two");
			assertThat(receive(webSocket)).isEqualTo("4three");
		}
	}

	@Test
	void messageOfExactlyTheLimitIsAccepted() {
		try (WebSocketConnection webSocket = openAndGreet()) {
			String text = "4" + "a".repeat(LIMIT - 1);
			webSocket.send(compressed(text));
			assertThat(receive(webSocket)).isEqualTo(text);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { LIMIT + 1, 10_000_000 })
	void limitCountsTheInflatedMessage(int size) {
		try (WebSocketConnection webSocket = openAndGreet()) {
			webSocket.send(compressed("4".repeat(size)));
			assertThat(webSocket.closeCode()).isEqualTo(TOO_BIG);
		}
	}

	@Test
	void limitCountsInflatedFragmentsTogether() {
		try (WebSocketConnection webSocket = openAndGreet()) {
			byte[] payload = compressed("4".repeat(10_000_000)).payload();
			int half = payload.length / 2;
			webSocket
				.send(WebSocketFrame.of(WebSocketFrame.TEXT, Arrays.copyOf(payload, half)).rsv(COMPRESSED).notFinal());
			webSocket.offerRaw(
					WebSocketFrame.of(WebSocketFrame.CONTINUATION, Arrays.copyOfRange(payload, half, payload.length))
						.masked());
			assertThat(webSocket.closeCode()).isEqualTo(TOO_BIG);
		}
	}

	@Test
	void dataThatIsNotCompressedClosesTheWebSocket() {
		try (WebSocketConnection webSocket = openAndGreet()) {
			webSocket.send(WebSocketFrame.of(WebSocketFrame.TEXT, "\u00ff\u00ff\u00ff\u00ff").rsv(COMPRESSED));
			assertThat(webSocket.closeCode()).isEqualTo(this.server.expected(TOO_BIG, 1007));
		}
	}

	@Test
	void otherReservedBitsStayReserved() {
		try (WebSocketConnection webSocket = openAndGreet()) {
			webSocket.sendRaw(WebSocketFrame.of(WebSocketFrame.TEXT, "4a").rsv(2).masked());
			assertThat(webSocket.closeCode()).isEqualTo(1002);
		}
	}

	@ParameterizedTest
	@CsvSource({ "permessage-deflate; constructor=1, false", "permessage-deflate; server_max_window_bits=99, false",
			"permessage-deflate; server_max_window_bits, false", "permessage-deflate; client_max_window_bits=7, false",
			"permessage-deflate; server_no_context_takeover=1, true", "permessage-deflate; a; a, false" })
	void badOffersAreDeclinedOrRefused(String offer, boolean refused) {
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			HttpResponse response = connection
				.exchange(HttpRequest.webSocket(MOUNT.webSocket()).header("Sec-WebSocket-Extensions", offer));
			assertThat(response.status()).isEqualTo(this.server.expected(refused ? 400 : 101, 400));
			assertThat(response.header("Sec-WebSocket-Extensions")).isNull();
		}
	}

	private WebSocketConnection open(String offer) {
		WebSocketConnection webSocket = WebSocketConnection.open(this.server,
				HttpRequest.webSocket(MOUNT.webSocket()).header("Sec-WebSocket-Extensions", offer));
		assertThat(webSocket.handshake().header("Sec-WebSocket-Extensions")).startsWith("permessage-deflate");
		return webSocket;
	}

	private WebSocketConnection openAndGreet() {
		WebSocketConnection webSocket = open("permessage-deflate; client_no_context_takeover");
		assertThat(receive(webSocket)).startsWith("0{");
		return webSocket;
	}

	private static WebSocketFrame compressed(String text) {
		Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
		deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		int length = buffer.length;
		while (length == buffer.length) {
			length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
			out.write(buffer, 0, length);
		}
		deflater.end();
		byte[] payload = Arrays.copyOf(out.toByteArray(), out.size() - TAIL.length);
		return WebSocketFrame.of(WebSocketFrame.TEXT, payload).rsv(COMPRESSED);
	}

	private String receive(WebSocketConnection webSocket) {
		WebSocketFrame frame = webSocket.receive();
		return (frame.rsv() == COMPRESSED) ? inflate(webSocket, frame) : frame.text();
	}

	private String inflate(WebSocketConnection webSocket, WebSocketFrame frame) {
		int length = frame.payload().length;
		byte[] input = Arrays.copyOf(frame.payload(), length + TAIL.length);
		System.arraycopy(TAIL, 0, input, length, TAIL.length);
		if (webSocket.handshake().headers().toString().contains("server_no_context_takeover")) {
			this.inflater.reset();
		}
		this.inflater.setInput(input);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		try {
			for (int count = -1; count != 0;) {
				count = this.inflater.inflate(buffer);
				out.write(buffer, 0, count);
			}
		}
		catch (DataFormatException ex) {
			throw new AssertionError("Not compressed data: " + frame, ex);
		}
		return out.toString(StandardCharsets.UTF_8);
	}

}
