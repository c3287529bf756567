package dev.socketio.interop.features;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.socketio.adapter.Session;
import dev.socketio.protocol.Arguments;
import dev.socketio.server.AckTimeoutException;
import dev.socketio.server.Namespace;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketDisconnectedException;
import dev.socketio.server.SocketIOServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that come in numbers, never answer, or ask for everything: what the server
 * keeps for them stays within the limits that are configured.
 */
class ClientBoundsTests {

	private static final int MAX_SESSIONS = 15;

	private static final int MAX_PACKETS = 20;

	private static final int MAX_ACKS = 10;

	private static final int MAX_DYNAMIC_NAMESPACES = 12;

	private static final int MAX_NAMESPACES_PER_CONNECTION = 8;

	private final LocalServer server = new LocalServer(Application.class,
			"--socketio.connection-state-recovery.enabled=true",
			"--socketio.connection-state-recovery.max-sessions=" + MAX_SESSIONS,
			"--socketio.connection-state-recovery.max-packets=" + MAX_PACKETS,
			"--socketio.limits.max-pending-acks=" + MAX_ACKS,
			"--socketio.limits.max-dynamic-namespaces=" + MAX_DYNAMIC_NAMESPACES,
			"--socketio.limits.max-namespaces-per-connection=" + MAX_NAMESPACES_PER_CONNECTION);

	private final SocketIOServer io = this.server.io();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private Client open(Transport transport) {
		return this.server.open(transport);
	}

	private void awaitNoSockets() {
		Awaitility.await().atMost(Client.TIMEOUT).untilAsserted(() -> {
			assertThat(this.io.engine().clientsCount()).isZero();
			assertThat(this.io.sockets()).isEmpty();
			assertThat(this.io.adapter().rooms()).isEmpty();
		});
	}

	@ParameterizedTest
	@EnumSource
	void comingAndGoingFillsTheRecoveryStoreUpToItsLimit(Transport transport) {
		List<String> privateIds = new ArrayList<>();
		for (int i = 0; i < 10 * MAX_SESSIONS; i++) {
			Client client = open(transport).join("/");
			privateIds.add(client.pid());
			client.link().close();
			Awaitility.await()
				.pollInterval(Duration.ofMillis(2))
				.atMost(Client.TIMEOUT)
				.until(() -> this.io.engine().clientsCount() == 0 && this.io.sockets().isEmpty());
		}
		awaitNoSockets();
		List<String> kept = privateIds.stream().filter(this::isKept).toList();
		assertThat(kept).isEqualTo(privateIds.subList(privateIds.size() - MAX_SESSIONS, privateIds.size()));
	}

	private boolean isKept(String privateId) {
		return this.io.adapter().takeSession(privateId).blockOptional(Client.TIMEOUT).isPresent();
	}

	@Test
	void whatClientsHaveSentToOthersFillsThePacketLogUpToItsLimit() {
		Client client = open(Transport.WEBSOCKET).join("/");
		for (int i = 0; i < 10 * MAX_PACKETS; i++) {
			client.send("2[\"relay\",\"" + i + "\"]");
		}
		List<String> relayed = client.events("relayed", 10 * MAX_PACKETS);
		String first = Json.parse(relayed.get(0)).get(1).stringValue();
		String recent = Json.parse(relayed.get(9 * MAX_PACKETS)).get(1).stringValue();
		client.link().close();
		awaitNoSockets();
		Session session = this.io.adapter().takeSession(client.pid()).block(Client.TIMEOUT);
		assertThat(session).isNotNull();
		assertThat(this.io.adapter().missedPackets(session, first).blockOptional(Client.TIMEOUT)).isEmpty();
		assertThat(this.io.adapter().missedPackets(session, recent).block(Client.TIMEOUT)).hasSize(MAX_PACKETS - 1);
	}

	@ParameterizedTest
	@EnumSource
	void clientThatNeverAnswersOwesNoMoreThanTheLimit(Transport transport) {
		Client client = open(transport).join("/");
		Socket socket = this.io.sockets().values().iterator().next();
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 10 * MAX_ACKS; i++) {
			socket.emitWithAck("question").subscribe((answer) -> {
			}, failures::add);
		}
		// Emitted by another thread than the one that answers the probe, so in no order
		// with its answer
		assertThat(client.events("question", MAX_ACKS)).hasSize(MAX_ACKS);
		Awaitility.await().atMost(Client.TIMEOUT).until(() -> failures.size() == 9 * MAX_ACKS);
		assertThat(failures).isNotEmpty().allMatch(IllegalStateException.class::isInstance);
		client.link().close();
		Awaitility.await().atMost(Client.TIMEOUT).until(() -> failures.size() == 10 * MAX_ACKS);
		assertThat(failures).filteredOn(SocketDisconnectedException.class::isInstance).hasSize(MAX_ACKS);
	}

	@Test
	void timeoutsMakeRoomForMoreQuestions() {
		Client client = open(Transport.WEBSOCKET).join("/");
		Socket socket = this.io.sockets().values().iterator().next();
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		for (int round = 1; round <= 3; round++) {
			for (int i = 0; i < MAX_ACKS; i++) {
				socket.timeout(Duration.ofMillis(50)).emitWithAck("question").subscribe((answer) -> {
				}, failures::add);
			}
			int expected = round * MAX_ACKS;
			Awaitility.await().atMost(Client.TIMEOUT).until(() -> failures.size() == expected);
		}
		assertThat(failures).isNotEmpty().allMatch(AckTimeoutException.class::isInstance);
		assertThat(client.events("question", 3 * MAX_ACKS)).hasSize(3 * MAX_ACKS);
		assertAnswered(client, socket.emitWithAck("question"));
	}

	@Test
	void timeoutsOfBroadcastsMakeRoomForMoreQuestions() {
		Client client = open(Transport.WEBSOCKET).join("/");
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		for (int i = 1; i <= 3 * MAX_ACKS; i++) {
			this.io.timeout(Duration.ofMillis(20)).emitWithAck("question").subscribe((answers) -> {
			}, failures::add);
			int expected = i;
			Awaitility.await()
				.pollInterval(Duration.ofMillis(5))
				.atMost(Client.TIMEOUT)
				.until(() -> failures.size() == expected);
		}
		assertThat(failures).isNotEmpty().allMatch(AckTimeoutException.class::isInstance);
		assertThat(client.events("question", 3 * MAX_ACKS)).hasSize(3 * MAX_ACKS);
		assertAnswered(client, this.io.sockets().values().iterator().next().emitWithAck("question"));
	}

	private static void assertAnswered(Client client, Mono<Arguments> answer) {
		List<Arguments> answers = new CopyOnWriteArrayList<>();
		answer.subscribe(answers::add);
		String id = client.awaitEvent("question").id();
		client.send("3" + id + "[\"at last\"]");
		Awaitility.await().atMost(Client.TIMEOUT).until(() -> !answers.isEmpty());
		assertThat(answers.get(0).get(0)).isEqualTo("at last");
	}

	@ParameterizedTest
	@EnumSource
	void connectionJoinsNoMoreNamespacesThanTheLimit(Transport transport) {
		Client client = open(transport).join("/");
		for (int i = 0; i < 50; i++) {
			client.send("0/dyn-" + i + ",");
		}
		client.ask("probe");
		assertThat(client.received()).filteredOn(isConnect()).hasSize(MAX_NAMESPACES_PER_CONNECTION - 1);
		assertThat(client.received()).filteredOn(isRefusal()).hasSize(50 - MAX_NAMESPACES_PER_CONNECTION + 1);
		assertThat(this.io.namespaces()).hasSize(MAX_NAMESPACES_PER_CONNECTION);
	}

	@Test
	void clientsBringNoMoreNamespacesIntoBeingThanTheLimit() {
		for (int i = 0; i < 10; i++) {
			Client client = open(Transport.WEBSOCKET).join("/");
			for (int name = 0; name < 5; name++) {
				client.send("0/dyn-" + i + "-" + name + ",");
			}
			client.ask("probe");
		}
		assertThat(childNamespaces()).hasSize(MAX_DYNAMIC_NAMESPACES);
		Client late = open(Transport.WEBSOCKET).join("/");
		late.send("0/dyn-more,");
		assertThat(late.next().text()).isEqualTo("4/dyn-more,{\"message\":\"Too many namespaces\"}");
		late.join("/dyn-0-0");
		assertThat(childNamespaces()).hasSize(MAX_DYNAMIC_NAMESPACES);
	}

	@Test
	void clientsThatComeTogetherDoNotPassTheLimit() throws Exception {
		List<Client> all = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			all.add(open(Transport.WEBSOCKET).join("/"));
		}
		CyclicBarrier start = new CyclicBarrier(all.size());
		List<Thread> threads = new ArrayList<>();
		for (Client client : all) {
			Thread thread = new Thread(() -> {
				try {
					start.await();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
				for (int name = 0; name < 5; name++) {
					client.send("0/dyn-" + client.id() + name + ",");
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		all.forEach((client) -> client.ask("probe"));
		assertThat(childNamespaces()).hasSize(MAX_DYNAMIC_NAMESPACES);
	}

	private List<String> childNamespaces() {
		return this.io.namespaces().stream().map(Namespace::name).filter((name) -> !name.equals("/")).toList();
	}

	private static Predicate<Packet> isConnect() {
		return (packet) -> packet.type() == '0';
	}

	private static Predicate<Packet> isRefusal() {
		return (packet) -> packet.text().endsWith(",{\"message\":\"Too many namespaces\"}");
	}

	@EnableAutoConfiguration
	static class Application {

		Application(SocketIOServer io) {
			io.of(Pattern.compile("/dyn-.+"));
			io.on("probe", (socket, event, args, ack) -> ack.send());
			io.on("relay", (socket, event, args, ack) -> io.emit("relayed", args.get(0)));
		}

	}

}
