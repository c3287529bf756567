package dev.socketio.interop.features;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import dev.socketio.interop.client.WebSocketFrame;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that come back after they have lost their connection.
 */
@ServerUnderTest
class RecoveryTests {

	@RegisterExtension
	static final Clients clients = new Clients(Mount.SOCKET_IO_RECOVERY_PATIENT);

	private static final List<Loss> RECOVERABLE = List.of(
			new Loss("lost TCP connection", Transport.WEBSOCKET, (client) -> client.link().cut()),
			new Loss("close frame", Transport.WEBSOCKET, (client) -> client.link().close()),
			new Loss("protocol error", Transport.WEBSOCKET,
					(client) -> ((WebSocketLink) client.link()).webSocket()
						.offerRaw(WebSocketFrame.of(WebSocketFrame.TEXT, "3").unmasked())),
			new Loss("aborted GET", Transport.POLLING, (client) -> client.link().cut()),
			new Loss("close packet", Transport.POLLING, (client) -> client.link().close()),
			new Loss("invalid packet", Transport.WEBSOCKET, (client) -> client.send("2[")),
			new Loss("invalid packet", Transport.POLLING, (client) -> client.send("2[")),
			new Loss("no pong", Transport.WEBSOCKET, (client) -> {
				client.link().ignorePings();
				client.awaitClose();
			}));

	private static final List<Loss> FINAL = List.of(
			new Loss("client leaves", Transport.WEBSOCKET, RecoveryTests::leave),
			new Loss("client leaves", Transport.POLLING, RecoveryTests::leave),
			new Loss("server disconnects", Transport.WEBSOCKET, (client) -> {
				client.emit("disconnect-me", "false");
				client.await((packet) -> packet.type() == '1');
			}), new Loss("server closes", Transport.WEBSOCKET, (client) -> {
				client.emit("disconnect-me", "true");
				client.awaitClose();
			}), new Loss("invalid Engine.IO packet", Transport.WEBSOCKET, (client) -> {
				client.link().sendPacket("9");
				client.awaitClose();
			}));

	private Client sender = clients.connect(Transport.WEBSOCKET);

	@BeforeEach
	void connectSender() {
		this.sender.ask("whoami");
	}

	private void emit(String command, String value) {
		this.sender.ask("emit-to", "{%s,args:['%s']}".formatted(command, value));
	}

	/** The refusal of another namespace comes behind what was sent before. */
	private static void leave(Client client) {
		client.send("1");
		client.send("0/unknown,");
		client.await((packet) -> packet.type() == '4');
	}

	/** The client knows one event, and so an offset. */
	private String receiveOffset(Client client) {
		emit("to:'" + client.id() + "'", "first");
		return offset(client.awaitEvent("msg"), "first");
	}

	private static String offset(Packet packet, String value) {
		JsonNode data = packet.data();
		assertThat(data).as("event with offset: %s", packet).hasSize(3);
		assertThat(data.get(1).stringValue()).isEqualTo(value);
		return data.get(2).stringValue();
	}

	private static Client reopen(Transport transport, String pid, String offset) {
		Client client = clients.open(transport);
		client.send("0{\"pid\":\"%s\",\"offset\":\"%s\"}".formatted(pid, offset));
		return client;
	}

	private static void expectRecovered(Client client, String id, String pid) {
		assertThat(client.next().text()).isEqualTo("0{\"sid\":\"%s\",\"pid\":\"%s\"}".formatted(id, pid));
		assertThat(client.ask("whoami").get("recovered").booleanValue()).isTrue();
	}

	private static void expectNewSession(Client client, String id, String pid) {
		JsonNode payload = client.await((packet) -> packet.type() == '0').data();
		assertThat(client.received()).isEmpty();
		assertThat(payload.get("sid").stringValue()).isNotEqualTo(id);
		assertThat(payload.get("pid").stringValue()).isNotEqualTo(pid);
		JsonNode self = client.ask("whoami");
		assertThat(self.get("recovered").booleanValue()).isFalse();
		assertThat(Client.texts(self.get("rooms"))).containsExactly(payload.get("sid").stringValue());
		assertThat(self.get("data")).isEqualTo(Json.parse("{}"));
	}

	@ParameterizedTest
	@EnumSource
	void missedPacketsComeBeforeTheAnswer(Transport transport) {
		Client client = clients.connect(transport);
		client.ask("join", "['in']");
		client.ask("set-data", "{user:{name:'x'}}");
		String offset = receiveOffset(client);
		int calls = client.ask("whoami").get("middlewareCount").intValue();
		client.link().close();
		emit("to:null", "to everybody");
		emit("to:'in'", "to a room");
		emit("to:'out'", "to another room");
		emit("to:null,except:'in'", "to others");
		emit("to:'in',except:'" + client.id() + "'", "to others");
		emit("to:null,volatile:true", "volatile");
		emit("to:'" + client.id() + "'", "to the client");
		emit("to:null,except:'out'", "to nearly everybody");
		Client back = reopen(transport, client.pid(), offset);
		List<String> offsets = new ArrayList<>(List.of(offset));
		offsets.add(offset(back.next(), "to everybody"));
		offsets.add(offset(back.next(), "to a room"));
		offsets.add(offset(back.next(), "to the client"));
		offsets.add(offset(back.next(), "to nearly everybody"));
		assertThat(offsets).doesNotHaveDuplicates();
		expectRecovered(back, client.id(), client.pid());
		JsonNode self = back.ask("whoami");
		assertThat(self.get("id").stringValue()).isEqualTo(client.id());
		assertThat(Client.texts(self.get("rooms"))).containsExactlyInAnyOrder(client.id(), "in");
		assertThat(self.get("data")).isEqualTo(Json.parse("{user:{name:'x'}}"));
		assertThat(self.get("middlewareCount").intValue()).isEqualTo(calls);
		emit("to:'in'", "after");
		offset(back.awaitEvent("msg"), "after");
	}

	@ParameterizedTest
	@EnumSource
	void volatileEventsHaveNoOffset(Transport transport) {
		Client client = clients.connect(transport);
		Awaitility.await().atMost(Client.TIMEOUT).untilAsserted(() -> {
			emit("to:null,volatile:true", "now");
			assertThat(client.events("msg", 0)).containsOnly("[\"now\"]").isNotEmpty();
		});
		String own = client.askLater("emit-to", "{to:null,args:[]}");
		assertThat(client.awaitEvent("msg").data()).hasSize(2);
		assertThat(client.answer(own)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void clientMayFailAgainAtAnyPoint(Transport transport) {
		Client client = clients.connect(transport);
		String offset = receiveOffset(client);
		client.link().close();
		emit("to:null", "one");
		emit("to:null", "two");
		Client second = reopen(transport, client.pid(), offset);
		String one = offset(second.next(), "one");
		String two = offset(second.next(), "two");
		expectRecovered(second, client.id(), client.pid());
		second.link().close();
		Client third = reopen(transport, client.pid(), one);
		assertThat(offset(third.next(), "two")).isEqualTo(two);
		expectRecovered(third, client.id(), client.pid());
		third.link().close();
		emit("to:null", "three");
		Client fourth = reopen(transport, client.pid(), two);
		offset(fourth.next(), "three");
		expectRecovered(fourth, client.id(), client.pid());
	}

	@ParameterizedTest
	@FieldSource("RECOVERABLE")
	void lossCanBeRecoveredFrom(Loss loss) {
		Client client = clients.connect(loss.transport);
		String offset = receiveOffset(client);
		loss.happens.accept(client);
		client.awaitClose();
		emit("to:null", "missed");
		Client back = reopen(loss.transport, client.pid(), offset);
		offset(back.next(), "missed");
		expectRecovered(back, client.id(), client.pid());
	}

	@ParameterizedTest
	@FieldSource("FINAL")
	void deliberateEndIsFinal(Loss loss) {
		Client client = clients.connect(loss.transport);
		client.ask("join", "['in']");
		client.ask("set-data", "{a:1}");
		String offset = receiveOffset(client);
		loss.happens.accept(client);
		emit("to:null", "missed");
		Client back = reopen(loss.transport, client.pid(), offset);
		expectNewSession(back, client.id(), client.pid());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"pid\":\"unknown\",\"offset\":\"#O\"}", "{\"pid\":\"\",\"offset\":\"#O\"}",
			"{\"pid\":null,\"offset\":\"#O\"}", "{\"pid\":1,\"offset\":\"#O\"}", "{\"pid\":{},\"offset\":\"#O\"}",
			"{\"pid\":[\"#P\"],\"offset\":\"#O\"}", "{\"pid\":true,\"offset\":\"#O\"}",
			"{\"pid\":\"__proto__\",\"offset\":\"#O\"}", "{\"pid\":\"constructor\",\"offset\":\"__proto__\"}",
			"{\"pid\":\"#P\",\"offset\":\"unknown\"}", "{\"pid\":\"#P\",\"offset\":\"\"}",
			"{\"pid\":\"#P\",\"offset\":\"__proto__\"}", "{\"pid\":\"#P\",\"offset\":null}",
			"{\"pid\":\"#P\",\"offset\":1}", "{\"pid\":\"#P\",\"offset\":{}}", "{\"pid\":\"#P\",\"offset\":[\"#O\"]}",
			"{\"pid\":\"#P\",\"offset\":false}", "{\"offset\":\"#O\"}", "{\"pid\":\"#S\",\"offset\":\"#O\"}" })
	void otherCredentialsGiveANewSession(String auth) {
		Client client = clients.connect(Transport.WEBSOCKET);
		client.ask("join", "['in']");
		client.ask("set-data", "{a:1}");
		String offset = receiveOffset(client);
		client.link().close();
		emit("to:null", "missed");
		Client back = clients.open(Transport.WEBSOCKET);
		back.send("0" + auth.replace("#P", client.pid()).replace("#O", offset).replace("#S", client.id()));
		expectNewSession(back, client.id(), client.pid());
	}

	@Test
	void otherCredentialsOfThePayloadAreKept() {
		Client client = clients.connect(Transport.WEBSOCKET);
		String offset = receiveOffset(client);
		client.link().close();
		Client back = clients.open(Transport.WEBSOCKET);
		back.send("0{\"token\":\"t\",\"pid\":\"%s\",\"offset\":\"%s\"}".formatted(client.pid(), offset));
		expectRecovered(back, client.id(), client.pid());
	}

	@Test
	void sessionExpires() {
		Client client = clients.connect(Transport.WEBSOCKET);
		client.ask("set-data", "{a:1}");
		String offset = receiveOffset(client);
		client.link().close();
		clients.awaitGone(client);
		Awaitility.await().pollDelay(Duration.ofMillis(5300)).until(() -> true);
		expectNewSession(reopen(Transport.WEBSOCKET, client.pid(), offset), client.id(), client.pid());
	}

	@ParameterizedTest
	@EnumSource
	void transportMayChange(Transport transport) {
		Client client = clients.connect(transport);
		String offset = receiveOffset(client);
		client.link().close();
		emit("to:null", "missed");
		Transport other = (transport == Transport.POLLING) ? Transport.WEBSOCKET : Transport.POLLING;
		Client back = reopen(other, client.pid(), offset);
		offset(back.next(), "missed");
		expectRecovered(back, client.id(), client.pid());
	}

	record Loss(String name, Transport transport, Consumer<Client> happens) {

		@Override
		public String toString() {
			return this.name + " over " + this.transport;
		}

	}

}
