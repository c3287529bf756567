package dev.socketio.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.adapter.BroadcastFlags;
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
 * Event loops that end while connections still belong to them, as in a hasty shutdown.
 */
class LostLoopTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Loops doomed = Loops.of(1);

	private final Loops living = Loops.of(1);

	private final EventLoop loop = this.living.next();

	private final DefaultSocketIOServer server = (DefaultSocketIOServer) SocketIOServer.builder().build();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private Socket lost;

	private Socket found;

	private FakeWebSocket client;

	@BeforeEach
	void connect() {
		this.server.onDisconnect((socket, reason) -> this.seen.add(reason.text()));
		open(this.doomed.next());
		this.lost = this.server.sockets().values().iterator().next();
		this.client = open(this.loop);
		this.found = this.server.sockets()
			.values()
			.stream()
			.filter((socket) -> socket != this.lost)
			.findAny()
			.orElseThrow();
	}

	private FakeWebSocket open(EventLoop on) {
		FakeWebSocket webSocket = FakeWebSocket.open(this.server.endpoint(), on, Requests.webSocket());
		webSocket.send("40");
		Loops.settle(on);
		return webSocket;
	}

	@AfterEach
	void close() {
		this.living.close();
	}

	@Test
	void broadcastReachesTheOthersAndReleasesItsBatch() {
		this.doomed.close();
		OutgoingPacket outgoing = OutgoingPacket.shared(this.server.codec(), Packet.event("/", "e"),
				BroadcastFlags.NONE);
		new Delivery(outgoing, (socket, out) -> socket.output().write(out))
			.to(List.of((DefaultSocket) this.lost, (DefaultSocket) this.found));
		Loops.settle(this.loop);
		assertThat(outgoing.batch().refCnt()).isOne();
		outgoing.batch().release();
		assertThat(this.client.frames()).endsWith("42[\"e\"]");
	}

	@Test
	void broadcastWithAcknowledgementsTimesOut() {
		this.doomed.close();
		Mono<List<Arguments>> answers = this.server.timeout(Duration.ofMillis(100)).emitWithAck("ask");
		StepVerifier.create(answers).expectError(AckTimeoutException.class).verify(PATIENCE);
	}

	@Test
	void socketIsAsGoodAsDisconnected() {
		this.doomed.close();
		this.lost.emit("e");
		this.lost.disconnect();
		StepVerifier.create(this.lost.emitWithAck("ask"))
			.expectError(SocketDisconnectedException.class)
			.verify(PATIENCE);
	}

	@Test
	void shutdownGoesOnWithTheOtherConnections() {
		for (int i = 0; i < 20; i++) {
			open(this.loop);
		}
		this.doomed.close();
		StepVerifier.create(this.server.close()).expectComplete().verify(PATIENCE);
		Loops.settle(this.loop);
		assertThat(this.seen).hasSize(21).containsOnly("server shutting down");
		assertThat(this.server.engine().clientsCount()).isZero();
	}

}
