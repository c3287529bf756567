package dev.socketio.engine.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.TransportType;
import io.netty.channel.EventLoop;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The session lives on one event loop, the WebSocket that it moves to on another.
 */
class UpgradeTests {

	private EngineFixture fixture = new EngineFixture(EngineOptions.DEFAULT);

	private PollingClient client;

	private EngineSession session;

	@BeforeEach
	void open() {
		this.client = PollingClient.open(this.fixture.server, this.fixture.loops.next());
		this.session = this.fixture.session();
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void movesToTheWebSocketWithoutLossOrDisorder() {
		CompletableFuture<EngineResponse> get = this.client.get();
		FakeWebSocket ws = upgrade();
		assertThat(ws.loop()).isNotSameAs(this.session.home());
		ws.send("2probe");
		assertThat(PollingClient.body(get)).isEqualTo("6");
		settle(ws);
		assertThat(ws.frames()).containsExactly("3probe");
		this.session.send("a");
		this.session.send(new byte[] { 1 });
		this.session.send("c");
		assertThat(PollingClient.body(this.client.post("4up"))).isEqualTo("ok");
		ws.send("5");
		ws.send("4right behind");
		ws.send(new byte[] { 9 });
		settle(ws);
		this.session.send("d");
		settle(ws);
		assertThat(ws.frames()).containsExactly("3probe", "4a", "b:01", "4c", "4d");
		assertThat(this.fixture.log()).containsExactly("up", "right behind", "b:09");
		assertThat(this.session.transport()).isEqualTo(TransportType.WEBSOCKET);
		assertThat(this.session.owner()).isSameAs(ws.loop());
		assertThat(PollingClient.status(this.client.get())).isEqualTo(400);
		ws.disconnect();
		assertThat(this.fixture.log()).endsWith("close:transport close");
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

	@Test
	void listenerHearsOfTheUpgradeBeforeLaterMessages() {
		assertThat(upgradeWith("4behind", false)).containsExactly("upgrade", "behind");
	}

	@Test
	void listenerDoesNotHearOfAnUpgradeThatFails() {
		assertThat(upgradeWith("4behind", true)).containsExactly("close");
	}

	/** Everything is there when the session arrives. */
	private List<String> upgradeWith(String packet, boolean lost) {
		UpgradeLog log = new UpgradeLog();
		this.fixture.listener = log;
		open();
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		settle(ws);
		Loops.run(ws.loop(), () -> {
			ws.arrive("5");
			ws.arrive(packet);
			if (lost) {
				ws.lose();
			}
		});
		settle(ws);
		return log.calls;
	}

	@Test
	void pollsDuringTheUpgradeAreReleasedAtOnce() {
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		settle(ws);
		assertThat(PollingClient.body(this.client.get())).isEqualTo("6");
		this.session.send("data");
		assertThat(PollingClient.body(this.client.get())).isEqualTo("4data");
		assertThat(PollingClient.body(this.client.get())).isEqualTo("6");
	}

	@Test
	void pollsBeforeTheProbeAreNotReleased() {
		FakeWebSocket ws = upgrade();
		CompletableFuture<EngineResponse> get = this.client.get();
		settle(ws);
		assertThat(get).isNotDone();
	}

	@Test
	void pendingRequestsOfAClientThatDoesNotPauseAreEnded() {
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		settle(ws);
		CompletableFuture<EngineResponse> post = this.client.post(Sinks.one());
		ws.send("5");
		settle(ws);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> post.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(RequestAbortedException.class);
		assertThat(this.session.isOpen()).isTrue();
		assertThat(this.session.transport()).isEqualTo(TransportType.WEBSOCKET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "2", "2prob", "2probe ", "4hello", "5", "3probe", "bAAAA" })
	void otherFirstPacketEndsTheWebSocketOnly(String packet) {
		FakeWebSocket ws = upgrade();
		ws.send(packet);
		settle(ws);
		assertThat(ws.isClosedByServer()).isTrue();
		assertStillPolling();
	}

	@Test
	void binaryFirstPacketEndsTheWebSocketOnly() {
		FakeWebSocket ws = upgrade();
		ws.send(new byte[] { 1 });
		settle(ws);
		assertThat(ws.isClosedByServer()).isTrue();
		assertStillPolling();
	}

	@Test
	void otherPacketBehindTheProbeEndsTheWebSocketOnly() {
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		ws.send("4too early");
		ws.send("5");
		settle(ws);
		assertThat(ws.isClosedByServer()).isTrue();
		assertStillPolling();
	}

	@Test
	void lostWebSocketLeavesTheSessionAndAnotherMayTry() {
		FakeWebSocket lost = upgrade();
		lost.send("2probe");
		lost.disconnect();
		settle(lost);
		FakeWebSocket next = upgrade();
		next.send("2probe");
		next.send("5");
		settle(next);
		assertThat(this.session.transport()).isEqualTo(TransportType.WEBSOCKET);
		assertThat(this.fixture.log()).isEmpty();
	}

	@Test
	void webSocketThatIsLostBehindItsLastStepTakesTheSessionAlong() {
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		ws.send("5");
		ws.disconnect();
		settle(ws);
		assertThat(this.fixture.log()).containsExactly("close:transport close");
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

	@Test
	void secondWebSocketIsClosed() {
		FakeWebSocket first = upgrade();
		settle(first);
		FakeWebSocket second = upgrade();
		settle(second);
		assertThat(second.isClosedByServer()).isTrue();
		first.send("2probe");
		first.send("5");
		settle(first);
		assertThat(this.session.transport()).isEqualTo(TransportType.WEBSOCKET);
		FakeWebSocket third = upgrade();
		third.send("2probe");
		third.send("5");
		settle(third);
		assertThat(third.isClosedByServer()).isTrue();
		this.session.send("still here");
		settle(first);
		assertThat(first.frames()).endsWith("4still here");
	}

	@Test
	void webSocketCannotTakeOverAWebSocketSession() {
		FakeWebSocket own = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(), Requests.webSocket());
		this.session = this.fixture.session();
		FakeWebSocket thief = upgrade();
		thief.send("2probe");
		thief.send("5");
		settle(thief);
		assertThat(thief.isClosedByServer()).isTrue();
		assertThat(thief.frames()).isEmpty();
		assertThat(own.isClosedByServer()).isFalse();
	}

	@Test
	void upgradeThatTakesTooLongEndsTheWebSocketOnly() {
		this.fixture.close();
		this.fixture = new EngineFixture(EngineOptions.builder().upgradeTimeout(Duration.ofMillis(300)).build());
		open();
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(ws::isClosedByServer);
		ws.send("5");
		settle(ws);
		assertStillPolling();
	}

	@Test
	void sessionThatEndsTakesTheWebSocketAlong() {
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		settle(ws);
		this.session.closeNow();
		ws.send("5");
		settle(ws);
		assertThat(ws.isClosedByServer()).isTrue();
		assertThat(this.fixture.log()).containsExactly("close:forced close");
	}

	@Test
	void closeDuringTheUpgradeIsCompletedByIt() {
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		settle(ws);
		this.session.send("last");
		this.session.close();
		settle(ws);
		assertThat(this.fixture.log()).isEmpty();
		ws.send("5");
		settle(ws);
		assertThat(ws.frames()).containsExactly("3probe", "4last");
		assertThat(ws.isClosedByServer()).isTrue();
		assertThat(this.fixture.log()).containsExactly("close:forced close");
	}

	@Test
	void pausedReadingStaysPaused() {
		this.session.pauseReading();
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		ws.send("5");
		settle(ws);
		assertThat(ws.channel().config().isAutoRead()).isFalse();
		this.session.resumeReading();
		settle(ws);
		assertThat(ws.channel().config().isAutoRead()).isTrue();
	}

	/**
	 * What was read along with the last step would pile up before the session is there.
	 */
	@Test
	void theWebSocketIsNotReadUntilTheSessionHasMoved() {
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		settle(ws);
		AtomicBoolean reading = new AtomicBoolean(true);
		ws.loop().execute(() -> {
			ws.arrive("5");
			reading.set(ws.channel().config().isAutoRead());
		});
		settle(ws);
		assertThat(reading).isFalse();
		assertThat(this.session.transport()).isEqualTo(TransportType.WEBSOCKET);
		assertThat(ws.channel().config().isAutoRead()).isTrue();
	}

	@Test
	void inputThatIsPendingWhileTheSessionArrivesStopsReadingAtOnce() {
		this.fixture.close();
		this.fixture = new EngineFixture(
				EngineOptions.builder().limits((limits) -> limits.maxPendingMessages(1)).build());
		open();
		FakeWebSocket ws = upgrade();
		ws.send("2probe");
		settle(ws);
		EngineSession moving = this.session;
		ws.send("5");
		settle(ws);
		Loops.run(ws.loop(), () -> {
			moving.pendingInput().add(1);
			assertThat(ws.channel().config().isAutoRead()).isFalse();
			moving.pendingInput().remove(1);
			assertThat(ws.channel().config().isAutoRead()).isTrue();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void messagesThatAreTooLongForAProbeEndTheWebSocketBeforeTheyAreWhole(boolean probed) {
		FakeWebSocket ws = upgrade();
		if (probed) {
			ws.send("2probe");
			settle(ws);
		}
		Loops.run(ws.loop(), () -> ws.partial(129));
		settle(ws);
		assertThat(ws.isClosedByServer()).isTrue();
		assertStillPolling();
	}

	@Test
	void messagesOfOtherThreadsKeepTheirOrder() throws InterruptedException {
		for (int round = 0; round < 40; round++) {
			open();
			FakeWebSocket ws = upgrade();
			ws.send("2probe");
			settle(ws);
			Thread sender = new Thread(() -> {
				for (int i = 0; i < 200; i++) {
					this.session.send("" + i);
				}
			});
			sender.start();
			ws.send("5");
			sender.join();
			settle(ws);
			List<String> expected = new ArrayList<>(List.of("3probe"));
			for (int i = 0; i < 200; i++) {
				expected.add("4" + i);
			}
			assertThat(ws.frames()).isEqualTo(expected);
		}
	}

	private FakeWebSocket upgrade() {
		// always the loop that is not the session's
		EventLoop loop = this.fixture.loops.next();
		return FakeWebSocket.open(this.fixture.server, (loop == this.session.home()) ? this.fixture.loops.next() : loop,
				Requests.webSocket(this.session.id()));
	}

	private void settle(FakeWebSocket ws) {
		Loops.settle(ws.loop(), this.session.home(), ws.loop());
	}

	private void assertStillPolling() {
		assertThat(this.session.isOpen()).isTrue();
		assertThat(this.session.transport()).isEqualTo(TransportType.POLLING);
		this.session.send("still here");
		assertThat(PollingClient.body(this.client.get())).isEqualTo("4still here");
	}

	private static final class UpgradeLog implements SessionListener {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@Override
		public void onText(byte[] buffer, int offset, int length) {
			this.calls.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
		}

		@Override
		public void onBinary(byte[] data) {
			this.calls.add("binary");
		}

		@Override
		public void onUpgrade() {
			this.calls.add("upgrade");
		}

		@Override
		public void onClose(CloseReason reason) {
			this.calls.add("close");
		}

	}

}
