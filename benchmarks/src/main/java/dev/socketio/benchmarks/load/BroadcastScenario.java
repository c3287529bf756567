package dev.socketio.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.netty.buffer.ByteBuf;

/**
 * One client lets the server broadcast to a room, again as soon as every member has
 * received the last one. One operation is one delivery.
 */
final class BroadcastScenario extends Scenario implements WebSocketClient.Listener {

	/** The maximum number of concurrent handshakes, which are not measured. */
	private static final int BURST = 100;

	private static final String ARGUMENT = Payload.string(128);

	private static final int EXPECTED = "42[\"msg\",]".length() + ARGUMENT.length();

	private final int receivers;

	private final List<WebSocketClient> members = new ArrayList<>();

	private CountDownLatch joined = new CountDownLatch(0);

	private long began;

	private int missing;

	BroadcastScenario(Network network, int receivers) {
		super(network);
		this.receivers = receivers;
	}

	@Override
	void open(Target target) throws Exception {
		for (int opened = 0; opened < this.receivers; opened += BURST) {
			int burst = Math.min(BURST, this.receivers - opened);
			this.joined = new CountDownLatch(burst);
			network().call(() -> {
				for (int i = 0; i < burst; i++) {
					WebSocketClient.connect(this, target, this);
				}
			});
			await(this.joined);
		}
	}

	@Override
	void begin() {
		this.missing = this.receivers;
		this.began = System.nanoTime();
		this.members.get(0).send("42[\"broadcast\"," + ARGUMENT + "]");
		this.members.get(0).flush();
	}

	@Override
	void close() throws Exception {
		network().call(() -> this.members.forEach(WebSocketClient::close));
	}

	@Override
	public void ready(WebSocketClient client) {
		this.members.add(client);
		client.send("420[\"join\",\"bench\"]");
	}

	@Override
	public void message(WebSocketClient client, ByteBuf packet) {
		if (packet.getByte(packet.readerIndex() + 1) == '3') {
			this.joined.countDown();
			return;
		}
		if (packet.readableBytes() != EXPECTED) {
			fail("Wrong event " + packet.toString(StandardCharsets.UTF_8), null);
		}
		done(this.began);
		if (--this.missing == 0 && isRunning()) {
			begin();
		}
	}

}
