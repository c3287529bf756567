package dev.socketio.web.webflux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.session.EngineServer;
import dev.socketio.engine.session.EngineSession;
import dev.socketio.server.SocketIOServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint on a real port, behind a filter that hops threads as those of security and
 * session frameworks do, with clients that know no manners.
 */
class EndpointTests {

	private static final int LIMIT = 20_000;

	private static final int CONNECTIONS = 200;

	private final SocketIOServer server = SocketIOServer.builder()
		.engine(EngineOptions.builder().maxHttpBufferSize(LIMIT).build())
		.build();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private DisposableServer http;

	@BeforeEach
	void start() {
		WebFilter slow = (exchange, chain) -> Mono.delay(Duration.ofMillis(3), Schedulers.parallel())
			.then(chain.filter(exchange).subscribeOn(Schedulers.boundedElastic()));
		this.server.onAny((socket, event, args, ack) -> this.seen.add(event));
		this.server.onDisconnect((socket, reason) -> this.seen.add(reason.text()));
		this.http = HttpServer.create()
			.host("localhost")
			.port(0)
			.handle(new ReactorHttpHandlerAdapter(
					WebHttpHandlerBuilder.webHandler(new SocketIOWebHandler(this.server.endpoint()))
						.codecConfigurer(ServerCodecConfigurer.create())
						.filter(slow)
						.build()))
			.bindNow();
	}

	@AfterEach
	void stop() {
		this.server.close().block(Duration.ofSeconds(20));
		this.http.disposeNow(Duration.ofSeconds(20));
	}

	@Test
	void firstFrameIsNeverLost() throws IOException {
		for (int i = 0; i < CONNECTIONS; i++) {
			try (RawConnection client = RawConnection.webSocket(this.http.port(), RawConnection.text("40"),
					RawConnection.text("42[\"hello\"]"))) {
				assertThat(client.frame()).startsWith("0{\"sid\"");
				assertThat(client.frame()).startsWith("40{\"sid\"");
			}
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThat(this.seen).filteredOn("hello"::equals).hasSize(CONNECTIONS));
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.server.engine().clientsCount() == 0);
	}

	@Test
	void fragmentsAreJoined() throws IOException {
		try (RawConnection client = connect()) {
			client.send(RawConnection.frame(0x01, bytes("42[\"a\u00e9".substring(0, 5))));
			client.send(RawConnection.frame(0x89, bytes("ping")));
			client.send(RawConnection.frame(0x00, new byte[] { (byte) 0xC3 }));
			client.send(RawConnection.frame(0x00, new byte[0]));
			client.send(RawConnection.frame(0x80, new byte[] { (byte) 0xA9, '"', ']' }));
			assertThat(client.frame()).isEqualTo("ping");
			awaitSeen("a\u00e9");
		}
	}

	@Test
	void invalidTextIsRefused() throws IOException {
		try (RawConnection client = connect()) {
			client.send(RawConnection.frame(0x81, new byte[] { '4', '2', (byte) 0xC3, '(' }));
			assertThat(client.frame()).isEqualTo("close:1007");
			awaitSeen("transport error");
		}
	}

	@Test
	void messageOfTheGreatestSizeIsAccepted() throws IOException {
		try (RawConnection client = connect()) {
			String start = "42[\"big\",\"";
			client.send(RawConnection.text(start + "x".repeat(LIMIT - start.length() - 2) + "\"]"));
			awaitSeen("big");
			client.send(RawConnection.text(start + "x".repeat(LIMIT - start.length() - 1) + "\"]"));
			assertThat(client.frame()).isEqualTo("close:1009");
			awaitSeen("transport error");
		}
	}

	@Test
	void fragmentsBeyondTheLimitAreRefused() throws IOException {
		try (RawConnection client = connect()) {
			client.send(RawConnection.frame(0x02, new byte[LIMIT / 2]));
			client.send(RawConnection.frame(0x00, new byte[LIMIT / 2]));
			client.send(RawConnection.frame(0x00, new byte[1]));
			assertThat(client.frame()).isEqualTo("close:1009");
			awaitSeen("transport error");
		}
	}

	@Test
	void tooManyFragmentsAreRefused() throws IOException {
		try (RawConnection client = connect()) {
			ByteArrayOutputStream fragments = new ByteArrayOutputStream();
			fragments.writeBytes(RawConnection.frame(0x01, bytes("4")));
			for (int i = 0; i < 16_384; i++) {
				fragments.writeBytes(RawConnection.frame(0x00, new byte[0]));
			}
			client.send(fragments.toByteArray());
			assertThat(client.frame()).isEqualTo("close:1008");
			awaitSeen("transport error");
		}
	}

	@Test
	void announcedLengthIsEnoughToRefuse() throws IOException {
		try (RawConnection client = connect()) {
			client.send(new byte[] { (byte) 0x82, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1 });
			assertThat(client.frame()).isEqualTo("close:1009");
			awaitSeen("transport error");
		}
	}

	@Test
	void unmaskedFrameIsRefused() throws IOException {
		try (RawConnection client = connect()) {
			client.send(new byte[] { (byte) 0x81, 1, '6' });
			assertThat(client.frame()).isEqualTo("close:1002");
			awaitSeen("transport error");
		}
	}

	@Test
	void lostConnectionEndsTheSession() throws IOException {
		connect().close();
		awaitSeen("transport close");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.server.engine().clientsCount() == 0);
	}

	@Test
	void uploadOfASessionThatEndsIsDropped() throws IOException {
		try (RawConnection client = new RawConnection(this.http.port())) {
			String sid = handshake(client);
			client.send("POST /socket.io/?EIO=4&transport=polling&sid=" + sid
					+ " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n40");
			// one that overlaps ends the session while the first is still being read
			try (RawConnection second = new RawConnection(this.http.port())) {
				Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
					second.send("POST /socket.io/?EIO=4&transport=polling&sid=" + sid
							+ " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n46");
					String head = second.head();
					String body = second.body(head);
					return head.startsWith("HTTP/1.1 400") && body.isEmpty();
				});
			}
			assertThat(client.isEnded()).isTrue();
		}
	}

	@Test
	void bodyBeyondTheLimitIsRefusedWhateverItAnnounces() throws IOException {
		for (boolean chunked : new boolean[] { true, false }) {
			try (RawConnection client = new RawConnection(this.http.port())) {
				String sid = handshake(client);
				client.send("POST /socket.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: localhost\r\n");
				int size = LIMIT + 1;
				client
					.send(chunked
							? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(size) + "\r\n"
									+ "4".repeat(size) + "\r\n0\r\n\r\n"
							: "Content-Length: " + size + "\r\n\r\n" + "4".repeat(size));
				assertThat(client.head()).startsWith("HTTP/1.1 413 ");
			}
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.server.engine().clientsCount() == 0);
	}

	@Test
	void abortedPollEndsTheSession() throws IOException {
		try (RawConnection client = new RawConnection(this.http.port())) {
			String sid = handshake(client);
			client.send("GET /socket.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> sessions().anyMatch(EndpointTests::isPolling));
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.server.engine().clientsCount() == 0);
	}

	private Stream<EngineSession> sessions() {
		return ((EngineServer) this.server.endpoint()).sessions().stream();
	}

	/** A poll is pending when a message could be sent. */
	private static boolean isPolling(EngineSession session) {
		return session.owner().submit(session::isWritable).syncUninterruptibly().getNow();
	}

	private RawConnection connect() throws IOException {
		RawConnection client = RawConnection.webSocket(this.http.port(), RawConnection.text("40"));
		client.frame();
		client.frame();
		return client;
	}

	private static String handshake(RawConnection client) throws IOException {
		client.send("GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n");
		String body = client.body(client.head());
		int start = body.indexOf("\"sid\":\"") + 7;
		return body.substring(start, body.indexOf('"', start));
	}

	private void awaitSeen(String event) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.seen.contains(event));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
