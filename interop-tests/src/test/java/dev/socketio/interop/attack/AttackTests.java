package dev.socketio.interop.attack;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketFrame;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attacks on the memory of a server, one after the other. It has to live, to serve others
 * meanwhile, and to hold afterwards what it held before.
 */
class AttackTests {

	/** As much as fits into a message of the default size. */
	private static final int BIG = 950_000;

	private static final int CLIENTS = 10;

	/** Generous, because machines that run tests have few processors and other work. */
	private static final Duration SLOWEST_ROUND_TRIP = Duration.ofSeconds(3);

	private static final Duration ATTACK = Duration.ofSeconds(4);

	private static final Duration RETURN = Duration.ofSeconds(15);

	/** Classes that are loaded and code that is compiled meanwhile, and idle buffers. */
	private static final long TOLERANCE = 16_000_000;

	private static final long DIRECT_TOLERANCE = 48_000_000;

	private static @Nullable AttackedProcess server;

	private static @Nullable WellBehavedClients clients;

	private static Map<String, Long> before = Map.of();

	/** Whether the last attack has left no trace. */
	private static boolean intact;

	@BeforeEach
	void start() {
		if (!intact) {
			stop();
			server = AttackedProcess.start();
			clients = new WellBehavedClients(server.address(), CLIENTS);
			awaitRoundTrips(50 * CLIENTS);
			before = server.state();
		}
		intact = false;
	}

	@AfterAll
	static void stop() {
		if (clients != null) {
			clients.close();
		}
		if (server != null) {
			server.close();
		}
	}

	private static void awaitRoundTrips(int count) {
		Awaitility.await("round trips of others").atMost(Duration.ofSeconds(40)).until(() -> {
			assertThat(server.isAlive()).as("server lives, its log: %s", server.log()).isTrue();
			return clients.count() >= count;
		});
	}

	private void attack(Consumer<Attacker> attack) {
		attack(attack, ATTACK);
	}

	private void attack(Consumer<Attacker> attack, Duration time) {
		attack(attack, time, (attacker) -> {
		});
	}

	private void attack(Consumer<Attacker> attack, Duration time, Consumer<Attacker> afterwards) {
		clients.reset();
		try (Attacker attacker = new Attacker(server.address())) {
			attack.accept(attacker);
			attacker.await(time);
			awaitRoundTrips(2 * CLIENTS);
			afterwards.accept(attacker);
		}
		assertUnharmed();
		intact = true;
	}

	private void assertUnharmed() {
		int answered = clients.count();
		awaitRoundTrips(answered + 2 * CLIENTS);
		assertThat(clients.failures()).as("failures of others").isEmpty();
		assertThat(clients.slowest()).as("99 % of the round trips of others").isLessThan(SLOWEST_ROUND_TRIP);
		Awaitility.await("memory returns").atMost(RETURN).untilAsserted(() -> {
			assertThat(server.isAlive()).as("server lives, its log: %s", server.log()).isTrue();
			Map<String, Long> now = server.state();
			assertThat(now.get("sessions")).as("sessions in %s", now).isEqualTo(CLIENTS);
			assertThat(now.get("sockets")).as("sockets in %s", now).isEqualTo(CLIENTS);
			assertThat(now.get("rooms")).as("rooms in %s", now).isEqualTo(CLIENTS);
			assertMemory(now);
		});
		System.out.printf("   p99 %d ms of %d, %s%n", clients.slowest().toMillis(), clients.count(), server.state());
	}

	private void assertMemory(Map<String, Long> now) {
		assertThat(now.get("heap")).as("heap in %s, before %s", now, before).isLessThan(before.get("heap") + TOLERANCE);
		assertThat(now.get("direct")).as("direct memory in %s, before %s", now, before)
			.isLessThan(before.get("direct") + DIRECT_TOLERANCE);
	}

	private static void repeat(Attacker attacker, HttpConnection connection, int count, byte[]... frames) {
		boolean open = true;
		for (int i = 0; open && i < count && !attacker.isOver(); i++) {
			for (byte[] frame : frames) {
				open = open && connection.offer(frame);
			}
		}
	}

	@Test
	void bigEventsForSlowListener() {
		byte[] event = Attacker.text(Attacker.event("/", "slow", BIG));
		attack((attacker) -> attacker.together(2, (i) -> repeat(attacker, attacker.join(), 128, event)));
	}

	@Test
	void bigEventsForSlowListenersOfSeveralNamespaces() {
		byte[][] events = IntStream.range(0, 6)
			.mapToObj((i) -> Attacker.text(Attacker.event("/open-" + i, "slow", BIG)))
			.toArray(byte[][]::new);
		attack((attacker) -> attacker.together(1, (number) -> {
			HttpConnection connection = attacker.open();
			for (int i = 0; i < events.length; i++) {
				connection.offer(Attacker.text("40/open-" + i + ","));
			}
			repeat(attacker, connection, 128, events);
		}));
	}

	@Test
	void bigEventsForSlowListenerOverPolling() {
		String event = Attacker.event("/", "slow", BIG);
		attack((attacker) -> attacker.together(3, (i) -> {
			PollingSession session = attacker.poll();
			session.send("40");
			session.poll(1);
			for (int n = 0; n < 128 && !attacker.isOver(); n++) {
				attacker.post(session, event.getBytes(), event.length()).receive();
			}
		}));
	}

	@Test
	void bigEventsForSlowMiddleware() {
		byte[] event = Attacker.text(Attacker.event(AttackedListeners.GUARDED, "slow", BIG));
		attack((attacker) -> attacker.together(2, (i) -> {
			HttpConnection connection = attacker.open();
			connection.offer(Attacker.text("40" + AttackedListeners.GUARDED + ","));
			repeat(attacker, connection, 128, event);
		}));
	}

	@Test
	void smallFramesThatInflate() {
		byte[] bomb = Attacker.compressed(Attacker.event("/", "slow", 900_000));
		assertThat(bomb.length).isLessThan(1000);
		attack((attacker) -> attacker.together(2, (i) -> {
			HttpConnection connection = attacker.openCompressed();
			connection.offer(Attacker.text("40"));
			repeat(attacker, connection, 500, bomb);
		}));
	}

	@Test
	void smallFramesThatInflateForNobody() {
		byte[] bomb = Attacker.compressed(Attacker.event("/", "unknown", 900_000));
		attack((attacker) -> attacker.together(2, (i) -> {
			HttpConnection connection = attacker.openCompressed();
			connection.offer(Attacker.text("40"));
			repeat(attacker, connection, 500, bomb);
		}));
	}

	@Test
	void longNamesOfNamespaces() {
		String filler = "n".repeat(490_000);
		attack((attacker) -> attacker.together(1, (number) -> {
			HttpConnection connection = attacker.open();
			for (int i = 0; i < 300 && !attacker.isOver(); i++) {
				if (!connection.offer(Attacker.text("40/gated-" + i + filler + ","))) {
					connection = attacker.open();
				}
			}
		}));
		assertThat(server.state().get("namespaces")).isEqualTo(before.get("namespaces"));
	}

	@Test
	void longNamesOfRooms() {
		String filler = "r".repeat(BIG);
		attack((attacker) -> attacker.together(1, (number) -> {
			HttpConnection connection = attacker.join();
			for (int i = 0; i < 200 && !attacker.isOver(); i++) {
				connection.offer(Attacker.text("42[\"join\",\"" + i + filler + "\"]"));
			}
		}));
	}

	@Test
	void millionsOfRooms() {
		attack((attacker) -> attacker.together(2, (number) -> {
			HttpConnection connection = attacker.join();
			for (int i = 0; i < 60 && !attacker.isOver(); i++) {
				String prefix = "\"" + number + "-" + i + "-";
				connection.offer(Attacker.text("42[\"join-all\",["
						+ IntStream.range(0, 40_000).mapToObj((n) -> prefix + n + "\"").collect(Collectors.joining(","))
						+ "]]"));
			}
		}));
	}

	@Test
	void longNamesOfEvents() {
		byte[] event = Attacker.text("421[\"" + "e".repeat(BIG) + "\"]");
		attack((attacker) -> attacker.together(2, (i) -> repeat(attacker, attacker.join(), 200, event)));
	}

	@Test
	void bigCredentials() {
		byte[] connect = Attacker.text("40{\"token\":\"" + "t".repeat(BIG) + "\"}");
		attack((attacker) -> attacker.together(4, (number) -> {
			for (int i = 0; i < 50 && !attacker.isOver(); i++) {
				attacker.open().offer(connect);
			}
		}));
	}

	@Test
	void manyArguments() {
		byte[] event = Attacker.text("421[\"echo\"" + ",0".repeat(BIG / 2) + "]");
		attack((attacker) -> attacker.together(2, (i) -> repeat(attacker, attacker.join(), 50, event)));
	}

	@Test
	void refusedNamesOfDynamicNamespaceLockNobodyOut() {
		attack((attacker) -> attacker.together(1, (number) -> {
			HttpConnection connection = attacker.open();
			for (int i = 0; i < 10_100 && !attacker.isOver(); i++) {
				if (!connection.offer(Attacker.text("40/gated-" + i + ","))) {
					connection = attacker.open();
				}
			}
		}), Duration.ofSeconds(10), (attacker) -> {
			try (WebSocketConnection member = WebSocketConnection.open(server.address(), Mount.SOCKET_IO.webSocket())) {
				member.receiveText();
				member.sendText("40/gated-fresh,{\"role\":\"member\"}");
				assertThat(member.receiveText()).startsWith("40/gated-fresh,{\"sid\":");
			}
		});
		assertThat(server.state().get("namespaces")).isLessThanOrEqualTo(before.get("namespaces") + 1);
	}

	@Test
	void comingAndGoingWithBlockingListeners() {
		byte[] cycle = Attacker.text("40" + AttackedListeners.LIFECYCLE + ",");
		byte[] leave = Attacker.text("41" + AttackedListeners.LIFECYCLE + ",");
		attack((attacker) -> attacker.together(3, (i) -> repeat(attacker, attacker.open(), 10_000, cycle, leave)));
	}

	@Test
	void incompleteBinaryPackets() {
		byte[] header = Attacker.text("4510-[\"unknown\"" + IntStream.range(0, 10)
			.mapToObj((i) -> ",{\"_placeholder\":true,\"num\":" + i + "}")
			.collect(Collectors.joining()) + "]");
		byte[] attachment = Attacker.binary(BIG);
		attack((attacker) -> attacker.together(60, (i) -> {
			HttpConnection connection = attacker.join();
			connection.offer(header);
			repeat(attacker, connection, 9, attachment);
		}));
	}

	@Test
	void attachmentThatIsUsedManyTimes() {
		byte[] event = Attacker
			.text("451-1[\"echo-all\",[" + "{\"_placeholder\":true,\"num\":0},".repeat(25_000) + "\"\"]]");
		byte[] attachment = Attacker.binary(BIG);
		attack((attacker) -> attacker.together(1, (i) -> repeat(attacker, attacker.join(), 3, event, attachment)));
	}

	@Test
	void oneBigMessageBeforeIdling() {
		byte[] arguments = Attacker.text("42[\"unknown\"" + ",0".repeat(490_000) + "]");
		byte[] array = Attacker.text("42[\"unknown\",[0" + ",0".repeat(490_000) + "]]");
		attack((attacker) -> attacker.together(4, (number) -> {
			for (int i = 0; i < 25; i++) {
				repeat(attacker, attacker.join(), 1, arguments);
				repeat(attacker, attacker.join(), 1, array);
			}
		}), Duration.ofSeconds(10),
				(attacker) -> Awaitility.await("memory while idle")
					.atMost(RETURN)
					.untilAsserted(() -> assertMemory(server.state())));
	}

	@Test
	void answersThatAreNotRead() {
		byte[] event = Attacker.text("421" + Attacker.event("/", "echo", BIG).substring(2));
		attack((attacker) -> attacker.together(100, (i) -> repeat(attacker, attacker.join(), 40, event)));
	}

	@Test
	void pongsThatAreNotRead() {
		byte[] pings = new byte[64 * 131];
		byte[] ping = WebSocketFrame.of(WebSocketFrame.PING, new byte[125]).masked();
		for (int i = 0; i < 64; i++) {
			System.arraycopy(ping, 0, pings, i * 131, 131);
		}
		attack((attacker) -> attacker.together(4, (i) -> repeat(attacker, attacker.join(), 40_000, pings)));
	}

	@Test
	void unfinishedRequestBodies() {
		byte[] part = new byte[BIG];
		attack((attacker) -> attacker.together(10, (number) -> {
			for (int i = 0; i < 20 && !attacker.isOver(); i++) {
				attacker.post(attacker.poll(), part, BIG + 1000);
			}
		}));
	}

	@Test
	void unfinishedFrames() {
		byte[] event = Attacker.text(Attacker.event("/", "unknown", BIG));
		byte[] part = java.util.Arrays.copyOf(event, BIG);
		attack((attacker) -> attacker.together(10, (number) -> {
			for (int i = 0; i < 20 && !attacker.isOver(); i++) {
				attacker.join().offer(part);
			}
		}));
	}

	@Test
	void unfinishedMessages() {
		byte[] part = WebSocketFrame.of(WebSocketFrame.TEXT, Attacker.event("/", "unknown", BIG)).notFinal().masked();
		attack((attacker) -> attacker.together(10, (number) -> {
			for (int i = 0; i < 20 && !attacker.isOver(); i++) {
				attacker.join().offer(part);
			}
		}));
	}

	@Test
	void sessionsThatNeverPoll() {
		attack((attacker) -> attacker.together(4, (number) -> {
			for (int i = 0; i < 1000 && !attacker.isOver(); i++) {
				attacker.poll();
			}
		}));
	}

	@Test
	void requestsBehindPendingOne() {
		String body = "x".repeat(BIG);
		attack((attacker) -> attacker.together(2, (number) -> {
			PollingSession session = attacker.poll();
			HttpConnection connection = attacker.tcp();
			connection.send(HttpRequest.get(session.target()));
			for (int i = 0; i < 200 && !attacker.isOver(); i++) {
				connection.send(HttpRequest.post(session.target(), body));
			}
		}));
	}

}
