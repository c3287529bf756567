package dev.socketio.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.netty.buffer.ByteBuf;

/**
 * Clients send events and wait for the acknowledgements; each has a fixed number of them
 * in flight. One operation is one acknowledged event.
 */
final class AckScenario extends Scenario {

	private static final int CLIENTS = 50;

	private static final String ARGUMENT = Payload.string(64);

	private final int window;

	private final List<Sender> senders = new ArrayList<>();

	AckScenario(Network network, int window) {
		super(network);
		this.window = window;
	}

	@Override
	void open(Target target) throws Exception {
		CountDownLatch ready = new CountDownLatch(CLIENTS);
		network().call(() -> {
			for (int i = 0; i < CLIENTS; i++) {
				WebSocketClient.connect(this, target, new Sender(ready));
			}
		});
		await(ready);
	}

	@Override
	void begin() {
		for (Sender sender : this.senders) {
			for (int i = 0; i < this.window; i++) {
				sender.fire();
			}
			sender.client().flush();
		}
	}

	@Override
	void close() throws Exception {
		network().call(() -> this.senders.forEach((sender) -> sender.client().close()));
	}

	private final class Sender implements WebSocketClient.Listener {

		private final CountDownLatch ready;

		/** When the events began that are in flight, the oldest first. */
		private final Deque<Long> began = new ArrayDeque<>();

		private final List<WebSocketClient> client = new ArrayList<>(1);

		private int sent;

		private int acknowledged;

		Sender(CountDownLatch ready) {
			this.ready = ready;
		}

		WebSocketClient client() {
			return this.client.get(0);
		}

		void fire() {
			this.began.add(System.nanoTime());
			client().send("42" + this.sent++ + "[\"echo-ack\"," + ARGUMENT + "]");
		}

		@Override
		public void ready(WebSocketClient connected) {
			this.client.add(connected);
			AckScenario.this.senders.add(this);
			this.ready.countDown();
		}

		@Override
		public void message(WebSocketClient from, ByteBuf packet) {
			String expected = "43" + this.acknowledged++ + "[";
			if (packet.readableBytes() != expected.length() + ARGUMENT.length() + 1
					|| !packet.toString(0, expected.length(), StandardCharsets.US_ASCII).equals(expected)) {
				fail("Wrong answer " + packet.toString(StandardCharsets.UTF_8), null);
			}
			done(this.began.remove());
			if (isRunning()) {
				fire();
			}
		}

	}

}
