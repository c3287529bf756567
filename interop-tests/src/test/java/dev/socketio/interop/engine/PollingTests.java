package dev.socketio.interop.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * GET and POST requests within a session.
 */
@EngineTest
class PollingTests {

	private static final Mount QUIET = Mount.SOCKET_IO_QUIET;

	private final TestServer server;

	PollingTests(TestServer server) {
		this.server = server;
	}

	@Test
	void getIsHeldUntilThereIsAPacket() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			session.send(QUIET.message("hello"));
			assertThat(poll.receive().text()).isEqualTo(QUIET.reply("hello"));
		}
	}

	@Test
	void getReturnsAllBufferedPacketsAtOnce() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		List<String> replies = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			session.send(QUIET.message("a" + i), QUIET.message("b" + i));
			replies.add(QUIET.reply("a" + i));
			replies.add(QUIET.reply("b" + i));
		}
		assertThat(session.poll()).isEqualTo(replies);
	}

	@Test
	void responseIsNotSplitByTheLimitForRequests() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		for (int i = 0; i < 3; i++) {
			session.send(QUIET.message(String.valueOf(i).repeat(600_000)));
		}
		HttpResponse response = session.get();
		assertThat(response.packets()).hasSize(3);
		assertThat(response.body()).hasSizeGreaterThan(1_800_000);
	}

	@Test
	void getResponseHasItsHeaders() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		session.send(QUIET.message("€😀"));
		HttpResponse response = session.get();
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Content-Type")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
		assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(QUIET.reply("").length() + 7));
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
		assertThat(response.text()).isEqualTo(QUIET.reply("€😀"));
	}

	@Test
	void postResponseHasItsHeaders() {
		HttpResponse response = PollingSession.open(this.server, QUIET).post("6");
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.header("Content-Type")).isEqualToIgnoringCase("text/html");
		assertThat(response.header("Content-Length")).isEqualTo("2");
		assertThat(response.header("Cache-Control")).isEqualTo("no-store");
		assertThat(response.text()).isEqualTo("ok");
	}

	@Test
	void internetExplorerGetsItsHeader() {
		String userAgent = "Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko";
		PollingSession session = PollingSession.open(this.server, Mount.ECHO_QUIET);
		HttpResponse post = HttpConnection.exchange(this.server,
				HttpRequest.post(session.target(), "4hello").header("User-Agent", userAgent));
		HttpResponse get = HttpConnection.exchange(this.server,
				HttpRequest.get(session.target()).header("User-Agent", userAgent));
		assertThat(post.header("X-XSS-Protection")).isEqualTo("0");
		assertThat(get.header("X-XSS-Protection")).isEqualTo("0");
	}

	@Test
	void oneConnectionCarriesTheWholeSession() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			for (int i = 0; i < 10; i++) {
				HttpResponse post = connection.exchange(HttpRequest.post(session.target(), QUIET.message("m" + i)));
				assertThat(post.text()).isEqualTo("ok");
				HttpResponse get = connection.exchange(HttpRequest.get(session.target()));
				assertThat(get.text()).isEqualTo(QUIET.reply("m" + i));
			}
		}
	}

	@Test
	void sessionOutlivesItsConnections() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (HttpConnection poll = session.startGet()) {
			session.send(QUIET.message("hello"));
			poll.receive();
		}
		try (HttpConnection post = HttpConnection.open(this.server)) {
			post.exchange(HttpRequest.post(session.target(), QUIET.message("again")));
			post.reset();
		}
		session.poll();
		session.echo("after both connections are gone");
	}

	@Test
	void requestsCanBePipelined() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			connection.send(HttpRequest.post(session.target(), QUIET.message("hello")))
				.send(HttpRequest.get(session.target()));
			assertThat(connection.receive().text()).isEqualTo("ok");
			assertThat(connection.receive().text()).isEqualTo(QUIET.reply("hello"));
		}
	}

	@Test
	void getAndPostAtTheSameTimeAreNormal() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		for (int i = 0; i < 10; i++) {
			try (HttpConnection poll = session.startGet()) {
				session.send(QUIET.message("m" + i));
				assertThat(poll.receive().text()).isEqualTo(QUIET.reply("m" + i));
			}
		}
	}

	@Test
	void getWithABodyIsAPoll() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		session.send(QUIET.message("hello"));
		HttpResponse response = HttpConnection.exchange(this.server,
				HttpRequest.get(session.target()).body("4ignored".getBytes(StandardCharsets.UTF_8)));
		assertThat(response.text()).isEqualTo(QUIET.reply("hello"));
	}

	@Test
	void nothingIsCompressedUnlessAsked() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		session.send(QUIET.message("a".repeat(5000)));
		HttpResponse response = session.get();
		assertThat(response.header("Content-Encoding")).isNull();
		assertThat(response.header("Content-Length")).isEqualTo(String.valueOf(QUIET.reply("").length() + 5000));
	}

	@Test
	void compressedResponseInflatesToThePayload() throws IOException {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		session.send(QUIET.message("a".repeat(5000)));
		HttpResponse response = HttpConnection.exchange(this.server,
				HttpRequest.get(session.target()).header("Accept-Encoding", "gzip"));
		assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
		byte[] body = response.body();
		if (response.header("Content-Encoding") != null) {
			body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
		}
		assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo(QUIET.reply("a".repeat(5000)));
	}

	@Test
	void smallResponseIsNotCompressed() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		session.send(QUIET.message("a".repeat(500)));
		HttpResponse response = HttpConnection.exchange(this.server,
				HttpRequest.get(session.target()).header("Accept-Encoding", "gzip, deflate"));
		assertThat(response.header("Content-Encoding")).isNull();
	}

}
