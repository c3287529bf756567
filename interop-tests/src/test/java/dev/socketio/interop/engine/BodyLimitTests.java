package dev.socketio.interop.engine;

import java.nio.charset.StandardCharsets;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limit for the body of a POST: it counts bytes, it is inclusive, and it holds before
 * the body is complete.
 */
@EngineTest
class BodyLimitTests {

	private static final int LIMIT = 1_000_000;

	private static final Mount QUIET = Mount.SOCKET_IO_QUIET;

	private final TestServer server;

	BodyLimitTests(TestServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "é", "€", "😀" })
	void bodyOfExactlyTheLimitIsAccepted(String character) {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		String text = text(character, LIMIT);
		session.send(QUIET.message(text));
		assertThat(session.poll(1)).containsExactly(QUIET.reply(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "é", "€", "😀" })
	void oneByteMoreIsRefused(String character) {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		HttpResponse response = session.post(QUIET.message(text(character, LIMIT + 1)));
		assertThat(response.status()).isEqualTo(413);
		assertThat(response.body()).isEmpty();
	}

	@Test
	void chunkedBodyOfExactlyTheLimitIsAccepted() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		String text = text("a", LIMIT);
		try (HttpConnection post = startChunkedPost(session)) {
			assertThat(offerChunks(post, QUIET.message(text), 10_000)).isTrue();
			post.send("0\r\n\r\n");
			assertThat(post.receive().text()).isEqualTo("ok");
		}
		assertThat(session.poll(1)).containsExactly(QUIET.reply(text));
	}

	@Test
	void chunkedBodyIsRefusedBeforeItsEnd() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (HttpConnection post = startChunkedPost(session)) {
			offerChunks(post, QUIET.message(text("a", LIMIT + 1)), 9999);
			HttpResponse response = post.receive();
			assertThat(response.status()).isEqualTo(413);
			assertThat(response.body()).isEmpty();
		}
	}

	@Test
	void veryLargeBodyIsRefusedBeforeItsEnd() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection post = session.startPost(1_000_000_000)) {
			post.offer("4".repeat(LIMIT + 1).getBytes(StandardCharsets.UTF_8));
			assertThat(post.receive().status()).isEqualTo(413);
		}
	}

	@Test
	@Tag("stricter-than-node")
	void bodyOverTheLimitClosesTheSession() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		assertThat(session.post("4".repeat(LIMIT + 1)).status()).isEqualTo(413);
		session.awaitClosed();
	}

	@Test
	void bodyOverTheLimitIsNotProcessed() {
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			String body = "4first\u001e4" + "a".repeat(LIMIT);
			assertThat(session.post(body).status()).isEqualTo(413);
			assertThat(poll.receive().text()).doesNotContain("first");
		}
	}

	private HttpConnection startChunkedPost(PollingSession session) {
		return HttpConnection.open(this.server)
			.sendHead(HttpRequest.of("POST", session.target())
				.header("Content-Type", "text/plain;charset=UTF-8")
				.header("Transfer-Encoding", "chunked"));
	}

	private static boolean offerChunks(HttpConnection post, String body, int size) {
		boolean open = true;
		for (int from = 0; open && from < body.length(); from += size) {
			String chunk = body.substring(from, Math.min(from + size, body.length()));
			String encoded = Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n";
			open = post.offer(encoded.getBytes(StandardCharsets.ISO_8859_1));
		}
		return open;
	}

	private static String text(String character, int packetBytes) {
		int bytes = packetBytes - QUIET.message("").length();
		int characterBytes = character.getBytes(StandardCharsets.UTF_8).length;
		return character.repeat(bytes / characterBytes) + "a".repeat(bytes % characterBytes);
	}

}
