package dev.socketio.interop.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process without a server reaches the clients of all servers.
 */
class ClusterEmitterTests extends AdapterBehaviour {

	ClusterEmitterTests(AdapterUnderTest adapter) {
		super(adapter);
	}

	private SocketIOEmitter emitter(int servers) {
		start(servers);
		@Nullable SocketIOEmitter emitter = cluster().emitter();
		Assumptions.assumeTrue(emitter != null, "there is no emitter for this adapter");
		return emitter;
	}

	/** Let the emitter tell all clients that it is done. */
	private static void finish(SocketIOEmitter emitter, LocalClient... clients) {
		String signal = TestCluster.nextSignal();
		emitter.emit(TestCluster.SIGNAL, signal, 0).block(TestCluster.TIMEOUT);
		for (LocalClient client : clients) {
			TestCluster.await("last event of the emitter", () -> client.hasSignal(signal));
		}
	}

	@Test
	void clientsOfAllServersAreReached() {
		SocketIOEmitter emitter = emitter(2);
		LocalClient here = cluster().connect(0, "r", "s");
		LocalClient there = cluster().connect(1, "r");
		LocalClient other = cluster().connect(1, "s");
		cluster().settle();
		emitter.emit("all", 1, "Grüße", Map.of("bytes", new byte[] { 1 }));
		emitter.to("r").emit("room");
		emitter.to("r", "s").emit("rooms");
		emitter.to("s").except("r").emit("except");
		emitter.to(there.id()).emit("private");
		finish(emitter, here, there, other);
		emitter.compress(false).asVolatile().emit("flags");
		finish(emitter, here, there, other);
		String all = "[\"all\",1,\"Grüße\",{\"bytes\":\"0x01\"}]";
		assertThat(here.events()).containsExactly(all, "[\"room\"]", "[\"rooms\"]", "[\"flags\"]");
		assertThat(there.events()).containsExactly(all, "[\"room\"]", "[\"rooms\"]", "[\"private\"]", "[\"flags\"]");
		assertThat(other.events()).containsExactly(all, "[\"rooms\"]", "[\"except\"]", "[\"flags\"]");
	}

	@Test
	void eventsKeepTheirOrder() {
		SocketIOEmitter emitter = emitter(2);
		LocalClient here = cluster().connect(0, "r");
		LocalClient there = cluster().connect(1, "r");
		cluster().settle();
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			((i % 2 == 0) ? emitter : emitter.to("r")).emit("n", i);
			expected.add("[\"n\"," + i + "]");
		}
		finish(emitter, here, there);
		assertThat(here.events()).isEqualTo(expected);
		assertThat(there.events()).isEqualTo(expected);
	}

	@Test
	void namespacesAreReached() {
		SocketIOEmitter emitter = emitter(2);
		cluster().members().forEach((member) -> member.namespace("/chat"));
		cluster().awaitAll("/chat");
		LocalClient main = cluster().connect(1);
		LocalClient chat = cluster().connect(1, "/chat", new String[] { "r" });
		cluster().settle();
		emitter.of("/chat").to("r").emit("chat");
		finish(emitter.of("/chat"), chat);
		finish(emitter, main);
		assertThat(chat.events()).containsExactly("[\"chat\"]");
		assertThat(main.events()).isEmpty();
	}

	@Test
	void socketsOfAllServersAreMovedAndDisconnected() {
		SocketIOEmitter emitter = emitter(2);
		LocalClient here = cluster().connect(0, "r");
		LocalClient there = cluster().connect(1, "r");
		LocalClient other = cluster().connect(1);
		cluster().settle();
		emitter.in("r").socketsJoin("x", "y");
		TestCluster.await("join", () -> cluster().member(0).socket(here).rooms().contains("y")
				&& cluster().member(1).socket(there).rooms().contains("y"));
		emitter.in("x").except(here.id()).socketsLeave("x");
		TestCluster.await("leave", () -> !cluster().member(1).socket(there).rooms().contains("x"));
		finish(emitter, here, there, other);
		assertThat(cluster().member(0).socket(here).rooms()).containsExactlyInAnyOrder(here.id(), "r", "x", "y");
		assertThat(cluster().member(1).socket(other).rooms()).containsExactly(other.id());
		emitter.in("r").disconnectSockets(true);
		TestCluster.await("disconnection", () -> here.isClosed() && there.isClosed());
		finish(emitter, other);
		assertThat(other.hasLeft()).isFalse();
	}

	@Test
	void allServersAreTold() {
		SocketIOEmitter emitter = emitter(2);
		List<String> heard = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 2; i++) {
			int server = i;
			server(i).onServerSide("e", (args, ack) -> heard.add(server + text(args)));
		}
		emitter.serverSideEmit("e", 1, "Grüße");
		TestCluster.await("event of the emitter", () -> heard.size() == 2);
		assertThat(heard).containsExactlyInAnyOrder("0[1, Grüße]", "1[1, Grüße]");
	}

	@Test
	void anEmitterIsNoServer() {
		SocketIOEmitter emitter = emitter(2);
		LocalClient client = cluster().connect(0);
		cluster().settle();
		emitter.emit("e");
		finish(emitter, client);
		assertThat(cluster().member(0).count("/")).isEqualTo(2);
		assertThat(cluster().member(1).count("/")).isEqualTo(2);
		server(1).onServerSide("ask", (args, ack) -> ack.send("answer"));
		assertThat(server(0).serverSideEmitWithAck("ask").block(TestCluster.TIMEOUT)).hasSize(1);
	}

	private static String text(Arguments args) {
		return String.valueOf(args.toList());
	}

}
