package dev.socketio.interop.adapter;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.server.Socket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients come back, to the same server or to another one.
 */
class ClusterRecoveryTests extends AdapterBehaviour {

	ClusterRecoveryTests(AdapterUnderTest adapter) {
		super(adapter);
	}

	private LocalClient startWithClient(String... rooms) {
		start(2, Timing.PATIENT, RecoveryOptions.DEFAULT);
		cluster().connect(1, "r");
		LocalClient client = cluster().connect(0, rooms);
		cluster().settle();
		return client;
	}

	/**
	 * Let a client of the first server get an event, with the offset that servers do not
	 * wait for without end.
	 */
	private void see(LocalClient client) {
		TestCluster.await("an event with its offset", () -> {
			server(0).emit("seen", 0);
			cluster().finish();
			return client.hasLatestOffset() || !recovers();
		});
	}

	/** Lose a connection and wait until the server has kept the session. */
	private void lose(int server, LocalClient client) {
		client.close();
		TestCluster.await("loss", () -> !server(server).sockets().containsKey(client.id()));
		cluster().finish();
	}

	private LocalClient comeBack(int server, LocalClient lost) {
		String offset = lost.offset().isEmpty() ? "" : ",\"offset\":\"" + lost.offset() + "\"";
		LocalClient client = cluster().open(server, "/", "{\"pid\":\"" + lost.pid() + "\"" + offset + "}");
		TestCluster.await("return", client::isConnected);
		TestCluster.await("socket", () -> server(server).sockets().containsKey(client.id()));
		return client;
	}

	private boolean recovers() {
		return adapter().has(AdapterUnderTest.Fact.RECOVERS);
	}

	private void checkThat(LocalClient back, LocalClient lost, int server, String... missed) {
		cluster().finish();
		Socket socket = cluster().member(server).socket(back);
		assertThat(socket.isRecovered()).isEqualTo(recovers());
		if (recovers()) {
			assertThat(back.id()).isEqualTo(lost.id());
			assertThat(back.pid()).isEqualTo(lost.pid());
			assertThat(back.events()).containsExactly(missed);
		}
		else {
			assertThat(back.id()).isNotEqualTo(lost.id());
			assertThat(back.pid()).isNotEmpty().isNotEqualTo(lost.pid());
			assertThat(back.events()).noneMatch((event) -> event.contains("missed") || event.contains("private"));
			assertThat(socket.rooms()).containsExactly(back.id());
		}
	}

	@Test
	void missedEventsComeOnceAndInOrder() {
		LocalClient lost = startWithClient("r");
		see(lost);
		lose(0, lost);
		server(0).to("r").emit("missed", 1, new byte[] { 7 });
		server(0).emit("missed", 2);
		server(0).to("other").emit("not for it", 3);
		server(0).except("r").emit("not for it", 4);
		server(0).asVolatile().emit("volatile", 5);
		server(0).to(lost.id()).emit("private", 6);
		server(0).to("r", "other").emit("missed", 7);
		cluster().finish();
		LocalClient back = comeBack(1, lost);
		server(0).emit("after", 8);
		checkThat(back, lost, 1, "[\"missed\",1,\"0x07\"]", "[\"missed\",2]", "[\"private\",6]", "[\"missed\",7]",
				"[\"after\",8]");
	}

	@Test
	void roomsAndDataComeBack() {
		LocalClient lost = startWithClient("r", "Küche");
		cluster().member(0).socket(lost).data().put("user", Map.of("name", "Grüße"));
		see(lost);
		lose(0, lost);
		LocalClient back = comeBack(1, lost);
		Socket socket = cluster().member(1).socket(back);
		if (!recovers()) {
			assertThat(socket.data()).isEmpty();
			assertThat(socket.rooms()).containsExactly(back.id());
			return;
		}
		assertThat(socket.rooms()).containsExactlyInAnyOrder(lost.id(), "r", "Küche");
		assertThat(String.valueOf(socket.data().get("user"))).contains("Grüße");
		cluster().settle();
		server(0).to("Küche").emit("e", 1);
		checkThat(back, lost, 1, "[\"e\",1]");
	}

	@Test
	void eventsOfOtherServersAreMissedToo() {
		LocalClient lost = startWithClient("r");
		server(1).emit("seen", 0);
		cluster().finish();
		lose(0, lost);
		for (int i = 0; i < 20; i++) {
			server(1).to("r").emit("missed", i);
		}
		cluster().finish();
		LocalClient back = comeBack(0, lost);
		checkThat(back, lost, 0,
				IntStream.range(0, 20).mapToObj((i) -> "[\"missed\"," + i + "]").toArray(String[]::new));
	}

	@Test
	void whatIsEmittedDuringTheReturnComesOnce() throws InterruptedException {
		LocalClient lost = startWithClient("r");
		see(lost);
		lose(0, lost);
		Thread emitting = new Thread(() -> IntStream.range(0, 200).forEach((i) -> server(0).to("r").emit("e", i)));
		emitting.start();
		LocalClient back = comeBack(1, lost);
		emitting.join();
		cluster().finish();
		List<String> all = IntStream.range(0, 200).mapToObj((i) -> "[\"e\"," + i + "]").toList();
		if (recovers()) {
			assertThat(cluster().member(1).socket(back).isRecovered()).isTrue();
			assertThat(back.events()).isEqualTo(all);
		}
		else {
			assertThat(back.events()).doesNotHaveDuplicates().isSubsetOf(all);
		}
	}

	@Test
	void aClientMayComeBackAgainAndAgain() {
		LocalClient client = startWithClient("r");
		see(client);
		for (int i = 0; i < 4; i++) {
			lose(i % 2, client);
			server(0).to("r").emit("missed", i);
			cluster().finish();
			LocalClient back = comeBack((i + 1) % 2, client);
			checkThat(back, client, (i + 1) % 2, "[\"missed\"," + i + "]");
			if (!recovers()) {
				cluster().member((i + 1) % 2).socket(back).join("r");
				server(0).emit("seen", i);
				cluster().finish();
			}
			client = back;
		}
	}

	@Test
	void aSessionIsGivenOutOnce() {
		LocalClient lost = startWithClient("r");
		see(lost);
		lose(0, lost);
		LocalClient back = comeBack(1, lost);
		LocalClient thief = comeBack(0, lost);
		assertThat(thief.id()).isNotEqualTo(lost.id());
		assertThat(cluster().member(0).socket(thief).isRecovered()).isFalse();
		assertThat(cluster().member(1).socket(back).isRecovered()).isEqualTo(recovers());
	}

	@Test
	void whoIsUnknownStartsAgain() {
		LocalClient lost = startWithClient("r");
		server(0).emit("seen", 0);
		cluster().finish();
		LocalClient unknown = cluster().open(1, "/", "{\"pid\":\"unknown\",\"offset\":\"" + lost.offset() + "\"}");
		TestCluster.await("connection", unknown::isConnected);
		lose(0, lost);
		LocalClient nonsense = cluster().open(1, "/", "{\"pid\":\"" + lost.pid() + "\",\"offset\":\"nonsense\"}");
		TestCluster.await("connection", nonsense::isConnected);
		assertThat(Set.of(lost.id(), unknown.id(), nonsense.id())).hasSize(3);
		cluster().finish();
		assertThat(cluster().member(1).socket(nonsense).isRecovered()).isFalse();
		server(0).emit("hello");
		cluster().finish();
		assertThat(unknown.events()).containsExactly("[\"hello\"]");
		assertThat(nonsense.events()).containsExactly("[\"hello\"]");
	}

	@Test
	void whoLeavesDoesNotComeBack() {
		LocalClient left = startWithClient("r");
		server(0).emit("seen", 0);
		cluster().finish();
		cluster().member(0).socket(left).disconnect(true);
		TestCluster.await("disconnection", left::isClosed);
		LocalClient back = comeBack(1, left);
		assertThat(back.id()).isNotEqualTo(left.id());
		assertThat(cluster().member(1).socket(back).isRecovered()).isFalse();
	}

}
