package dev.socketio.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.engine.TransportType;
import dev.socketio.engine.session.EngineResponse;
import dev.socketio.engine.session.FakeWebSocket;
import dev.socketio.engine.session.Loops;
import dev.socketio.engine.session.Requests;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sockets whose connections began with polling on one event loop, and have moved to a
 * WebSocket on the other.
 */
class MovedSocketTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ServerFixture fixture = new ServerFixture();

	private final DefaultSocketIOServer server = (DefaultSocketIOServer) this.fixture.server;

	private final List<FakeWebSocket> webSockets = new ArrayList<>();

	private final List<Socket> sockets = new ArrayList<>();

	@BeforeEach
	void connect() {
		for (int i = 0; i < 3; i++) {
			connect(this.fixture.first, this.fixture.second);
		}
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private void connect(EventLoop home, EventLoop owner) {
		String body = body(this.server.endpoint().handle(Requests.polling(), Requests.NO_BODY, home));
		String sid = body.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
		Loops.settle(home);
		assertThat(body(this.server.endpoint()
			.handle(Requests.polling("POST", sid),
					(limit, progress) -> Mono.just("40".getBytes(StandardCharsets.UTF_8)), home)))
			.isEqualTo("ok");
		this.fixture.settle();
		Socket socket = this.server.sockets()
			.values()
			.stream()
			.filter((candidate) -> EngineSessions.of(candidate).id().equals(sid))
			.findAny()
			.orElseThrow();
		FakeWebSocket webSocket = FakeWebSocket.open(this.server.endpoint(), owner, Requests.webSocket(sid));
		webSocket.send("2probe");
		webSocket.send("5");
		this.fixture.settle();
		assertThat(socket.connection().transport()).isEqualTo(TransportType.WEBSOCKET);
		assertThat(EngineSessions.of(socket).home()).isSameAs(home);
		assertThat(EngineSessions.of(socket).owner()).isSameAs(owner);
		this.webSockets.add(webSocket);
		this.sockets.add(socket);
	}

	private static String body(Mono<EngineResponse> response) {
		return new String(response.blockOptional(PATIENCE).orElseThrow().body(), StandardCharsets.UTF_8);
	}

	private List<String> events(int client) {
		this.fixture.settle();
		return this.webSockets.get(client)
			.frames()
			.stream()
			.filter((frame) -> frame.startsWith("42"))
			.map((frame) -> frame.substring(2))
			.toList();
	}

	@Test
	void broadcastsReachThemFromEveryThread() {
		this.server.emit("thread");
		this.fixture.settle();
		Loops.run(this.fixture.first, () -> this.server.emit("home"));
		this.fixture.settle();
		Loops.run(this.fixture.second, () -> this.server.emit("owner"));
		for (int i = 0; i < 3; i++) {
			assertThat(events(i)).containsExactly("[\"thread\"]", "[\"home\"]", "[\"owner\"]");
		}
	}

	@Test
	void broadcastsReachAlsoThoseThatHaveNotMoved() {
		ServerFixture.Client first = this.fixture.connect(this.fixture.first);
		ServerFixture.Client second = this.fixture.connect(this.fixture.second);
		connect(this.fixture.second, this.fixture.first);
		this.server.emit("thread");
		Loops.run(this.fixture.first, () -> this.server.emit("loop"));
		for (int i = 0; i < 4; i++) {
			assertThat(events(i)).containsExactlyInAnyOrder("[\"thread\"]", "[\"loop\"]");
		}
		assertThat(first.events()).containsExactlyInAnyOrder("2[\"thread\"]", "2[\"loop\"]");
		assertThat(second.events()).containsExactlyInAnyOrder("2[\"thread\"]", "2[\"loop\"]");
	}

	@Test
	void theOrderOfAThreadIsKept() {
		List<String> expected = new ArrayList<>();
		for (String origin : List.of("home", "owner", "thread")) {
			Runnable emits = () -> IntStream.range(0, 60).forEach((i) -> emit(origin, i));
			if (origin.equals("thread")) {
				emits.run();
			}
			else {
				Loops.run(origin.equals("home") ? this.fixture.first : this.fixture.second, emits);
			}
			this.fixture.settle();
			IntStream.range(0, 60).forEach((i) -> expected.add("[\"" + origin + "\"," + i + "]"));
		}
		assertThat(events(0)).isEqualTo(expected);
	}

	private void emit(String origin, int number) {
		Socket target = this.sockets.get(0);
		switch (number % 3) {
			case 0 -> target.emit(origin, number);
			case 1 -> this.server.to(target.id()).emit(origin, number);
			default -> this.server.to(target.id(), "unknown").local().emit(origin, number);
		}
	}

	@Test
	void answersAreCollected() {
		Mono<List<Arguments>> answers = this.server.timeout(PATIENCE).emitWithAck("ask");
		this.fixture.settle();
		this.webSockets.forEach((webSocket) -> {
			assertThat(webSocket.frames()).endsWith("420[\"ask\"]");
			webSocket.send("430[1]");
		});
		StepVerifier.create(answers)
			.assertNext((list) -> assertThat(list).hasSize(3))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void theBatchIsReleased() {
		for (EventLoop loop : List.of(this.fixture.first, this.fixture.second)) {
			OutgoingPacket outgoing = OutgoingPacket.shared(this.server.codec(), Packet.event("/", "e"),
					BroadcastFlags.NONE);
			List<DefaultSocket> targets = this.sockets.stream().map(DefaultSocket.class::cast).toList();
			Loops.run(loop, () -> new Delivery(outgoing, (socket, out) -> socket.output().write(out)).to(targets));
			this.fixture.settle();
			assertThat(outgoing.batch().refCnt()).isOne();
			outgoing.batch().release();
		}
		assertThat(events(2)).hasSize(2);
	}

	/** As without memory for its frame. */
	@Test
	void oneThatCannotBeWrittenToDoesNotCutOffOthers() {
		List<DefaultSocket> targets = this.sockets.stream().map(DefaultSocket.class::cast).toList();
		Delivery.Step step = (socket, out) -> {
			if (socket == this.sockets.get(0)) {
				throw new IllegalStateException("test");
			}
			socket.output().write(out);
		};
		for (EventLoop loop : List.of(this.fixture.first, this.fixture.second)) {
			OutgoingPacket outgoing = OutgoingPacket.shared(this.server.codec(), Packet.event("/", "e"),
					BroadcastFlags.NONE);
			Loops.run(loop, () -> new Delivery(outgoing, step).to(targets));
			this.fixture.settle();
			assertThat(outgoing.batch().refCnt()).isOne();
			outgoing.batch().release();
		}
		assertThat(events(0)).isEmpty();
		assertThat(events(1)).hasSize(2);
		assertThat(events(2)).hasSize(2);
	}

}
