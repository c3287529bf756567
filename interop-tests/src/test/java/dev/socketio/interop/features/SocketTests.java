package dev.socketio.interop.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.ServerUnderTest;
import dev.socketio.interop.client.WebSocketConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one socket knows and does.
 */
@ServerUnderTest
class SocketTests {

	@RegisterExtension
	static final Clients clients = new Clients(Mount.SOCKET_IO_FEATURES);

	@ParameterizedTest
	@EnumSource
	void handshakeTellsTheFirstRequest(Transport transport) {
		long before = System.currentTimeMillis();
		Client client = clients.open(transport,
				transport.handshake(clients.mount(), "&a=1&b=x%20y+z&a=2")
					.header("X-Custom", "Abc")
					.header("Origin", "http://allowed.example"));
		client.join("/", "{\"token\":\"t\",\"list\":[1,null]}");
		JsonNode handshake = client.ask("handshake");
		assertThat(handshake.propertyNames()).containsExactlyInAnyOrder("headers", "time", "address", "xdomain",
				"secure", "issued", "url", "query", "auth");
		assertThat(handshake.get("headers").get("x-custom").stringValue()).isEqualTo("Abc");
		assertThat(handshake.get("headers").get("host").stringValue()).isEqualTo(clients.server().authority());
		assertThat(handshake.get("query")).isEqualTo(Json
			.parse("{EIO:'4',transport:'%s',a:'2',b:'x y z'}".formatted(transport.name().toLowerCase(Locale.ROOT))));
		assertThat(handshake.get("auth")).isEqualTo(Json.parse("{token:'t',list:[1,null]}"));
		assertThat(handshake.get("url").stringValue()).isEqualTo(
				"/socket.io-x/?EIO=4&transport=" + transport.name().toLowerCase(Locale.ROOT) + "&a=1&b=x%20y+z&a=2");
		assertThat(handshake.get("address").stringValue()).matches("(::ffff:)?127\\.0\\.0\\.1|(0:0:0:0:0:0:0|:):1");
		assertThat(handshake.get("secure").booleanValue()).isFalse();
		assertThat(handshake.get("xdomain").booleanValue()).isTrue();
		assertThat(handshake.get("time").stringValue()).isNotBlank();
		assertThat(handshake.get("issued").longValue()).isBetween(before - 1, System.currentTimeMillis());
	}

	@Test
	void handshakeHasDefaults() {
		Client client = clients.connect(Transport.WEBSOCKET);
		JsonNode handshake = client.ask("handshake");
		assertThat(handshake.get("auth")).isEqualTo(Json.parse("{}"));
		assertThat(handshake.get("xdomain").booleanValue()).isFalse();
	}

	@Test
	void forwardedAddressIsNotBelieved() {
		Client client = clients.open(Transport.WEBSOCKET,
				Transport.WEBSOCKET.handshake(clients.mount(), "").header("X-Forwarded-For", "203.0.113.7"));
		client.join("/");
		assertThat(client.ask("handshake").get("address").stringValue()).doesNotContain("203.0.113.7");
	}

	@Test
	void transportChangesWithTheUpgrade() {
		PollingSession polling = PollingSession.open(clients.server(), clients.mount());
		polling.send("40");
		polling.poll(1);
		polling.send("420[\"transport\"]");
		assertThat(polling.poll(1)).containsExactly("430[\"polling\"]");
		try (WebSocketConnection webSocket = polling.openWebSocket()) {
			webSocket.sendText("2probe");
			assertThat(webSocket.receiveText()).isEqualTo("3probe");
			webSocket.sendText("5");
			webSocket.sendText("421[\"transport\"]");
			assertThat(webSocket.receiveText()).isEqualTo("431[\"websocket\"]");
			webSocket.sendText("422[\"handshake\"]");
			JsonNode handshake = Packet.parse(webSocket.receiveText().substring(1)).data().get(0);
			assertThat(handshake.get("query").get("transport").stringValue()).isEqualTo("polling");
			assertThat(handshake.get("headers").has("upgrade")).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource
	void catchAllListenersSeeEvents(Transport transport) {
		Client client = clients.connect(transport);
		client.emit("nobody listens");
		client.emit("forbidden");
		client.awaitEvent("error-back");
		client.emit("burst", "1");
		client.ask("broadcast", "{from:'io',to:['%s'],event:'hello',args:[]}".formatted(client.id()));
		client.awaitEvent("hello");
		JsonNode seen = client.ask("catch-all");
		assertThat(Client.texts(seen.get("incoming"))).containsExactly("nobody listens", "forbidden", "burst",
				"broadcast", "catch-all");
		assertThat(Client.texts(seen.get("outgoing"))).containsExactly("error-back", "burst-item", "hello");
	}

	@ParameterizedTest
	@EnumSource
	void refusedEventIsDropped(Transport transport) {
		Client client = clients.connect(transport);
		String ack = client.askLater("forbidden", "1");
		assertThat(client.awaitEvent("error-back").data()).isEqualTo(Json.parse("['error-back','forbidden event']"));
		client.ask("transport");
		assertThat(client.received()).noneMatch((packet) -> packet.isAck(ack));
	}

	@Test
	void errorOfAMalformedPacketIsReportedBeforeTheEnd() {
		Client client = clients.connect(Transport.WEBSOCKET);
		client.send("2[");
		assertThat(client.awaitClose()).isNotEmpty().allMatch((packet) -> packet.isEvent("/", "error-back"));
	}

	@Test
	void eventWithTheNameOfAnErrorIsHarmless() {
		Client client = clients.connect(Transport.WEBSOCKET);
		client.emit("error", "{message:'from the client'}");
		assertThat(client.ask("transport").stringValue()).isEqualTo("websocket");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener" })
	void reservedNamesCannotBeEmitted(String name) {
		Client client = clients.connect(Transport.WEBSOCKET);
		assertThat(client.ask("reserved", "'" + name + "'").stringValue())
			.isEqualTo("\"" + name + "\" is a reserved event name");
		assertThat(client.received()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "connection", "error", "ping", "message", "toString", "__proto__", "" })
	void otherNamesCanBeEmitted(String name) {
		Client client = clients.connect(Transport.WEBSOCKET);
		assertThat(client.ask("reserved", "'" + name + "'").isNull()).isTrue();
		assertThat(client.events(name, 1)).containsExactly("[]");
	}

	@ParameterizedTest
	@EnumSource
	void burstKeepsItsOrder(Transport transport) {
		Client client = clients.connect(transport);
		client.emit("burst", "1000");
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			expected.add("[" + i + "]");
		}
		assertThat(client.events("burst-item", 1000)).isEqualTo(expected);
	}

	@ParameterizedTest
	@EnumSource
	void onlyTheFirstOfAVolatileBurstIsSent(Transport transport) {
		Client client = clients.connect(transport);
		List<String> received = new ArrayList<>();
		for (int i = 0; i < 100 && received.isEmpty(); i++) {
			client.emit("volatile-burst", "20");
			received = client.events("burst-item", 0);
		}
		assertThat(received).containsExactly("[0]");
	}

	@Test
	void volatileEventsAreDroppedWithoutAPendingRequest() {
		PollingSession polling = PollingSession.open(clients.server(), clients.mount());
		polling.send("40");
		polling.poll(1);
		polling.send("42[\"volatile-burst\",3]", "42[\"burst\",1]", "420[\"transport\"]");
		assertThat(polling.poll(2)).containsExactly("42[\"burst-item\",0]", "430[\"polling\"]");
		polling.post("1");
	}

	@ParameterizedTest
	@EnumSource
	void dataIsVisibleForOthers(Transport transport) {
		Client client = clients.connect(transport);
		Client other = clients.connect(transport);
		client.ask("set-data", "{a:1}");
		client.ask("set-data", "{user:{name:'x'},tags:[1,'2']}");
		JsonNode found = other.ask("fetch-sockets", "{from:'io',to:['%s']}".formatted(client.id()));
		assertThat(found).isEqualTo(
				Json.parse("[{id:'%1$s',rooms:['%1$s'],data:{user:{name:'x'},tags:[1,'2']}}]".formatted(client.id())));
	}

	@Test
	void namespacesAreListed() {
		assertThat(Client.texts(clients.connect(Transport.WEBSOCKET).ask("namespaces"))).contains("/", "/observer",
				"/auth", "/slow");
	}

}
