package dev.socketio.server;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that asks has got before what was sent to it before, from any socket.
 */
class CausalityTests {

	private final ServerFixture fixture = new ServerFixture();

	@AfterEach
	void close() {
		this.fixture.close();
	}

	/** The loop reads from its channels before it does what it was told. */
	private void readAfter(ServerFixture.Client client, Consumer<Socket> emission) throws InterruptedException {
		Socket socket = this.fixture.socket(client);
		socket.on("ask", (args, ack) -> ack.send());
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch emitted = new CountDownLatch(1);
		client.loop().execute(() -> {
			reading.countDown();
			long spins = 0;
			while (emitted.getCount() > 0) {
				spins++;
			}
			assertThat(spins).isNotNegative();
			client.webSocket.arrive("421[\"ask\"]");
			client.webSocket.arrive("422[\"ask\"]");
		});
		reading.await();
		emission.accept(socket);
		emitted.countDown();
		this.fixture.settle();
		assertThat(client.events()).containsExactly("2[\"news\"]", "31[]", "32[]");
	}

	@Test
	void broadcastsComeBeforeAnswers() throws InterruptedException {
		readAfter(this.fixture.connect(), (socket) -> this.fixture.server.emit("news"));
	}

	@Test
	void eventsOfOneSocketComeBeforeAnswers() throws InterruptedException {
		readAfter(this.fixture.connect(), (socket) -> socket.emit("news"));
	}

}
