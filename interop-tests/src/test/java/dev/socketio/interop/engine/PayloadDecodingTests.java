package dev.socketio.interop.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the body of a POST is understood.
 */
@EngineTest
class PayloadDecodingTests {

	private static final Mount QUIET = Mount.SOCKET_IO_QUIET;

	private final TestServer server;

	PayloadDecodingTests(TestServer server) {
		this.server = server;
	}

	static Stream<String> payloads() {
		return Stream.of("4", "4hello", "4 \t\r\n", "4€😀", "4\u2028\u2029", "4\u0000", "4\\n\\\\n", "4b4", "4\"'<>&",
				"4\uFEFF", "4a\u001e4b\u001e4c", "4\u001e4\u001e4", "bAQIDBA==", "b", "4a\u001ebAQIDBA==\u001e4b",
				"b////\u001eb++++", "4d=4a&e=%41+b");
	}

	@ParameterizedTest
	@MethodSource("payloads")
	void payloadIsEchoed(String payload) {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		session.send(payload);
		List<String> packets = List.of(payload.split(PollingSession.SEPARATOR));
		assertThat(session.poll(packets.size())).isEqualTo(packets);
	}

	@ParameterizedTest
	@CsvSource({ "bAQIDBA, bAQIDBA==", "b_-8, b/+8=", "b_-8=, b/+8=", "bAQ, bAQ==" })
	void paddingIsOptionalAndTheUrlAlphabetIsKnown(String packet, String echo) {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		session.send(packet);
		assertThat(session.poll(1)).containsExactly(echo);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bAQ ID BA==", "b!AQIDBA==", "bAQIDBA==\n", "bAQIDBA=" })
	void invalidBase64IsRepaired(String packet) {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			assertThat(session.post(packet).status()).isEqualTo(200);
			assertThat(poll.receive().text()).isEqualTo("bAQIDBA==");
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "0", "0{\"sid\":\"x\"}", "5", "5probe", "6", "6x", "3", "3probe", "0\u001e5\u001e6\u001e3" })
	void packetsWithoutMeaningAreIgnored(String payload) {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		session.send(payload);
		session.echo("still open");
		session.send(payload, QUIET.message("next"));
		assertThat(session.poll(1)).containsExactly(QUIET.reply("next"));
	}

	static Stream<String> invalidPayloads() {
		return Stream.of("", "40\u001e", "\u001e40", "\u001e", "40\u001e\u001e40", "7", "9abc", "x", " 40", "\n", "é",
				"😀", "\u0000", "-1", "B", "{\"type\":\"message\"}", "2:40", "\uFEFF40", "a".repeat(100_000));
	}

	@ParameterizedTest
	@MethodSource("invalidPayloads")
	void invalidPacketClosesTheSession(String payload) {
		PollingSession session = PollingSession.open(this.server, QUIET);
		assertThat(session.post(payload).status()).isEqualTo(200);
		session.awaitClosed();
		assertThat(session.get().text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
		assertThat(session.post("40").text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
	}

	@Test
	void invalidPacketEndsThePendingGet() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			session.post("x");
			HttpResponse response = poll.receive();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.text()).isEqualTo("1");
		}
	}

	/**
	 * The one before is processed, but its echo is dropped when the session closes.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "x", "", "7", "2" })
	void packetsAfterTheInvalidOneAreNotProcessed(String invalid) {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			String payload = String.join(PollingSession.SEPARATOR, QUIET.message("before"), invalid,
					QUIET.message("after"));
			assertThat(session.post(payload).status()).isEqualTo(200);
			assertThat(poll.receive().text()).isEqualTo("1");
		}
		session.awaitClosed();
	}

	@Test
	void invalidUtf8IsReplaced() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		byte[] body = { '4', 'a', (byte) 0xff, 'b', (byte) 0xc3, 'c', (byte) 0xe2, (byte) 0x82 };
		assertThat(post(session, body, "text/plain;charset=UTF-8").text()).isEqualTo("ok");
		assertThat(session.poll(1)).containsExactly("4a\uFFFDb\uFFFDc\uFFFD");
	}

	@Test
	void characterMayBeSplitBetweenChunks() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		byte[] body = QUIET.message("😀€é").getBytes(StandardCharsets.UTF_8);
		try (HttpConnection post = HttpConnection.open(this.server)) {
			post.sendHead(HttpRequest.of("POST", session.target())
				.header("Content-Type", "text/plain;charset=UTF-8")
				.header("Transfer-Encoding", "chunked"));
			for (byte b : body) {
				post.send(new byte[] { '1', '\r', '\n', b, '\r', '\n' });
			}
			post.send("0\r\n\r\n");
			assertThat(post.receive().text()).isEqualTo("ok");
		}
		assertThat(session.poll(1)).containsExactly(QUIET.reply("😀€é"));
	}

	@Test
	void bodyMayArriveSlowly() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		byte[] body = QUIET.message("😀€é").getBytes(StandardCharsets.UTF_8);
		try (HttpConnection post = session.startPost(body.length)) {
			for (int i = 0; i < body.length - 1; i++) {
				post.send(new byte[] { body[i] });
				assertThat(post.isSilentFor(Duration.ofMillis(2))).isTrue();
			}
			post.send(new byte[] { body[body.length - 1] });
			assertThat(post.receive().text()).isEqualTo("ok");
		}
		assertThat(session.poll(1)).containsExactly(QUIET.reply("😀€é"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "text/plain;charset=ISO-8859-1", "text/plain; charset=unknown", "text/html",
			"application/json", "application/x-www-form-urlencoded", "multipart/form-data",
			"multipart/form-data; boundary=x", "application/octet-stream; charset=UTF-8",
			"application/octet-stream;x=y", "nonsense", "", "*/*" })
	void contentTypeIsIgnored(String contentType) {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		byte[] body = "4a=b&c=%41+😀".getBytes(StandardCharsets.UTF_8);
		HttpResponse response = post(session, body, contentType);
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.text()).isEqualTo("ok");
		assertThat(session.poll(1)).containsExactly("4a=b&c=%41+😀");
	}

	@Test
	void contentTypeIsOptional() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		HttpRequest request = HttpRequest.post(session.target(), "4hello").without("Content-Type");
		assertThat(HttpConnection.exchange(this.server, request).text()).isEqualTo("ok");
		assertThat(session.poll(1)).containsExactly("4hello");
	}

	@Test
	void binaryPayloadIsRefused() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			HttpResponse response = post(session, new byte[] { 0, 1, (byte) 0xff, '4' }, "application/octet-stream");
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.body()).isEmpty();
			assertThat(poll.receive().text()).isEqualTo("1");
		}
		session.awaitClosed();
	}

	@Test
	void compressedBodyIsNotDecompressed() throws IOException {
		PollingSession session = PollingSession.open(this.server, QUIET);
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write("40".getBytes(StandardCharsets.UTF_8));
		}
		HttpResponse response = HttpConnection.exchange(this.server,
				HttpRequest.post(session.target(), compressed.toByteArray(), "text/plain;charset=UTF-8")
					.header("Content-Encoding", "gzip"));
		assertThat(response.status()).isEqualTo(200);
		session.awaitClosed();
	}

	@Test
	void payloadMayHaveManyPackets() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		List<String> packets = Stream.iterate(0, (i) -> i + 1).limit(5000).map((i) -> "4" + i).toList();
		session.send(packets.toArray(String[]::new));
		assertThat(session.poll(5000)).isEqualTo(packets);
	}

	private HttpResponse post(PollingSession session, byte[] body, String contentType) {
		return HttpConnection.exchange(this.server, HttpRequest.post(session.target(), body, contentType));
	}

}
