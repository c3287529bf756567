package dev.socketio.interop.adapter;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;

import dev.socketio.adapter.Adapter;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.protocol.TypeRef;
import dev.socketio.server.RemoteSocket;
import dev.socketio.server.Socket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sockets of every server are found, moved and disconnected.
 */
class ClusterSocketTests extends AdapterBehaviour {

	private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {
	};

	ClusterSocketTests(AdapterUnderTest adapter) {
		super(adapter);
	}

	private static void await(String what, Callable<Boolean> condition) {
		TestCluster.await(what, condition);
	}

	private Set<String> rooms(int server, LocalClient client) {
		return cluster().member(server).socket(client).rooms();
	}

	private static List<String> ids(Iterable<RemoteSocket> sockets) {
		return StreamSupport.stream(sockets.spliterator(), false).map(RemoteSocket::id).toList();
	}

	@Test
	void socketsOfOtherServersAreDescribed() {
		start(3);
		LocalClient here = cluster().connect(0, "r");
		LocalClient there = cluster().connect(1, "r", "Küche");
		LocalClient other = cluster().connect(2);
		Socket socket = cluster().member(1).socket(there);
		socket.data().put("user", "Grüße");
		socket.data().put("bytes", new byte[] { 1, 2 });
		socket.data().put("nested", Map.of("list", List.of(1, 2)));
		assertThat(ids(server(0).fetchSockets().toIterable())).containsExactlyInAnyOrder(here.id(), there.id(),
				other.id());
		assertThat(ids(server(2).in("r").except("Küche").fetchSockets().toIterable())).containsExactly(here.id());
		assertThat(ids(server(0).local().fetchSockets().toIterable())).containsExactly(here.id());
		assertThat(ids(server(0).in("nobody").fetchSockets().toIterable())).isEmpty();
		RemoteSocket remote = server(0).in("Küche").fetchSockets().single().block(TestCluster.TIMEOUT);
		assertThat(remote.id()).isEqualTo(there.id());
		assertThat(remote.rooms()).containsExactlyInAnyOrder(there.id(), "r", "Küche");
		assertThat(remote.namespace()).isSameAs(server(0).of("/"));
		assertThat(remote.data(OBJECT)).containsOnlyKeys("user", "bytes", "nested").containsEntry("user", "Grüße");
		assertThat(remote.handshake().address()).isEqualTo("192.0.2.1");
		assertThat(remote.handshake().auth().toString()).contains("t1");
		assertThat(remote.handshake().authPayload().get(0, OBJECT)).isEqualTo(remote.handshake().auth());
		assertThat(remote.handshake().headers()).containsKey("user-agent");
		assertThat(remote.handshake().query().toString()).contains("suite");
		assertThat(remote.handshake().issued()).isEqualTo(socket.handshake().issued());
		assertThat(remote.handshake().url()).isEqualTo(socket.handshake().url());
	}

	@Test
	void socketsOfAllServersJoinAndLeave() {
		start(3);
		LocalClient here = cluster().connect(0, "r");
		LocalClient there = cluster().connect(1, "r");
		LocalClient other = cluster().connect(2);
		cluster().settle();
		server(0).in("r").socketsJoin("j1", "j2");
		await("join", () -> rooms(1, there).containsAll(Set.of("j1", "j2")));
		cluster().finish();
		assertThat(rooms(0, here)).containsExactlyInAnyOrder(here.id(), "r", "j1", "j2");
		assertThat(rooms(2, other)).containsExactly(other.id());
		server(2).in("j1").except(here.id()).socketsLeave("j1", "j2");
		await("leave", () -> Collections.disjoint(rooms(1, there), Set.of("j1", "j2")));
		assertThat(rooms(1, there)).containsExactlyInAnyOrder(there.id(), "r");
		cluster().finish();
		assertThat(rooms(0, here)).contains("j1", "j2");
		server(0).local().socketsJoin("local");
		cluster().finish();
		assertThat(rooms(0, here)).contains("local");
		assertThat(rooms(1, there)).doesNotContain("local");
	}

	@Test
	void aJoinedRoomIsHeard() {
		start(2);
		LocalClient there = cluster().connect(1);
		LocalClient other = cluster().connect(1);
		server(0).in(there.id()).socketsJoin("new");
		await("join", () -> rooms(1, there).contains("new"));
		cluster().settle();
		server(0).to("new").emit("e", 1);
		cluster().finish();
		server(0).in("new").socketsLeave("new");
		await("leave", () -> !rooms(1, there).contains("new"));
		server(0).to("new").emit("e", 2);
		cluster().finish();
		assertThat(there.events()).containsExactly("[\"e\",1]");
		assertThat(other.events()).isEmpty();
	}

	@Test
	void socketsOfAllServersAreDisconnected() {
		start(3);
		LocalClient here = cluster().connect(0, "r");
		LocalClient there = cluster().connect(1, "r");
		LocalClient other = cluster().connect(2);
		LocalClient last = cluster().connect(2, "last");
		cluster().settle();
		server(1).in("r").disconnectSockets(false);
		await("disconnection", () -> here.hasLeft() && there.hasLeft());
		assertThat(here.isClosed()).isFalse();
		assertThat(there.isClosed()).isFalse();
		cluster().finish();
		assertThat(other.hasLeft()).isFalse();
		server(0).except("last").disconnectSockets(true);
		await("end of the connection", other::isClosed);
		cluster().finish();
		assertThat(last.hasLeft()).isFalse();
		server(2).local().disconnectSockets(true);
		await("end of the last connection", last::isClosed);
		await("no socket", () -> server(0).fetchSockets().collectList().block(TestCluster.TIMEOUT).isEmpty());
	}

	@Test
	void whatIsEmittedBeforeADisconnectionArrives() {
		start(2);
		LocalClient there = cluster().connect(1, "r");
		cluster().settle();
		server(0).emit("bye", 1);
		server(0).emit("bye", 2);
		server(0).disconnectSockets(true);
		await("end of the connection", there::isClosed);
		assertThat(there.events()).containsExactly("[\"bye\",1]", "[\"bye\",2]");
	}

	@Test
	void aRemoteSocketIsUsedLikeALocalOne() {
		start(2);
		LocalClient there = cluster().connect(1);
		LocalClient neighbour = cluster().connect(1);
		cluster().settle();
		RemoteSocket remote = server(0).in(there.id()).fetchSockets().single().block(TestCluster.TIMEOUT);
		remote.emit("one", new byte[] { 1 });
		remote.join("a", "b");
		await("join", () -> rooms(1, there).containsAll(Set.of("a", "b")));
		remote.leave("a");
		await("leave", () -> !rooms(1, there).contains("a"));
		cluster().finish();
		remote.asVolatile().emit("two");
		cluster().finish();
		assertThat(there.events()).containsExactly("[\"one\",\"0x01\"]", "[\"two\"]");
		remote.disconnect(false);
		await("disconnection", there::hasLeft);
		assertThat(there.isClosed()).isFalse();
		assertThat(neighbour.events()).isEmpty();
		assertThat(rooms(1, neighbour)).containsExactly(neighbour.id());
	}

	// the older methods of adapters

	@Test
	void olderMethodsFindSocketsAndRooms() {
		start(3);
		LocalClient here = cluster().connect(0, "r1");
		LocalClient there = cluster().connect(1, "r1", "r2");
		LocalClient other = cluster().connect(2, "部屋");
		Adapter adapter = cluster().member(0).adapter();
		assertThat(adapter.clients(Set.of()).block(TestCluster.TIMEOUT)).containsExactlyInAnyOrder(here.id(),
				there.id(), other.id());
		assertThat(adapter.clients(Set.of("r2", "部屋")).block(TestCluster.TIMEOUT)).containsExactlyInAnyOrder(there.id(),
				other.id());
		assertThat(adapter.clientRooms(there.id()).block(TestCluster.TIMEOUT)).containsExactlyInAnyOrder(there.id(),
				"r1", "r2");
		assertThat(adapter.clientRooms(here.id()).block(TestCluster.TIMEOUT)).containsExactlyInAnyOrder(here.id(),
				"r1");
		assertThat(adapter.clientRooms("r1").block(TestCluster.TIMEOUT)).isEmpty();
		assertThat(adapter.clientRooms("unknown").block(TestCluster.TIMEOUT)).isEmpty();
		assertThat(adapter.allRooms().block(TestCluster.TIMEOUT)).containsExactlyInAnyOrder(here.id(), there.id(),
				other.id(), "r1", "r2", "部屋");
		assertThat(adapter.fetchSockets(BroadcastOptions.ALL.withRooms("r2"))
			.map(SocketDescription::id)
			.collectList()
			.block(TestCluster.TIMEOUT)).containsExactly(there.id());
	}

	@Test
	void olderMethodsMoveAndDisconnectSockets() {
		start(2);
		LocalClient there = cluster().connect(1, "r1");
		LocalClient neighbour = cluster().connect(1, "r1");
		cluster().settle();
		Adapter adapter = cluster().member(0).adapter();
		adapter.remoteJoin(there.id(), "x").block(TestCluster.TIMEOUT);
		await("join", () -> rooms(1, there).contains("x"));
		adapter.remoteLeave(there.id(), "r1").block(TestCluster.TIMEOUT);
		await("leave", () -> !rooms(1, there).contains("r1"));
		cluster().finish();
		assertThat(rooms(1, neighbour)).containsExactlyInAnyOrder(neighbour.id(), "r1");
		adapter.remoteDisconnect(there.id(), false).block(TestCluster.TIMEOUT);
		await("disconnection", there::hasLeft);
		assertThat(there.isClosed()).isFalse();
		adapter.remoteDisconnect(neighbour.id(), true).block(TestCluster.TIMEOUT);
		await("end of the connection", neighbour::isClosed);
	}

}
