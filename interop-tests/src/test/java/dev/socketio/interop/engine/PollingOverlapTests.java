package dev.socketio.interop.engine;

import java.util.List;
import java.util.stream.Stream;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.TestServer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of one session that overlap, or that the client abandons.
 */
@EngineTest
class PollingOverlapTests {

	private static final Mount QUIET = Mount.SOCKET_IO_QUIET;

	private final TestServer server;

	PollingOverlapTests(TestServer server) {
		this.server = server;
	}

	@Test
	void secondGetIsRefusedAndClosesTheSession() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection first = session.startGet()) {
			assertThat(first.isPending()).isTrue();
			HttpResponse second = session.get();
			assertThat(second.status()).isEqualTo(400);
			assertThat(second.body()).isEmpty();
			HttpResponse response = first.receive();
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.text()).isEqualTo("1");
		}
		session.awaitClosed();
	}

	@Test
	void secondPostIsRefusedAndClosesTheSession() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection first = session.startPost(100)) {
			first.send("40");
			assertThat(first.isPending()).isTrue();
			HttpResponse second = session.post("40");
			assertThat(second.status()).isEqualTo(400);
			assertThat(second.body()).isEmpty();
			assertThat(first.isClosedWithin(HttpConnection.REPLY_TIMEOUT)).isTrue();
		}
		session.awaitClosed();
	}

	@Test
	void secondPostEndsThePendingGet() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection poll = session.startGet(); HttpConnection first = session.startPost(100)) {
			assertThat(first.isPending()).isTrue();
			assertThat(session.post("40").status()).isEqualTo(400);
			assertThat(poll.receive().text()).isEqualTo("1");
		}
		session.awaitClosed();
	}

	@Test
	void postWhoseBodyIsPendingDoesNotBlockGets() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		String message = QUIET.message("hello");
		try (HttpConnection post = session.startPost(message.length()); HttpConnection poll = session.startGet()) {
			post.send(message.substring(0, 5));
			assertThat(poll.isPending()).isTrue();
			post.send(message.substring(5));
			assertThat(post.receive().text()).isEqualTo("ok");
			assertThat(poll.receive().text()).isEqualTo(QUIET.reply("hello"));
		}
	}

	@RepeatedTest(10)
	void everyRequestOfARaceEnds() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		List<HttpConnection> gets = Stream.generate(() -> HttpConnection.open(this.server)).limit(4).toList();
		try (HttpConnection post = HttpConnection.open(this.server)) {
			gets.get(0).send(HttpRequest.get(session.target()));
			gets.get(1).send(HttpRequest.get(session.target()));
			post.send(HttpRequest.post(session.target(), "6"));
			gets.get(2).send(HttpRequest.get(session.target()));
			gets.get(3).send(HttpRequest.get(session.target()));
			for (HttpConnection get : gets) {
				assertThat(get.receive().status()).isIn(200, 400);
				get.close();
			}
			assertThat(post.isSilentFor(HttpConnection.REPLY_TIMEOUT)).as("still waiting").isFalse();
		}
		session.awaitClosed();
	}

	@Test
	void abortedGetClosesTheSession() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection poll = session.startGet()) {
			assertThat(poll.isPending()).isTrue();
			assertThat(session.isOpen()).isTrue();
		}
		session.awaitClosed();
	}

	@Test
	void resetOfAGetClosesTheSession() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		HttpConnection poll = session.startGet();
		assertThat(poll.isPending()).isTrue();
		poll.reset();
		session.awaitClosed();
	}

	@Test
	void abortedGetOnAReusedConnectionClosesTheSession() {
		PollingSession session = PollingSession.openForEcho(this.server, QUIET);
		try (HttpConnection connection = HttpConnection.open(this.server)) {
			connection.exchange(HttpRequest.post(session.target(), QUIET.message("hello")));
			connection.exchange(HttpRequest.get(session.target()));
			connection.send(HttpRequest.get(session.target()));
			assertThat(connection.isPending()).isTrue();
		}
		session.awaitClosed();
	}

	@Test
	void abortedPostClosesTheSession() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection post = session.startPost(100)) {
			post.send("40");
			assertThat(post.isPending()).isTrue();
			assertThat(session.isOpen()).isTrue();
		}
		session.awaitClosed();
	}

	@Test
	void resetOfAPostClosesTheSession() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		HttpConnection post = session.startPost(100);
		assertThat(post.isPending()).isTrue();
		post.reset();
		session.awaitClosed();
	}

	@Test
	void abortedPostEndsThePendingGet() {
		PollingSession session = PollingSession.open(this.server, QUIET);
		try (HttpConnection poll = session.startGet()) {
			HttpConnection post = session.startPost(100);
			assertThat(post.isPending()).isTrue();
			post.close();
			assertThat(poll.receive().text()).isEqualTo("1");
		}
		session.awaitClosed();
	}

	@Test
	void toleratesAbortedHandshake() {
		for (int i = 0; i < 20; i++) {
			HttpConnection.open(this.server).send(HttpRequest.get(QUIET.polling())).reset();
			HttpConnection.open(this.server).send(HttpRequest.webSocket(QUIET.webSocket())).reset();
		}
		PollingSession.openForEcho(this.server, QUIET).echo("still here");
	}

}
