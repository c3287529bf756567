package dev.socketio.engine.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.socketio.engine.EngineOptions;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is under way while a session moves to another event loop.
 */
class MovingSessionTests {

	private final EngineFixture fixture = new EngineFixture(EngineOptions.DEFAULT);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void whatAClientHasSentIsTakenWhereItsSessionIsByThen() {
		EventLoop home = this.fixture.loops.next();
		EventLoop target = this.fixture.loops.next();
		SessionExecutor executor = new SessionExecutor(home);
		List<Boolean> arrived = new CopyOnWriteArrayList<>();
		Loops.run(home, () -> {
			executor.receiveLater(() -> arrived.add(target.inEventLoop()));
			executor.moveTo(target, () -> {
			});
		});
		Loops.settle(home, target);
		assertThat(arrived).containsExactly(true);
		Loops.run(target, () -> executor.receiveLater(() -> arrived.add(target.inEventLoop())));
		Loops.settle(home, target);
		assertThat(arrived).containsExactly(true, true);
	}

	/** Or the answer to the close frame would never be read. */
	@Test
	void aWebSocketIsReadAgainWhenItsSessionEndsBeforeItMoves() {
		EventLoop home = this.fixture.loops.next();
		PollingClient.open(this.fixture.server, home);
		EngineSession session = this.fixture.session();
		FakeWebSocket ws = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(),
				Requests.webSocket(session.id()));
		ws.send("2probe");
		Loops.settle(ws.loop(), home);
		AtomicBoolean switching = new AtomicBoolean();
		home.execute(() -> {
			boolean go;
			do {
				go = switching.get();
			}
			while (!go);
			session.closeNow();
		});
		Loops.run(ws.loop(), () -> {
			ws.arrive("5");
			assertThat(ws.channel().config().isAutoRead()).isFalse();
		});
		switching.set(true);
		Loops.settle(ws.loop(), home, ws.loop());
		assertThat(ws.isClosedByServer()).isTrue();
		assertThat(ws.channel().config().isAutoRead()).isTrue();
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

}
