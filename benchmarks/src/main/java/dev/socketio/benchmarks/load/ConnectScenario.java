package dev.socketio.benchmarks.load;

import java.util.Objects;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Clients open a WebSocket, join the main namespace, and leave. One operation is one
 * client that was in.
 */
final class ConnectScenario extends Scenario {

	private static final int AT_A_TIME = 20;

	private @Nullable Target target;

	ConnectScenario(Network network) {
		super(network);
	}

	@Override
	void open(Target to) {
		this.target = to;
	}

	@Override
	void begin() {
		for (int i = 0; i < AT_A_TIME; i++) {
			connect();
		}
	}

	@Override
	void close() {
	}

	private void connect() {
		long began = System.nanoTime();
		WebSocketClient.connect(this, Objects.requireNonNull(this.target), new WebSocketClient.Listener() {

			@Override
			public void ready(WebSocketClient client) {
				done(began);
				client.close();
				if (isRunning()) {
					connect();
				}
			}

			@Override
			public void message(WebSocketClient client, ByteBuf packet) {
				fail("Nothing was to be sent", null);
			}

		});
	}

}
