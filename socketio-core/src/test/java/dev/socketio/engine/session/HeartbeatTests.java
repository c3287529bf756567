package dev.socketio.engine.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import dev.socketio.engine.EngineOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Short timers on real event loops. Lower bounds are exact, upper ones generous.
 */
class HeartbeatTests {

	private static final long INTERVAL = 150;

	private static final long TIMEOUT = 300;

	/** For tests in which something has to happen in time, on a slow machine as well. */
	private static final long LONG_TIMEOUT = 2500;

	private EngineFixture fixture = fixture(INTERVAL, TIMEOUT);

	private long started;

	private static EngineFixture fixture(long interval, long timeout) {
		return new EngineFixture(EngineOptions.builder()
			.pingInterval(Duration.ofMillis(interval))
			.pingTimeout(Duration.ofMillis(timeout))
			.allowEio3(true)
			.build());
	}

	private void use(long interval, long timeout) {
		this.fixture.close();
		this.fixture = fixture(interval, timeout);
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void silentClientIsDropped() {
		FakeWebSocket client = open();
		await(() -> client.isClosedByServer());
		assertThat(elapsed()).isGreaterThanOrEqualTo(INTERVAL + TIMEOUT - 5);
		assertThat(client.frames()).hasSize(2).endsWith("2");
		assertThat(this.fixture.log()).containsExactly("close:ping timeout");
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

	@Test
	void clientThatAnswersStays() {
		use(INTERVAL, LONG_TIMEOUT);
		// more than it would take until a silent one is dropped
		int count = (int) (LONG_TIMEOUT / INTERVAL) + 3;
		FakeWebSocket client = open();
		for (int pings = 1; pings <= count; pings++) {
			int expected = 1 + pings;
			await(() -> client.frames().size() == expected);
			client.send("3");
		}
		assertThat(elapsed()).isGreaterThanOrEqualTo(count * INTERVAL - 5);
		assertThat(this.fixture.session().isOpen()).isTrue();
		assertThat(client.frames().subList(1, 1 + count)).containsOnly("2");
	}

	@Test
	void firstOtherPacketExtendsThePatienceOnce() {
		use(INTERVAL, LONG_TIMEOUT);
		FakeWebSocket client = open();
		await(() -> client.frames().size() == 2);
		long pinged = System.nanoTime();
		Awaitility.await().pollDelay(Duration.ofMillis(LONG_TIMEOUT / 3)).until(() -> true);
		long extended = System.nanoTime();
		client.send("4a");
		client.send("4b");
		Awaitility.await().pollDelay(Duration.ofMillis(LONG_TIMEOUT / 3)).until(() -> true);
		client.send("4c");
		await(client::isClosedByServer);
		long end = System.nanoTime();
		assertThat((end - extended) / 1_000_000).isGreaterThanOrEqualTo(LONG_TIMEOUT - 10);
		assertThat((end - pinged) / 1_000_000).isGreaterThanOrEqualTo(LONG_TIMEOUT + LONG_TIMEOUT / 3 - 10);
		assertThat(this.fixture.log()).containsExactly("a", "b", "c", "close:ping timeout");
	}

	@Test
	void unaskedPongPostponesThePing() {
		long interval = 2000;
		use(interval, LONG_TIMEOUT);
		FakeWebSocket client = open();
		Awaitility.await().pollDelay(Duration.ofMillis(interval / 10)).until(() -> true);
		long sent = System.nanoTime();
		client.send("3");
		await(() -> client.frames().size() == 2);
		assertThat((System.nanoTime() - sent) / 1_000_000).isGreaterThanOrEqualTo(interval - 10);
	}

	@Test
	void pollIsHeldUntilThePing() {
		use(INTERVAL, LONG_TIMEOUT);
		PollingClient client = PollingClient.open(this.fixture.server, this.fixture.loops.next());
		CompletableFuture<EngineResponse> get = client.get();
		assertThat(PollingClient.body(get)).isEqualTo("2");
		assertThat(PollingClient.body(client.post("3"))).isEqualTo("ok");
		assertThat(PollingClient.body(client.get())).isEqualTo("2");
	}

	@Test
	void clientThatNeverPollsIsDropped() {
		PollingClient.open(this.fixture.server, this.fixture.loops.next());
		await(() -> this.fixture.log().equals(List.of("close:ping timeout")));
	}

	@Test
	void clientThatNeverFetchesTheCloseIsDropped() {
		PollingClient.open(this.fixture.server, this.fixture.loops.next());
		this.fixture.session().close();
		await(() -> this.fixture.log().equals(List.of("close:ping timeout")));
		assertThat(this.fixture.server.clientsCount()).isZero();
	}

	@Test
	void clientIsNotDroppedWhileTheApplicationDoesNotRead() {
		this.fixture.paused = true;
		FakeWebSocket client = open();
		Awaitility.await()
			.during(Duration.ofMillis(INTERVAL + 3 * TIMEOUT))
			.atMost(Duration.ofSeconds(30))
			.until(() -> !client.isClosedByServer());
		// a client that gets no ping leaves by itself
		await(() -> client.frames().stream().filter("2"::equals).count() >= 3);
		this.fixture.session().resumeReading();
		await(client::isClosedByServer);
	}

	@Test
	void pingsOfAPausedSessionDoNotPileUp() {
		this.fixture.paused = true;
		PollingClient client = PollingClient.open(this.fixture.server, this.fixture.loops.next());
		Awaitility.await().pollDelay(Duration.ofMillis(INTERVAL + 3 * TIMEOUT)).until(() -> true);
		assertThat(PollingClient.body(client.get())).isEqualTo("2");
		assertThat(PollingClient.body(client.get())).isEqualTo("2");
	}

	@Test
	void pausedSessionCanBeClosed() {
		this.fixture.paused = true;
		FakeWebSocket client = open();
		this.fixture.session().close();
		await(client::isClosedByServer);
		assertThat(this.fixture.log()).containsExactly("close:forced close");
	}

	@Test
	void heartbeatGoesOnAfterAnUpgrade() {
		use(INTERVAL, LONG_TIMEOUT);
		PollingClient polling = PollingClient.open(this.fixture.server, this.fixture.loops.next());
		FakeWebSocket client = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(),
				Requests.webSocket(polling.sid()));
		client.send("2probe");
		client.send("5");
		await(() -> client.frames().contains("2"));
		client.send("3");
		await(() -> client.frames().stream().filter("2"::equals).count() == 2);
		await(client::isClosedByServer);
		assertThat(this.fixture.log()).containsExactly("close:ping timeout");
	}

	@Test
	void clientsOfRevisionThreePingThemselves() {
		use(INTERVAL, LONG_TIMEOUT);
		FakeWebSocket client = FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(),
				Requests.request("GET", "EIO=3&transport=websocket"));
		this.started = System.nanoTime();
		for (int i = 1; i <= 3; i++) {
			Awaitility.await().pollDelay(Duration.ofMillis(INTERVAL)).until(() -> true);
			client.send("2");
			int expected = 1 + i;
			await(() -> client.frames().size() == expected);
		}
		assertThat(client.frames().subList(1, 4)).containsOnly("3");
		await(client::isClosedByServer);
		assertThat(elapsed()).isGreaterThanOrEqualTo(4 * INTERVAL + LONG_TIMEOUT - 10);
		assertThat(this.fixture.log()).containsExactly("close:ping timeout");
	}

	private FakeWebSocket open() {
		this.started = System.nanoTime();
		return FakeWebSocket.open(this.fixture.server, this.fixture.loops.next(), Requests.webSocket());
	}

	private long elapsed() {
		return (System.nanoTime() - this.started) / 1_000_000;
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(10)).until(condition);
	}

}
