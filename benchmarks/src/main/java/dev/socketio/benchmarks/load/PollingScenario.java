package dev.socketio.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Clients on HTTP long-polling send events and wait for the acknowledgements, one at a
 * time. One operation is one acknowledged event, which takes two requests.
 */
final class PollingScenario extends Scenario {

	private static final int CLIENTS = 50;

	private static final String ARGUMENT = Payload.string(64);

	private final List<PollingClient> clients = new ArrayList<>();

	PollingScenario(Network network) {
		super(network);
	}

	@Override
	void open(Target target) throws Exception {
		CountDownLatch ready = new CountDownLatch(CLIENTS);
		network().call(() -> {
			for (int i = 0; i < CLIENTS; i++) {
				this.clients.add(new PollingClient(this, target, ARGUMENT, ready::countDown));
			}
		});
		await(ready);
	}

	@Override
	void begin() {
		this.clients.forEach(PollingClient::fire);
	}

	@Override
	void close() throws Exception {
		network().call(() -> this.clients.forEach(PollingClient::close));
	}

}
