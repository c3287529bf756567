package dev.socketio.interop.features;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that come back sooner, with less, or more often than a server may expect.
 */
@ServerUnderTest
class RecoveryRaceTests {

	@RegisterExtension
	static final Clients clients = new Clients(Mount.SOCKET_IO_RECOVERY_PATIENT);

	/** More than any server keeps by default. */
	private static final int MANY_PACKETS = 10_100;

	private final Client sender = clients.connect(Transport.WEBSOCKET);

	private void emit(String value) {
		this.sender.ask("emit-to", "{to:null,args:['%s']}".formatted(value));
	}

	private static String offset(Packet packet, String value) {
		assertThat(packet.data().path(1).asString()).as("%s", packet).isEqualTo(value);
		return packet.data().get(2).stringValue();
	}

	private static Client reopen(Transport transport, String pid, String offset) {
		Client client = clients.open(transport);
		client.send("0{\"pid\":\"%s\"%s}".formatted(pid, offset.isEmpty() ? "" : ",\"offset\":\"" + offset + "\""));
		return client;
	}

	private static void expectAnswer(Client back, Client client) {
		assertThat(back.next().text())
			.isEqualTo("0{\"sid\":\"%s\",\"pid\":\"%s\"}".formatted(client.id(), client.pid()));
	}

	static Stream<Arguments> transports() {
		return Stream.of(Transport.values())
			.flatMap((old) -> Stream.of(Transport.values()).map((next) -> Arguments.of(old, next)));
	}

	@ParameterizedTest(name = "from {0} to {1}")
	@MethodSource("transports")
	@Tag("stricter-than-node")
	void clientIsBackBeforeTheLossIsNoticed(Transport old, Transport next) {
		Client client = clients.connect(old);
		client.ask("join", "['in']");
		emit("first");
		String first = offset(client.awaitEvent("msg"), "first");
		emit("lost");
		Client back = reopen(next, client.pid(), first);
		String lost = offset(back.next(), "lost");
		expectAnswer(back, client);
		assertThat(client.awaitClose()).noneMatch((packet) -> packet.type() == '1');
		emit("after");
		String after = offset(back.awaitEvent("msg"), "after");
		assertThat(after).isNotEqualTo(lost);
		assertThat(Client.texts(back.ask("whoami").get("rooms"))).containsExactlyInAnyOrder(client.id(), "in");
		assertThat(back.events("msg", 0)).isEmpty();
		back.link().close();
		emit("again");
		Client third = reopen(old, client.pid(), after);
		offset(third.next(), "again");
		expectAnswer(third, client);
		assertThat(Client.texts(third.ask("whoami").get("rooms"))).containsExactlyInAnyOrder(client.id(), "in");
	}

	@ParameterizedTest(name = "from {0} to {1}")
	@MethodSource("transports")
	@Tag("stricter-than-node")
	void clientWithoutAnyEventIsRecovered(Transport old, Transport next) {
		Client client = clients.connect(old);
		client.ask("join", "['in']");
		client.link().close();
		emit("missed");
		Client back = reopen(next, client.pid(), "");
		offset(back.next(), "missed");
		expectAnswer(back, client);
		assertThat(back.ask("whoami").get("recovered").booleanValue()).isTrue();
		assertThat(Client.texts(back.ask("whoami").get("rooms"))).containsExactlyInAnyOrder(client.id(), "in");
	}

	@Test
	@Tag("stricter-than-node")
	void clientWithoutAnyEventNeedNotMissAnything() {
		Client client = clients.connect(Transport.WEBSOCKET);
		client.link().close();
		Client back = reopen(Transport.WEBSOCKET, client.pid(), "");
		expectAnswer(back, client);
		assertThat(back.ask("whoami").get("recovered").booleanValue()).isTrue();
	}

	@Test
	@Tag("stricter-than-node")
	void sessionBelongsToOneConnection() {
		Client client = clients.connect(Transport.WEBSOCKET);
		emit("first");
		String offset = offset(client.awaitEvent("msg"), "first");
		client.link().close();
		List<Client> rivals = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			rivals.add(clients.open((i % 2 == 0) ? Transport.WEBSOCKET : Transport.POLLING));
		}
		rivals.forEach((rival) -> rival.send("0{\"pid\":\"%s\",\"offset\":\"%s\"}".formatted(client.pid(), offset)));
		this.sender.ask("whoami");
		List<Client> owners = new ArrayList<>();
		for (Client rival : rivals) {
			if (holds(rival, client.id())) {
				owners.add(rival);
			}
		}
		emit("second");
		assertThat(owners.stream().filter((owner) -> receives(owner, client.id(), "second"))).hasSizeLessThan(2);
	}

	private static boolean holds(Client rival, String id) {
		try {
			return rival.await((packet) -> packet.type() == '0').data().get("sid").stringValue().equals(id);
		}
		catch (AssertionError ex) {
			// Closed, because another one has taken the session over
			return false;
		}
	}

	private static boolean receives(Client owner, String id, String value) {
		try {
			offset(owner.awaitEvent("msg"), value);
			return owner.ask("whoami").get("id").stringValue().equals(id);
		}
		catch (AssertionError ex) {
			return false;
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyEventArrivesOnceWhileTheClientComesAndGoes(Transport transport) {
		Client client = clients.connect(transport);
		emit("start");
		String offset = offset(client.awaitEvent("msg"), "start");
		String id = client.id();
		String pid = client.pid();
		int received = 0;
		int sent = 0;
		for (int round = 0; round < 10; round++) {
			for (int i = 0; i < 20; i++) {
				this.sender.emit("emit-to", "{to:null,args:['%d']}".formatted(sent++));
			}
			if (round % 2 == 0) {
				offset = offset(client.awaitEvent("msg"), String.valueOf(received++));
			}
			client.link().close();
			for (int i = 0; i < 20; i++) {
				this.sender.emit("emit-to", "{to:null,args:['%d']}".formatted(sent++));
			}
			client = reopen(transport, pid, offset);
			for (int i = 0; i < 20; i++) {
				this.sender.emit("emit-to", "{to:null,args:['%d']}".formatted(sent++));
			}
			Packet packet = client.next();
			boolean answered = false;
			while (received < sent || !answered) {
				if (packet.type() == '0') {
					assertThat(packet.data().get("sid").stringValue()).isEqualTo(id);
					answered = true;
				}
				else {
					offset = offset(packet, String.valueOf(received++));
				}
				packet = (received < sent || !answered) ? client.next() : packet;
			}
		}
		assertThat(client.events("msg", 0)).isEmpty();
	}

	@Test
	@Tag("stricter-than-node")
	void keptPacketsAreLimited() {
		Client client = clients.connect(Transport.WEBSOCKET);
		emit("first");
		String offset = offset(client.awaitEvent("msg"), "first");
		client.link().close();
		for (int i = 0; i < MANY_PACKETS; i++) {
			this.sender.send("2[\"emit-to\",{\"to\":\"nobody\",\"args\":[]}]");
		}
		this.sender.ask("whoami");
		Client back = reopen(Transport.WEBSOCKET, client.pid(), offset);
		assertThat(back.next().data().get("sid").stringValue()).isNotEqualTo(client.id());
		assertThat(back.ask("whoami").get("recovered").booleanValue()).isFalse();
	}

}
