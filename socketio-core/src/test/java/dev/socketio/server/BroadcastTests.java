package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.socketio.engine.session.Loops;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BroadcastTests {

	private final ServerFixture fixture = new ServerFixture();

	private final SocketIOServer server = this.fixture.server;

	private final List<ServerFixture.Client> clients = new ArrayList<>();

	@BeforeEach
	void connect() {
		for (int i = 0; i < 6; i++) {
			this.clients.add(this.fixture.connect((i % 2 == 0) ? this.fixture.first : this.fixture.second));
		}
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void allSocketsReceiveOnce() {
		this.server.emit("e", 1, Map.of("a", new byte[] { 7 }));
		for (ServerFixture.Client client : this.clients) {
			assertThat(client.events()).containsExactly("51-[\"e\",1,{\"a\":{\"_placeholder\":true,\"num\":0}}]",
					"b:07");
		}
	}

	@Test
	void overlappingRoomsAreOne() {
		for (int i = 0; i < 4; i++) {
			socket(i).join("a", "b");
		}
		socket(4).join("b");
		this.server.to("a").to("b").to(this.clients.get(0).id()).except(this.clients.get(1).id()).emit("e");
		assertReceived("e", 0, 2, 3, 4);
	}

	@Test
	void senderIsLeftOut() {
		socket(0).join("a");
		socket(1).join("a");
		socket(0).to("a").emit("room");
		socket(0).broadcast().emit("all");
		socket(0).except(this.clients.get(2).id()).emit("some");
		assertReceived("room", 1);
		assertReceived("all", 1, 2, 3, 4, 5);
		assertReceived("some", 1, 3, 4, 5);
	}

	@Test
	void operatorsDoNotChange() {
		BroadcastOperator base = this.server.to(this.clients.get(0).id());
		BroadcastOperator wider = base.to(this.clients.get(1).id());
		base.except(this.clients.get(0).id());
		base.emit("base");
		wider.emit("wider");
		assertReceived("base", 0);
		assertReceived("wider", 0, 1);
	}

	@Test
	void unknownRoomIsEmpty() {
		this.server.to("unknown").emit("e");
		assertReceived("e");
	}

	@Test
	void reservedNamesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.emit("disconnect"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.to("a").emit("connect"));
	}

	@Test
	void orderIsKeptWhateverWayEventsAreSent() {
		Socket target = socket(0);
		for (EventLoop loop : List.of(this.fixture.first, this.fixture.second)) {
			Loops.run(loop, () -> sendMixed(target, "loop"));
		}
		sendMixed(target, "thread");
		List<String> expected = new ArrayList<>();
		for (String origin : List.of("loop", "loop", "thread")) {
			IntStream.range(0, 60).forEach((i) -> expected.add("2[\"" + origin + "\"," + i + "]"));
		}
		assertThat(this.clients.get(0).events()).isEqualTo(expected);
	}

	@Test
	void orderIsKeptAmongManyThreads() throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		Socket target = socket(1);
		for (int t = 0; t < 3; t++) {
			String origin = "t" + t;
			threads.add(new Thread(() -> sendMixed(target, origin)));
		}
		threads.forEach(Thread::start);
		Loops.run(this.fixture.second, () -> sendMixed(target, "own"));
		Loops.run(this.fixture.first, () -> sendMixed(target, "other"));
		for (Thread thread : threads) {
			thread.join();
		}
		List<String> events = this.clients.get(1).events();
		assertThat(events).hasSize(5 * 60);
		for (String origin : List.of("t0", "t1", "t2", "own", "other")) {
			assertThat(events).filteredOn((event) -> event.contains("\"" + origin + "\""))
				.containsExactlyElementsOf(
						IntStream.range(0, 60).mapToObj((i) -> "2[\"" + origin + "\"," + i + "]").toList());
		}
	}

	@Test
	void volatileEventsAreDroppedForThoseWhoAreBehind() {
		this.clients.get(0).webSocket.sink().stall(true);
		socket(0).emit("big", "x".repeat(100_000));
		this.fixture.settle();
		this.server.asVolatile().emit("now");
		this.clients.get(0).webSocket.sink().stall(false);
		Loops.run(this.clients.get(0).loop(), () -> this.clients.get(0).webSocket.sink().flush());
		assertThat(this.clients.get(0).events()).hasSize(1);
		assertReceived("now", 1, 2, 3, 4, 5);
	}

	@Test
	void onlyTheFirstVolatileEventOfARoundGoesOut() {
		Socket socket = socket(0);
		Loops.run(this.fixture.first, () -> {
			socket.asVolatile().emit("a");
			socket.asVolatile().emit("b");
			socket.emit("c");
		});
		assertThat(this.clients.get(0).events()).containsExactly("2[\"a\"]", "2[\"c\"]");
	}

	@Test
	void outgoingListenersSeeEventsOfEveryKind() {
		List<String> seen = new ArrayList<>();
		Socket socket = socket(0);
		socket.onAnyOutgoing((event, args) -> seen.add(event + args));
		socket.prependAnyOutgoing((event, args) -> {
			throw new IllegalStateException("failed");
		});
		socket.emit("a", 1);
		this.server.emit("b", "x");
		this.fixture.settle();
		assertThat(seen).containsExactly("a[1]", "b[x]");
		assertThat(this.clients.get(0).events()).hasSize(2);
	}

	@Test
	void socketsCanBeMovedAndDisconnected() {
		this.server.to(this.clients.get(0).id()).socketsJoin("a", "b");
		this.server.in("a").socketsLeave("b");
		assertThat(socket(0).rooms()).containsExactlyInAnyOrder(this.clients.get(0).id(), "a");
		this.server.in("a").disconnectSockets();
		assertThat(this.clients.get(0).events()).containsExactly("1");
		this.server.to(this.clients.get(1).id()).disconnectSockets(true);
		assertThat(this.clients.get(1).isClosed()).isTrue();
		assertThat(this.server.sockets()).hasSize(4);
		List<RemoteSocket> found = this.server.fetchSockets().collectList().block();
		assertThat(found).hasSize(4);
	}

	private void sendMixed(Socket target, String origin) {
		for (int i = 0; i < 60; i += 3) {
			target.emit(origin, i);
			this.server.to(target.id()).emit(origin, i + 1);
			target.namespace().to(target.id(), "unknown").local().emit(origin, i + 2);
		}
	}

	private Socket socket(int index) {
		return this.fixture.socket(this.clients.get(index));
	}

	private void assertReceived(String event, Integer... expected) {
		List<Integer> receivers = new ArrayList<>();
		for (int i = 0; i < this.clients.size(); i++) {
			for (String packet : this.clients.get(i).events()) {
				if (packet.equals("2[\"" + event + "\"]")) {
					receivers.add(i);
				}
			}
		}
		assertThat(receivers).as(event).containsExactly(expected);
	}

}
