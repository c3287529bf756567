package dev.socketio.engine.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

import dev.socketio.engine.EngineOptions;
import dev.socketio.engine.TransportType;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

class PendingInputTests {

	private EngineFixture fixture;

	private FakeWebSocket client;

	private PendingInput pending;

	@BeforeEach
	void open() {
		this.fixture = new EngineFixture(
				EngineOptions.builder().limits((limits) -> limits.maxPendingMessages(4).maxPendingBytes(1000)).build());
		this.client = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(), Requests.webSocket());
		this.pending = this.fixture.session().pendingInput();
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void readingStopsAtTheNumberAndGoesOnAtHalfOfIt() {
		add(0, 0, 0);
		assertThat(isReading()).isTrue();
		add(0);
		assertThat(isReading()).isFalse();
		remove(0);
		assertThat(isReading()).isFalse();
		remove(0);
		assertThat(isReading()).isTrue();
		add(0);
		assertThat(isReading()).isTrue();
	}

	@Test
	void readingStopsAtTheSizeAndGoesOnAtHalfOfIt() {
		add(499);
		add(500);
		assertThat(isReading()).isTrue();
		add(1);
		assertThat(isReading()).isFalse();
		remove(499);
		assertThat(isReading()).isFalse();
		assertThat(this.pending.bytes()).isEqualTo(501);
		remove(1);
		assertThat(isReading()).isTrue();
		assertThat(this.pending.bytes()).isEqualTo(500);
		assertThat(this.pending.messages()).isOne();
	}

	@Test
	void bothBoundsHaveToBeFreeAgain() {
		add(900, 0, 0, 0);
		assertThat(isReading()).isFalse();
		remove(0, 0, 0);
		assertThat(isReading()).isFalse();
		remove(900);
		assertThat(isReading()).isTrue();
	}

	@Test
	void otherPartsOfTheApplicationMayStillBeBehind() {
		this.fixture.session().pauseReading();
		add(1000);
		remove(1000);
		assertThat(isReading()).isFalse();
		this.fixture.session().resumeReading();
		assertThat(isReading()).isTrue();
	}

	@Test
	void aSessionThatIsOverReadsTheAnswerToItsCloseFrame() {
		add(1000);
		assertThat(isReading()).isFalse();
		this.fixture.session().close();
		assertThat(isReading()).isTrue();
		this.fixture.session().pauseReading();
		assertThat(isReading()).isTrue();
	}

	@Test
	void messagesThatWaitForTasksOfOthersCount() {
		List<Long> held = new ArrayList<>();
		EngineSession session = this.fixture.session();
		this.client.loop().execute(() -> {
			session.executor().receiveLater(() -> {
			});
			this.client.arrive("4" + "x".repeat(600));
			this.client.arrive("4" + "x".repeat(600));
			held.add(this.pending.bytes());
		});
		this.fixture.settle();
		assertThat(held).containsExactly(1202L);
		assertThat(this.pending.bytes()).isZero();
		assertThat(this.pending.messages()).isZero();
		assertThat(isReading()).isTrue();
		assertThat(this.fixture.log()).hasSize(2);
	}

	@Test
	void theSizeFollowsThatOfMessages() {
		assertThat(EngineOptions.DEFAULT.limits().maxPendingBytes()).isEqualTo(4_000_000);
		assertThat(EngineOptions.builder().maxHttpBufferSize(Integer.MAX_VALUE).build().limits().maxPendingBytes())
			.isEqualTo(4L * Integer.MAX_VALUE);
	}

	@Test
	void whatAllSessionsHoldIsBounded() {
		this.fixture.close();
		this.fixture = new EngineFixture(EngineOptions.builder()
			.limits((limits) -> limits.maxTotalPendingBytes(300_000).maxPendingBytes(1_000_000))
			.build());
		List<EngineSession> sessions = new ArrayList<>();
		EventLoop loop = this.fixture.loops.next();
		for (int i = 0; i < 5; i++) {
			FakeWebSocket.open(this.fixture.server, loop, Requests.webSocket());
			sessions.add(this.fixture.session());
		}
		Loops.run(loop, () -> sessions.subList(0, 3).forEach((session) -> session.pendingInput().add(100_000)));
		assertThat(this.fixture.server.pendingBytes()).isEqualTo(300_000);
		assertThat(this.fixture.server.clientsCount()).isEqualTo(5);
		Loops.run(loop, () -> sessions.get(3).pendingInput().add(60_000));
		Loops.settle(loop);
		assertThat(this.fixture.server.clientsCount()).as("a small one stays").isEqualTo(5);
		Loops.run(loop, () -> sessions.get(4).pendingInput().add(70_000));
		Loops.settle(loop);
		assertThat(sessions.get(4).isOpen()).isFalse();
		assertThat(this.fixture.log(sessions.get(4))).containsExactly("close:transport error");
		assertThat(this.fixture.server.shedCount()).isOne();
		Loops.run(loop, () -> {
			sessions.get(4).pendingInput().remove(70_000);
			sessions.get(0).pendingInput().remove(100_000);
			sessions.get(1).pendingInput().add(10_000);
		});
		Loops.settle(loop);
		assertThat(this.fixture.server.clientsCount()).as("there is room again").isEqualTo(4);
		Loops.run(loop, () -> {
			sessions.get(1).pendingInput().remove(110_000);
			sessions.get(2).pendingInput().remove(100_000);
			sessions.get(3).pendingInput().remove(60_000);
		});
		assertThat(this.fixture.server.pendingBytes()).isZero();
	}

	@Test
	void aCallThatNeverEndsDoesNotTakeItsPartOfTheTotalForGood() {
		add(20_000);
		assertThat(this.fixture.server.pendingBytes()).isEqualTo(20_000);
		this.client.disconnect();
		this.fixture.settle();
		assertThat(this.fixture.server.pendingBytes()).as("it may still be handled").isEqualTo(20_000);
		Object timer = timer();
		assertThat(timer).isInstanceOf(SessionTimer.class);
		Loops.run(this.client.loop(), () -> ((SessionTimer) timer).fire());
		assertThat(this.fixture.server.pendingBytes()).isZero();
		remove(20_000);
		assertThat(this.fixture.server.pendingBytes()).as("when it does end").isZero();
	}

	@Test
	void nothingIsLeftOfACallThatEndsBehindItsSession() {
		add(20_000);
		this.client.disconnect();
		this.fixture.settle();
		assertThat(timer()).isNotNull();
		remove(20_000);
		assertThat(this.fixture.server.pendingBytes()).isZero();
		assertThat(timer()).isNull();
	}

	private Object timer() {
		AtomicReference<Object> timer = new AtomicReference<>();
		assertThat(this.pending).extracting("release").satisfies(timer::set);
		return timer.get();
	}

	@Test
	void partsOfMessagesCountUntilTheyAreWholeOrLost() {
		Loops.run(this.client.loop(), () -> {
			this.pending.partialPacket(50_000);
			this.client.partial(20_000);
			this.client.partial(30_000);
		});
		assertThat(this.fixture.server.pendingBytes()).isEqualTo(80_000);
		assertThat(isReading()).as("or the rest could not come").isTrue();
		Loops.run(this.client.loop(), () -> this.client.partial(0));
		assertThat(this.fixture.server.pendingBytes()).isEqualTo(50_000);
		this.client.disconnect();
		this.fixture.settle();
		assertThat(this.fixture.server.pendingBytes()).isZero();
	}

	@Test
	void uploadsCountWhileTheyArrive() {
		EventLoop loop = this.fixture.loops.next();
		PollingClient polling = PollingClient.open(this.fixture.server, loop);
		Sinks.One<byte[]> body = Sinks.one();
		List<IntConsumer> progress = new ArrayList<>();
		CompletableFuture<EngineResponse> post = polling.request("POST", (limit, told) -> {
			progress.add(told);
			return body.asMono();
		});
		this.fixture.settle();
		progress.get(0).accept(20_000);
		this.fixture.settle();
		assertThat(this.fixture.server.pendingBytes()).isEqualTo(20_000);
		body.tryEmitValue(new byte[] { '4', 'x' });
		assertThat(PollingClient.body(post)).isEqualTo("ok");
		assertThat(this.fixture.server.pendingBytes()).isZero();
		progress.get(0).accept(20_000);
		this.fixture.settle();
		assertThat(this.fixture.server.pendingBytes()).as("of an upload that is over").isZero();
	}

	@Test
	void anUploadThatAnUpgradeAbortsDoesNotCount() {
		EventLoop loop = this.fixture.loops.next();
		PollingClient polling = PollingClient.open(this.fixture.server, loop);
		EngineSession session = this.fixture.session();
		List<IntConsumer> progress = new ArrayList<>();
		polling.request("POST", (limit, told) -> {
			progress.add(told);
			return Mono.never();
		});
		Loops.settle(loop);
		progress.get(0).accept(20_000);
		Loops.settle(loop);
		assertThat(this.fixture.server.pendingBytes()).isEqualTo(20_000);
		FakeWebSocket webSocket = FakeWebSocket.open(this.fixture.server, loop, Requests.webSocket(polling.sid()));
		webSocket.send("2probe");
		webSocket.send("5");
		Loops.settle(loop);
		assertThat(session.transport()).isEqualTo(TransportType.WEBSOCKET);
		assertThat(this.fixture.server.pendingBytes()).isZero();
	}

	private void add(long... sizes) {
		Loops.run(this.client.loop(), () -> {
			for (long size : sizes) {
				this.pending.add(size);
			}
		});
	}

	private void remove(long... sizes) {
		Loops.run(this.client.loop(), () -> {
			for (long size : sizes) {
				this.pending.remove(size);
			}
		});
	}

	private boolean isReading() {
		this.fixture.settle();
		return this.client.channel().config().isAutoRead();
	}

}
