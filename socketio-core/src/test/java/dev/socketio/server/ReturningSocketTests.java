package dev.socketio.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.engine.session.Loops;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that come back to a namespace while their old socket is still on its way out.
 */
class ReturningSocketTests {

	private final ServerFixture fixture = new ServerFixture();

	private final List<String> told = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.fixture.close();
	}

	/** It has been told to go, and is faster than the task that lets it go. */
	@Test
	void aClientMayConnectBeforeItsOldSocketHasGone() {
		ServerFixture.Client client = this.fixture.connect();
		ServerFixture.Client other = this.fixture.connect();
		String old = client.id();
		Socket socket = this.fixture.socket(client);
		this.fixture.server.onConnection((connected) -> this.told.add("connect"));
		this.fixture.server.onDisconnect((left, reason) -> this.told.add(left == socket ? "disconnect" : "other"));
		this.fixture.socket(other).onDisconnect((reason) -> {
			socket.disconnect();
			client.webSocket.arrive("40");
		});
		other.send("1");
		this.fixture.settle();
		assertThat(client.isClosed()).isFalse();
		assertThat(client.id()).isNotEqualTo(old);
		assertThat(this.told).containsExactly("disconnect", "connect", "other");
		assertThat(this.fixture.server.sockets()).containsOnlyKeys(client.id());
	}

	/** It has not been told. */
	@Test
	void aClientThatConnectsTwiceIsNotOneThatComesBack() {
		ServerFixture.Client client = this.fixture.connect();
		Loops.run(client.loop(), () -> {
			client.webSocket.arrive("41");
			client.webSocket.arrive("40");
			client.webSocket.arrive("40");
		});
		assertThat(client.isClosed()).isTrue();
		assertThat(this.fixture.server.sockets()).isEmpty();
	}

}
