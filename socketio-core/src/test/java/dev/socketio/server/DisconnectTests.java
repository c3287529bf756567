package dev.socketio.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.adapter.RoomListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class DisconnectTests {

	private final ServerFixture fixture = new ServerFixture();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private ServerFixture.Client client;

	private Socket socket;

	@BeforeEach
	void connect() {
		this.fixture.server.onDisconnecting(
				(left, reason) -> this.seen.add("disconnecting " + reason + " " + (left.rooms().size() - 1)));
		this.fixture.server.onDisconnect((left, reason) -> this.seen.add("disconnect " + reason + " " + left.rooms()));
		this.client = this.fixture.connect();
		this.socket = this.fixture.socket(this.client);
		this.socket.join("a", "b");
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	enum Way {

		CLIENT_LEAVES("client namespace disconnect"), CLIENT_CLOSES("transport close"), LOST("transport close"),
		SERVER_DISCONNECTS("server namespace disconnect"), SERVER_CLOSES("server namespace disconnect"),
		VIOLATION("forced close"), ENGINE_VIOLATION("parse error"), ENGINE_CLOSE("forced close"),
		SHUTDOWN("server shutting down");

		private final String reason;

		Way(String reason) {
			this.reason = reason;
		}

	}

	@ParameterizedTest
	@EnumSource
	void bothEventsComeOnceWithAndWithoutRooms(Way way) {
		end(way);
		end(Way.LOST);
		end(Way.SERVER_DISCONNECTS);
		this.fixture.settle();
		assertThat(this.seen).containsExactly("disconnecting " + way.reason + " 2", "disconnect " + way.reason + " []");
		assertThat(this.socket.isConnected()).isFalse();
		assertThat(this.fixture.server.adapter().rooms()).isEmpty();
	}

	@Test
	void nothingIsPossibleAfterwards() {
		this.socket.disconnect();
		this.fixture.settle();
		this.socket.join("c");
		this.socket.emit("e");
		this.socket.leave("a");
		assertThat(this.fixture.server.adapter().rooms()).isEmpty();
		assertThat(this.client.events()).containsExactly("1");
		assertThat(this.client.isClosed()).isFalse();
	}

	@Test
	void eventInFrontOfADisconnectIsDelivered() {
		this.socket.on("last", (args, ack) -> this.seen.add("last"));
		this.client.send("2[\"last\"]").send("1");
		this.fixture.settle();
		assertThat(this.seen).startsWith("last").hasSize(3);
	}

	@Test
	void disconnectOfOneNamespaceLeavesTheOthers() {
		this.fixture.server.of("/b");
		this.client.send("0/b,");
		Socket other = this.fixture.socket(this.client, "/b");
		this.socket.disconnect();
		this.fixture.settle();
		assertThat(other.isConnected()).isTrue();
		this.client.send("2[\"x\"]");
		assertThat(this.client.isClosed()).isTrue();
		assertThat(other.isConnected()).isFalse();
	}

	@Test
	void disconnectWithCloseTellsAllNamespaces() {
		this.fixture.server.of("/b");
		this.client.send("0/b,");
		this.fixture.socket(this.client, "/b").disconnect(true);
		assertThat(this.client.received()).endsWith("1", "1/b,");
		assertThat(this.client.isClosed()).isTrue();
	}

	@Test
	void listenersMayDisconnectAgain() {
		this.socket.onDisconnecting((reason) -> this.socket.disconnect());
		this.socket.onDisconnect((reason) -> this.socket.disconnect(true));
		this.socket.disconnect();
		this.fixture.settle();
		assertThat(this.seen).hasSize(2);
		assertThat(this.client.events()).containsExactly("1");
	}

	@Test
	void listenerThatFailsDoesNotStopTheOthers() {
		this.socket.onDisconnecting((reason) -> {
			throw new IllegalStateException("failed");
		});
		this.socket.onDisconnect((reason) -> {
			throw new IllegalStateException("failed");
		});
		end(Way.LOST);
		this.fixture.settle();
		assertThat(this.seen).hasSize(2);
		assertThat(this.fixture.server.sockets()).isEmpty();
	}

	@Test
	void shutdownSendsNoDisconnectPacket() {
		StepVerifier.create(this.fixture.server.close()).expectComplete().verify(Duration.ofSeconds(20));
		assertThat(this.client.events()).isEmpty();
		assertThat(this.client.isClosed()).isTrue();
	}

	@Test
	void disconnectWithCloseInsideTheEndClosesTheConnection() {
		this.fixture.server.of("/b");
		this.client.send("0/b,");
		Socket other = this.fixture.socket(this.client, "/b");
		this.socket.onDisconnecting((reason) -> this.socket.disconnect(true));
		this.socket.disconnect();
		assertThat(this.client.received()).endsWith("1", "1/b,");
		assertThat(this.client.isClosed()).isTrue();
		assertThat(other.isConnected()).isFalse();
		assertThat(this.seen).containsExactly("disconnecting server namespace disconnect 2",
				"disconnect server namespace disconnect []");
	}

	@Test
	void leavingSocketCannotJoinRooms() {
		String own = this.socket.id();
		this.fixture.server.adapter().addRoomListener(new RoomListener() {

			@Override
			public void onDeleteRoom(String room) {
				if (room.equals(own)) {
					DisconnectTests.this.fixture.server.socketsJoin("late").subscribe();
					DisconnectTests.this.socket.join("later");
				}
			}

		});
		this.client.send("1");
		this.fixture.settle();
		assertThat(this.fixture.server.adapter().rooms()).isEmpty();
		assertThat(this.fixture.server.adapter().sockets(Set.of())).isEmpty();
	}

	private void end(Way way) {
		switch (way) {
			case CLIENT_LEAVES -> this.client.send("1");
			case CLIENT_CLOSES -> this.client.webSocket.send("1");
			case LOST -> this.client.webSocket.disconnect();
			case SERVER_DISCONNECTS -> this.socket.disconnect();
			case SERVER_CLOSES -> this.socket.disconnect(true);
			case VIOLATION -> this.client.send("0");
			case ENGINE_VIOLATION -> this.client.webSocket.send("x");
			case ENGINE_CLOSE -> this.socket.connection().close();
			case SHUTDOWN -> this.fixture.server.close().subscribe();
		}
		this.fixture.settle();
	}

}
