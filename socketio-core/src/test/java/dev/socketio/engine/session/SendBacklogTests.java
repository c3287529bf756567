package dev.socketio.engine.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import dev.socketio.engine.EngineOptions;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bytes that wait to be sent, over all sessions of a server.
 */
class SendBacklogTests {

	private static final int MAX = 1_000_000;

	private static final int MESSAGE = 100_000;

	private EngineFixture fixture;

	private EventLoop loop;

	@BeforeEach
	void start() {
		this.fixture = new EngineFixture(
				EngineOptions.builder().limits((limits) -> limits.maxTotalBufferedBytes(MAX)).build());
		this.loop = this.fixture.loops.next();
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void clientsThatReadAreNotCounted() {
		Client client = new Client();
		for (int i = 0; i < 20; i++) {
			client.session.send(new byte[MESSAGE]);
		}
		Loops.settle(this.loop);
		assertThat(this.fixture.server.bufferedBytes()).isZero();
		assertThat(client.session.isOpen()).isTrue();
	}

	@Test
	void whatWaitsIsCountedUntilItIsSent() {
		Client client = new Client();
		client.webSocket.sink().stall(true);
		client.session.send(new byte[MESSAGE]);
		client.session.send(new byte[MESSAGE]);
		Loops.settle(this.loop);
		assertThat(this.fixture.server.bufferedBytes()).isBetween(2L * MESSAGE, 2L * MESSAGE + 1000);
		client.webSocket.sink().stall(false);
		client.session.send("x");
		Loops.settle(this.loop);
		assertThat(this.fixture.server.bufferedBytes()).isZero();
	}

	@Test
	void smallMessagesThatWaitAreCountedToo() {
		Client client = new Client();
		client.webSocket.sink().stall(true);
		client.session.send(new byte[1000]);
		Loops.settle(this.loop);
		assertThat(this.fixture.server.bufferedBytes()).isBetween(1000L, 1200L);
		client.close();
		assertThat(this.fixture.server.bufferedBytes()).isZero();
	}

	@Test
	void aSharedBatchCountsOnce() {
		List<Client> clients = clients(5);
		clients.forEach((client) -> client.webSocket.sink().stall(true));
		MessageBatch batch = MessageBatch.shared(EnginePacket.binary(new byte[MESSAGE]), List.of());
		Loops.run(this.loop, () -> clients.forEach((client) -> client.session.write(batch)));
		batch.release();
		Loops.settle(this.loop);
		assertThat(this.fixture.server.bufferedBytes()).isBetween((long) MESSAGE, MESSAGE + 1000L);
		clients.subList(0, 4).forEach(Client::close);
		assertThat(this.fixture.server.bufferedBytes()).isBetween((long) MESSAGE, MESSAGE + 1000L);
		clients.get(4).close();
		assertThat(this.fixture.server.bufferedBytes()).isZero();
	}

	@Test
	void beyondTheBoundAClientThatLagsGoesAndOthersStay() {
		Client good = new Client();
		List<Client> slow = clients(11);
		slow.forEach((client) -> client.webSocket.sink().stall(true));
		slow.forEach((client) -> client.session.send(new byte[MESSAGE]));
		Loops.settle(this.loop);
		assertThat(this.fixture.server.bufferedBytes()).isGreaterThan(MAX);
		good.session.send("to one that reads");
		Loops.settle(this.loop);
		assertThat(good.session.isOpen()).isTrue();
		slow.get(0).session.send("x");
		Loops.settle(this.loop);
		assertThat(slow.get(0).session.isOpen()).isFalse();
		assertThat(this.fixture.server.overflowCount()).isOne();
		assertThat(this.fixture.server.bufferedBytes()).isGreaterThan(MAX);
		slow.get(1).session.send("x");
		Loops.settle(this.loop);
		assertThat(this.fixture.server.bufferedBytes()).isLessThan(MAX);
		slow.get(2).session.send("x");
		Loops.settle(this.loop);
		assertThat(slow.get(2).session.isOpen()).as("within the bound again").isTrue();
		slow.forEach(Client::close);
		assertThat(this.fixture.server.bufferedBytes()).isZero();
		assertThat(good.webSocket.frames()).contains("4to one that reads");
	}

	@Test
	void whatChannelsHaveSentByThemselvesDoesNotCountAgainstOthers() {
		List<Client> slow = clients(11);
		slow.forEach((client) -> client.webSocket.sink().stall(true));
		slow.forEach((client) -> client.session.send(new byte[MESSAGE]));
		Loops.settle(this.loop);
		List<Client> drained = slow.subList(1, 11);
		Loops.run(this.loop, () -> drained.forEach((client) -> {
			client.webSocket.sink().stall(false);
			client.webSocket.sink().flush();
		}));
		slow.get(0).session.send("x");
		Loops.settle(this.loop);
		assertThat(slow.get(0).session.isOpen()).isTrue();
		assertThat(this.fixture.server.bufferedBytes()).isBetween((long) MESSAGE, MESSAGE + 1000L);
		slow.forEach(Client::close);
		assertThat(this.fixture.server.bufferedBytes()).isZero();
	}

	@Test
	void aClientThatCatchesUpIsForgotten() {
		List<Client> slow = clients(11);
		slow.forEach((client) -> client.webSocket.sink().stall(true));
		slow.forEach((client) -> client.session.send(new byte[MESSAGE]));
		Loops.settle(this.loop);
		assertThat(backlogs()).hasSize(11);
		Loops.run(this.loop, () -> slow.subList(1, 11).forEach((client) -> {
			client.webSocket.sink().stall(false);
			client.webSocket.sink().flush();
		}));
		// the sum is looked at, and corrected, as it is exceeded
		slow.get(0).session.send("x");
		Loops.settle(this.loop);
		slow.subList(1, 11).forEach((client) -> client.session.send("x"));
		Loops.settle(this.loop);
		assertThat(backlogs()).hasSize(1);
		slow.forEach(Client::close);
		assertThat(backlogs()).isEmpty();
	}

	@Test
	void aClientThatLeavesWhenItHasCaughtUpIsForgotten() {
		List<Client> slow = clients(11);
		slow.forEach((client) -> client.webSocket.sink().stall(true));
		slow.forEach((client) -> client.session.send(new byte[MESSAGE]));
		Loops.settle(this.loop);
		Loops.run(this.loop, () -> slow.subList(1, 11).forEach((client) -> {
			client.webSocket.sink().stall(false);
			client.webSocket.sink().flush();
		}));
		slow.get(0).session.send("x");
		Loops.settle(this.loop);
		slow.forEach(Client::close);
		assertThat(backlogs()).isEmpty();
		assertThat(this.fixture.server.bufferedBytes()).isZero();
	}

	private Set<?> backlogs() {
		AtomicReference<Set<?>> all = new AtomicReference<>();
		assertThat(this.fixture.server).extracting("context.backlogs.backlogs")
			.satisfies((backlogs) -> all.set((Set<?>) backlogs));
		return all.get();
	}

	@Test
	void aSessionThatEndsCountsUntilItsChannelIsClosed() {
		Client client = new Client();
		client.webSocket.sink().stall(true);
		client.session.send(new byte[MESSAGE]);
		client.session.close();
		Loops.settle(this.loop);
		assertThat(client.session.isOpen()).isFalse();
		assertThat(this.fixture.server.bufferedBytes()).isGreaterThan(MESSAGE);
		Loops.run(this.loop, () -> client.webSocket.sink().close());
		assertThat(this.fixture.server.bufferedBytes()).isZero();
	}

	@Test
	void beyondTheBoundASessionThatEndsDoesNotWaitForItsClient() {
		List<Client> slow = clients(11);
		slow.forEach((client) -> client.webSocket.sink().stall(true));
		slow.forEach((client) -> client.session.send(new byte[MESSAGE]));
		Loops.settle(this.loop);
		slow.get(0).session.close();
		Loops.settle(this.loop);
		assertThat(slow.get(0).webSocket.isAborted()).isTrue();
		slow.forEach(Client::close);
	}

	@Test
	void pollingClientsCountWithWhatTheyHaveNotFetchedAndNotRead() throws Exception {
		PollingClient client = PollingClient.open(this.fixture.server, this.loop);
		EngineSession session = this.fixture.session();
		session.send(new byte[90_000]);
		this.fixture.settle();
		assertThat(this.fixture.server.bufferedBytes()).isBetween(90_000L, 90_100L);
		CompletableFuture<EngineResponse> response = client.get();
		await().atMost(Duration.ofSeconds(10)).until(response::isDone);
		assertThat(this.fixture.server.bufferedBytes()).as("a response in base64").isBetween(120_000L, 120_100L);
		client.get();
		this.fixture.settle();
		assertThat(this.fixture.server.bufferedBytes()).isZero();
		session.closeNow();
		this.fixture.settle();
		assertThat(this.fixture.server.bufferedBytes()).isZero();
	}

	private List<Client> clients(int count) {
		List<Client> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			clients.add(new Client());
		}
		return clients;
	}

	private final class Client {

		private final FakeWebSocket webSocket = FakeWebSocket.open(SendBacklogTests.this.fixture.server,
				SendBacklogTests.this.loop, Requests.webSocket());

		private final EngineSession session = SendBacklogTests.this.fixture.session();

		void close() {
			Loops.run(SendBacklogTests.this.loop, () -> this.webSocket.sink().close());
			this.webSocket.disconnect();
			Loops.settle(SendBacklogTests.this.loop);
		}

	}

}
