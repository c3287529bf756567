package dev.socketio.interop.adapter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events reach whom they are for, on every server, once and in order.
 */
class ClusterBroadcastTests extends AdapterBehaviour {

	ClusterBroadcastTests(AdapterUnderTest adapter) {
		super(adapter);
	}

	private List<LocalClient> oneForEachServer(int count, String... rooms) {
		start(count);
		List<LocalClient> clients = IntStream.range(0, count)
			.mapToObj((server) -> cluster().connect(server, rooms))
			.toList();
		cluster().settle();
		return clients;
	}

	@Test
	void allClientsReceiveAnEventOnce() {
		List<LocalClient> clients = oneForEachServer(3);
		IntStream.range(0, 3).forEach((server) -> server(server).emit("from", server));
		cluster().finish();
		assertThat(clients).allSatisfy((client) -> assertThat(client.events()).containsExactlyInAnyOrder("[\"from\",0]",
				"[\"from\",1]", "[\"from\",2]"));
	}

	@Test
	void roomsAndExceptionsSelectReceivers() {
		start(2);
		LocalClient none = cluster().connect(1);
		LocalClient red = cluster().connect(1, "red");
		LocalClient blue = cluster().connect(1, "blue");
		LocalClient both = cluster().connect(1, "red", "blue");
		LocalClient here = cluster().connect(0, "red", "blue");
		cluster().settle();
		SocketIOServer io = server(0);
		io.to("red").emit("red");
		io.to("red", "blue").emit("union");
		io.to("red").to("blue").except("blue").emit("red only");
		io.except("red").emit("not red");
		io.to("nobody").emit("nobody");
		io.to(both.id()).emit("private");
		io.to("red", none.id()).except(red.id()).emit("mixed");
		cluster().finish();
		assertThat(none.events()).containsExactly("[\"not red\"]", "[\"mixed\"]");
		assertThat(red.events()).containsExactly("[\"red\"]", "[\"union\"]", "[\"red only\"]");
		assertThat(blue.events()).containsExactly("[\"union\"]", "[\"not red\"]");
		assertThat(both.events()).containsExactly("[\"red\"]", "[\"union\"]", "[\"private\"]", "[\"mixed\"]");
		assertThat(here.events()).containsExactly("[\"red\"]", "[\"union\"]", "[\"mixed\"]");
	}

	@Test
	void severalRoomsMakeNoDuplicates() {
		List<LocalClient> clients = oneForEachServer(2, "a", "b", "c");
		for (int i = 0; i < 20; i++) {
			server(i % 2).to("a", "b", "c").emit("e", i);
		}
		cluster().finish();
		List<String> all = IntStream.range(0, 20).mapToObj((i) -> "[\"e\"," + i + "]").toList();
		assertThat(clients)
			.allSatisfy((client) -> assertThat(client.events()).containsExactlyInAnyOrderElementsOf(all));
	}

	@Test
	void senderIsLeftOut() {
		List<LocalClient> clients = oneForEachServer(2, "r");
		LocalClient sender = clients.get(0);
		LocalClient neighbour = cluster().connect(0, "r");
		cluster().settle();
		cluster().member(0).socket(sender).broadcast().emit("broadcast");
		cluster().member(0).socket(sender).to("r").emit("to");
		cluster().finish();
		assertThat(sender.events()).isEmpty();
		assertThat(neighbour.events()).containsExactly("[\"broadcast\"]", "[\"to\"]");
		assertThat(clients.get(1).events()).containsExactly("[\"broadcast\"]", "[\"to\"]");
	}

	@Test
	void flagsAreObeyed() {
		List<LocalClient> clients = oneForEachServer(2, "r");
		server(0).local().emit("local");
		server(0).local().to("r").emit("local room");
		server(0).compress(true).emit("compressed");
		// volatile events are dropped while others are on their way
		cluster().finish();
		server(0).asVolatile().emit("volatile");
		cluster().finish();
		server(0).compress(false).to("r").asVolatile().emit("all flags");
		cluster().finish();
		assertThat(clients.get(0).events()).containsExactly("[\"local\"]", "[\"local room\"]", "[\"compressed\"]",
				"[\"volatile\"]", "[\"all flags\"]");
		assertThat(clients.get(1).events()).containsExactly("[\"compressed\"]", "[\"volatile\"]", "[\"all flags\"]");
	}

	@Test
	void eventsOfAServerKeepTheirOrder() {
		List<LocalClient> clients = oneForEachServer(2, "r");
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			switch (i % 3) {
				case 0 -> server(0).emit("n", i);
				case 1 -> server(0).to("r").emit("n", i);
				default -> server(0).to("r", "s").emit("n", i);
			}
			expected.add("[\"n\"," + i + "]");
		}
		cluster().finish();
		assertThat(clients).allSatisfy((client) -> assertThat(client.events()).isEqualTo(expected));
	}

	@Test
	void serversMayEmitAtTheSameTime() throws InterruptedException {
		List<LocalClient> clients = oneForEachServer(3);
		List<Thread> threads = IntStream.range(0, 3).mapToObj((server) -> new Thread(() -> {
			for (int i = 0; i < 200; i++) {
				server(server).emit("n" + server, i);
			}
		})).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		cluster().finish();
		for (LocalClient client : clients) {
			assertThat(client.events()).hasSize(600);
			for (int server = 0; server < 3; server++) {
				String prefix = "[\"n" + server + "\",";
				assertThat(client.events().stream().filter((event) -> event.startsWith(prefix)))
					.containsExactlyElementsOf(IntStream.range(0, 200).mapToObj((i) -> prefix + i + "]").toList());
			}
		}
	}

	@Test
	void argumentsArriveAsTheyAre() {
		List<LocalClient> clients = oneForEachServer(2);
		Map<String, @Nullable Object> nested = new LinkedHashMap<>();
		nested.put("list", List.of(1, List.of("two", Map.of("bytes", new byte[] { 1, 2, (byte) 0xff }))));
		nested.put("null", null);
		nested.put("empty", new byte[0]);
		server(0).emit("values", 1, -1.5, 1L << 53, true, null, "", "Grüße, 世界 \uD83D\uDE00 \u0000\"\\", nested);
		server(0).emit("bytes", new byte[] { 7 }, ByteBuffer.wrap(new byte[] { 8, 9 }), "text");
		server(0).emit("Ereignis \uD83D\uDE00");
		server(0).emit("large", "x".repeat(200_000), new byte[100_000]);
		cluster().finish();
		List<String> here = clients.get(0).events();
		assertThat(here).hasSize(4);
		assertThat(here.get(0)).isEqualTo("[\"values\",1,-1.5,9007199254740992,true,null,\"\","
				+ "\"Grüße, 世界 \uD83D\uDE00 \\u0000\\\"\\\\\",{\"list\":[1,[\"two\",{\"bytes\":\"0x0102ff\"}]],"
				+ "\"null\":null,\"empty\":\"0x\"}]");
		assertThat(here.get(1)).isEqualTo("[\"bytes\",\"0x07\",\"0x0809\",\"text\"]");
		assertThat(clients.get(1).events()).isEqualTo(here);
	}

	@Test
	void roomsMayHaveAnyName() {
		List<String> names = List.of("Küche", "部屋", "\uD83D\uDE00", "a#b", "*", "a?[b]", "with space", "/", "a,b", "\\",
				"\"", "12345678901234567890", "#", "%s", "r\u0000", "r");
		List<LocalClient> clients = oneForEachServer(2, names.toArray(new String[0]));
		LocalClient other = cluster().connect(1, "other");
		cluster().settle();
		names.forEach((name) -> server(0).to(name).emit("to", name));
		cluster().finish();
		assertThat(clients.get(1).events()).hasSameSizeAs(names).isEqualTo(clients.get(0).events());
		assertThat(other.events()).isEmpty();
	}

	@Test
	void namespacesDoNotHearOfEachOther() {
		start(2);
		List<String> names = List.of("/", "/chat", "/chat2", "/chat#", "/Grüße");
		cluster().members().forEach((member) -> names.forEach(member::namespace));
		names.forEach(cluster()::awaitAll);
		Map<String, LocalClient> clients = new LinkedHashMap<>();
		names.forEach((name) -> clients.put(name, cluster().connect(1, name, new String[] { "r" })));
		cluster().settle();
		names.forEach((name) -> {
			server(0).of(name).emit("to", name);
			server(0).of(name).to("r").emit("to room of", name);
		});
		cluster().finish();
		clients.forEach((name, client) -> assertThat(client.events()).containsExactly("[\"to\",\"" + name + "\"]",
				"[\"to room of\",\"" + name + "\"]"));
	}

	@Test
	void joinsMeanwhileMakeNeitherDuplicatesNorGaps() throws InterruptedException {
		List<LocalClient> stable = oneForEachServer(2, "r1", "r2");
		List<LocalClient> moving = List.of(cluster().connect(0), cluster().connect(1));
		AtomicBoolean done = new AtomicBoolean();
		Thread mover = new Thread(() -> {
			while (!done.get()) {
				for (int i = 0; i < 2; i++) {
					Socket socket = cluster().member(i).socket(moving.get(i));
					socket.join("r1", "r2");
					socket.leave("r1");
					socket.leave("r2");
				}
			}
		});
		mover.start();
		try {
			for (int i = 0; i < 200; i++) {
				server(i % 2).to((i % 3 == 0) ? new String[] { "r1" } : new String[] { "r1", "r2" }).emit("e", i);
			}
		}
		finally {
			done.set(true);
			mover.join();
		}
		cluster().finish();
		List<String> all = IntStream.range(0, 200).mapToObj((i) -> "[\"e\"," + i + "]").toList();
		stable.forEach((client) -> assertThat(client.events()).containsExactlyInAnyOrderElementsOf(all));
		Stream.of(0, 1).forEach((i) -> assertThat(moving.get(i).events()).doesNotHaveDuplicates().isSubsetOf(all));
	}

	@Test
	void newSocketsHearWhatIsEmittedAfterTheirConnection() {
		start(2);
		for (int i = 0; i < 10; i++) {
			LocalClient client = cluster().connect(1);
			server(0).emit("hello", i);
			server(0).to(client.id()).emit("private", i);
			cluster().finish();
			assertThat(client.events()).containsExactly("[\"hello\"," + i + "]", "[\"private\"," + i + "]");
		}
	}

}
