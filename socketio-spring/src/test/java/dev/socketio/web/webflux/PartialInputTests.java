package dev.socketio.web.webflux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.CloseReason;
import dev.socketio.engine.session.EngineServer;
import dev.socketio.engine.session.SessionListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What clients have begun to send counts, and what they do not read does not pile up.
 */
class PartialInputTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int PART = 200_000;

	private final List<Integer> received = new CopyOnWriteArrayList<>();

	private final List<CloseReason> closed = new CopyOnWriteArrayList<>();

	private final EngineServer engine = new EngineServer(
			EngineOptions.builder().limits((limits) -> limits.maxTotalPendingBytes(500_000)).build(),
			(session) -> recorder());

	private final TestEndpoint endpoint = new TestEndpoint(this.engine);

	private SessionListener recorder() {
		return new SessionListener() {

			@Override
			public void onText(byte[] buffer, int offset, int length) {
				PartialInputTests.this.received.add(length);
			}

			@Override
			public void onBinary(byte[] data) {
				PartialInputTests.this.received.add(data.length);
			}

			@Override
			public void onClose(CloseReason reason) {
				PartialInputTests.this.closed.add(reason);
			}

		};
	}

	@AfterEach
	void stop() {
		this.endpoint.close();
	}

	@Test
	void aPartOfAFrameCountsUntilTheFrameIsWhole() throws Exception {
		byte[] frame = RawConnection.text("4" + "x".repeat(PART));
		try (RawConnection client = RawConnection.webSocket(this.endpoint.port(),
				Arrays.copyOf(frame, frame.length - 1))) {
			awaitPending(PART);
			client.send(Arrays.copyOfRange(frame, frame.length - 1, frame.length));
			await().atMost(TIMEOUT).until(() -> this.received.contains(PART));
			awaitPending(0);
		}
	}

	@Test
	void fragmentsCountUntilTheMessageIsWhole() throws Exception {
		byte[] first = RawConnection.frame(0x01, ("4" + "x".repeat(PART)).getBytes(StandardCharsets.US_ASCII));
		try (RawConnection client = RawConnection.webSocket(this.endpoint.port(), first)) {
			awaitPending(PART);
			client.send(RawConnection.frame(0x80, new byte[] { 'x' }));
			await().atMost(TIMEOUT).until(() -> this.received.contains(PART + 1));
			awaitPending(0);
		}
	}

	@Test
	void aPartThatIsLostDoesNotCount() throws Exception {
		byte[] first = RawConnection.frame(0x01, new byte[PART]);
		try (RawConnection client = RawConnection.webSocket(this.endpoint.port(), first)) {
			awaitPending(PART);
		}
		awaitPending(0);
		await().atMost(TIMEOUT).until(() -> this.engine.clientsCount() == 0);
	}

	@Test
	void anUploadCountsUntilItIsWhole() throws Exception {
		try (RawConnection poll = new RawConnection(this.endpoint.port());
				RawConnection upload = new RawConnection(this.endpoint.port())) {
			poll.send("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n");
			String open = poll.body(poll.head());
			String sid = open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
			upload.send("POST /socket.io/?EIO=4&transport=polling&sid=" + sid
					+ " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: " + (PART + 1)
					+ "\r\n\r\n4" + "x".repeat(PART - 1));
			awaitPending(PART);
			upload.send("x");
			assertThat(upload.head()).startsWith("HTTP/1.1 200 ");
			awaitPending(0);
			assertThat(this.received).containsExactly(PART);
		}
	}

	@Test
	void beyondTheBoundOfTheServerThoseWhoBeginMoreAreClosed() throws Exception {
		byte[] part = RawConnection.frame(0x01, new byte[PART]);
		try (RawConnection first = RawConnection.webSocket(this.endpoint.port(), part);
				RawConnection second = RawConnection.webSocket(this.endpoint.port(), part);
				RawConnection good = RawConnection.webSocket(this.endpoint.port())) {
			awaitPending(2 * PART);
			try (RawConnection third = RawConnection.webSocket(this.endpoint.port(), part)) {
				assertThat(third.frame()).startsWith("0{");
				assertThat(third.frame()).startsWith("close:");
			}
			assertThat(this.engine.shedCount()).isOne();
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(this.closed).containsExactly(CloseReason.TRANSPORT_ERROR));
			good.send(RawConnection.text("4small"));
			await().atMost(TIMEOUT).until(() -> this.received.contains(5));
		}
	}

	@Test
	void aResponseThatIsNotReadEndsWithItsConnection() throws Exception {
		EngineServer impatient = new EngineServer(EngineOptions.builder()
			.pingInterval(Duration.ofMillis(300))
			.pingTimeout(Duration.ofMillis(300))
			.build(), (session) -> {
				// more than the buffers of the operating system take
				session.send(new byte[60_000_000]);
				return recorder();
			});
		try (TestEndpoint other = new TestEndpoint(impatient); RawConnection client = new RawConnection(other.port())) {
			client.send("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n");
			String open = client.body(client.head());
			String sid = open.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
			client.send("GET /socket.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
			await().atMost(TIMEOUT).until(() -> !other.channel().isOpen());
			await().atMost(TIMEOUT).until(() -> impatient.clientsCount() == 0);
			assertThat(impatient.bufferedBytes()).isZero();
		}
	}

	@Test
	void pingsAreAnswered() throws Exception {
		try (RawConnection client = RawConnection.webSocket(this.endpoint.port(),
				RawConnection.frame(0x89, "are you there?".getBytes(StandardCharsets.US_ASCII)))) {
			assertThat(client.frame()).startsWith("0{");
			assertThat(client.frame()).isEqualTo("are you there?");
		}
	}

	@Test
	void answersToPingsDoNotPileUp() throws Exception {
		ByteArrayOutputStream pings = new ByteArrayOutputStream();
		for (int i = 0; i < 5000; i++) {
			pings.writeBytes(RawConnection.frame(0x89, new byte[125]));
		}
		try (RawConnection client = RawConnection.webSocket(this.endpoint.port())) {
			await().atMost(TIMEOUT).until(() -> this.engine.clientsCount() == 1);
			// 50 MB of answers are more than any socket takes
			for (int i = 0; i < 80; i++) {
				client.send(pings.toByteArray());
			}
			client.send(RawConnection.text("4done"));
			await().atMost(TIMEOUT).until(() -> this.received.contains(4));
			assertThat(this.endpoint.channel().isWritable()).isFalse();
			assertThat(this.endpoint.channel().unsafe().outboundBuffer().totalPendingWriteBytes()).isLessThan(200_000);
		}
	}

	private void awaitPending(int bytes) {
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(this.engine.pendingBytes()).isBetween((long) bytes,
					(bytes == 0) ? 0 : 2L * bytes + 20_000));
	}

}
