package dev.socketio.interop.features;

import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.PollingSession;
import dev.socketio.interop.client.ServerUnderTest;
import dev.socketio.interop.client.WebSocketFrame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What listeners are told about the end of a socket, for each way to go.
 */
@ServerUnderTest
class DisconnectReasonTests {

	@RegisterExtension
	static final Clients clients = new Clients(Mount.SOCKET_IO_FEATURES);

	/** Whether a request is pending at that moment makes a difference. */
	private static final String FORCED = "forced( server)? close";

	private static final Way[] NAMESPACE_LEFT = {
			way("client leaves", Transport.WEBSOCKET, "client namespace disconnect", (client) -> client.send("1")),
			way("client leaves", Transport.POLLING, "client namespace disconnect", (client) -> client.send("1")),
			way("server disconnects", Transport.WEBSOCKET, "server namespace disconnect",
					(client) -> client.emit("disconnect-me", "false")),
			way("server disconnects", Transport.POLLING, "server namespace disconnect",
					(client) -> client.emit("disconnect-me", "false")),
			way("server disconnects a selection", Transport.WEBSOCKET, "server namespace disconnect", (client) -> client
				.ask("disconnect-sockets", "{from:'io',to:['%s'],close:false}".formatted(client.id()))) };

	private static final Way[] CONNECTION_CLOSED = {
			way("server closes", Transport.WEBSOCKET, "server namespace disconnect",
					(client) -> client.emit("disconnect-me", "true")),
			way("server closes", Transport.POLLING, "server namespace disconnect",
					(client) -> client.emit("disconnect-me", "true")),
			way("close frame", Transport.WEBSOCKET, "transport close", (client) -> client.link().close()),
			way("lost TCP connection", Transport.WEBSOCKET, "transport close", (client) -> client.link().cut()),
			way("close packet", Transport.POLLING, "transport close", (
					client) -> client.link().sendPacket("1")),
			way("unmasked frame", Transport.WEBSOCKET, "transport error",
					frame(WebSocketFrame.of(WebSocketFrame.TEXT, "3").unmasked())),
			way("huge message", Transport.WEBSOCKET, "transport error",
					frame(WebSocketFrame.of(WebSocketFrame.BINARY, new byte[1_000_001]).masked())),
			way("reserved bits", Transport.WEBSOCKET, "transport error",
					frame(WebSocketFrame.of(WebSocketFrame.TEXT, "3").rsv(2).masked())),
			way("invalid UTF-8", Transport.WEBSOCKET, "transport error",
					frame(WebSocketFrame.of(WebSocketFrame.TEXT, new byte[] { '4', (byte) 0xc3, 0x28 }).masked())),
			way("ping of the client", Transport.WEBSOCKET, "transport error",
					(client) -> client.link().sendPacket("2")),
			way("ping of the client", Transport.POLLING, "transport error", (client) -> client.link().sendPacket("2")),
			way("aborted GET", Transport.POLLING, "transport error", (client) -> client.link().cut()),
			way("second GET", Transport.POLLING, "transport error", request(PollingLink::overlap)),
			way("binary body", Transport.POLLING, "transport error",
					request((link) -> link
						.exchange(HttpRequest.post(link.target(), new byte[] { 1 }, "application/octet-stream")))),
			way("unknown packet type", Transport.WEBSOCKET, "parse error", (client) -> client.link().sendPacket("9")),
			way("unknown packet type", Transport.POLLING, "parse error", (client) -> client.link().sendPacket("abc")),
			way("empty frame", Transport.WEBSOCKET, "parse error", (client) -> client.link().sendPacket("")),
			way("empty packet", Transport.POLLING, "parse error", (client) -> client.link().sendPacket("3\u001e")),
			way("no pong", Transport.WEBSOCKET, "ping timeout", (client) -> client.link().ignorePings()),
			way("no pong", Transport.POLLING, "ping timeout", (client) -> client.link().ignorePings()),
			way("invalid JSON", Transport.WEBSOCKET, "forced close", (client) -> client.send("2[")),
			way("invalid JSON", Transport.POLLING, FORCED, (client) -> client.send("2[")),
			way("reserved name", Transport.WEBSOCKET, "forced close", (client) -> client.send("2[\"disconnect\"]")),
			way("unknown packet", Transport.WEBSOCKET, "forced close", (client) -> client.send("7")),
			way("unexpected attachment", Transport.WEBSOCKET, "forced close", (client) -> client.send(new byte[1])),
			way("second CONNECT", Transport.WEBSOCKET, "forced close", (client) -> client.send("0")),
			way("second CONNECT", Transport.POLLING, FORCED, (client) -> client.send("0")),
			way("event for another namespace", Transport.WEBSOCKET, "forced close",
					(client) -> client.send("2/other,[\"a\"]")),
			way("event for another namespace", Transport.POLLING, FORCED, (client) -> client.send("2/other,[\"a\"]")) };

	private Client observer = clients.connect(Transport.WEBSOCKET);

	@BeforeEach
	void observe() {
		this.observer.join("/observer");
	}

	@ParameterizedTest
	@FieldSource("NAMESPACE_LEFT")
	void namespaceIsLeft(Way way) {
		Client client = clients.open(way.transport).join("/auth", "{\"token\":\"valid\"}");
		String auth = client.id();
		String main = client.join("/").id();
		client.ask("join", "['r1','r2']");
		way.goes.accept(client);
		expectReport("/", main, way.reason, "r1", "r2");
		client.send("1/auth,");
		expectReport("/auth", auth, "client namespace disconnect");
		expectNoReport(main, auth);
	}

	@ParameterizedTest
	@FieldSource("CONNECTION_CLOSED")
	void connectionIsClosed(Way way) {
		Client client = clients.open(way.transport).join("/dyn-7");
		String dynamic = client.id();
		String auth = client.join("/auth", "{\"token\":\"valid\"}").id();
		String main = client.join("/").id();
		client.ask("join", "['r1','r2']");
		way.goes.accept(client);
		expectReport("/", main, way.reason, "r1", "r2");
		expectReport("/dyn-7", dynamic, way.reason);
		expectReport("/auth", auth, way.reason);
		expectNoReport(main, dynamic, auth);
	}

	@Test
	void violationWithoutPendingRequest() {
		PollingSession polling = PollingSession.open(clients.server(), clients.mount());
		polling.send("40");
		String id = Packet.parse(polling.poll(1).get(0).substring(1)).data().get("sid").stringValue();
		polling.post("40");
		expectReport("/", id, "forced server close");
		assertThat(polling.poll()).contains("1");
		expectNoReport(id);
	}

	@Test
	void silentClientOverPolling() {
		PollingSession polling = PollingSession.open(clients.server(), clients.mount());
		polling.send("40");
		String id = Packet.parse(polling.poll(1).get(0).substring(1)).data().get("sid").stringValue();
		expectReport("/", id, "ping timeout");
	}

	private void expectReport(String namespace, String id, String reason, String... rooms) {
		Packet packet = this.observer.await((candidate) -> candidate.isEvent("/observer", "disconnected")
				&& candidate.data().get(1).get("id").stringValue().equals(id));
		JsonNode report = packet.data().get(1);
		assertThat(report.get("nsp").stringValue()).isEqualTo(namespace);
		assertThat(report.get("reason").stringValue()).matches(reason);
		assertThat(Client.texts(report.get("rooms")))
			.containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of(id), Stream.of(rooms)).toList());
		assertThat(report.get("left").booleanValue()).isTrue();
	}

	private void expectNoReport(String... ids) {
		this.observer.ask("transport");
		assertThat(this.observer.received()).noneMatch((packet) -> packet.isEvent("/observer", "disconnected")
				&& Stream.of(ids).anyMatch(packet.data().get(1).get("id").stringValue()::equals));
	}

	private static Way way(String name, Transport transport, String reason, Consumer<Client> goes) {
		return new Way(name, transport, reason, goes);
	}

	private static Consumer<Client> frame(byte[] bytes) {
		return (client) -> ((WebSocketLink) client.link()).webSocket().offerRaw(bytes);
	}

	private static Consumer<Client> request(Consumer<PollingLink> request) {
		return (client) -> request.accept((PollingLink) client.link());
	}

	record Way(String name, Transport transport, String reason, Consumer<Client> goes) {

		@Override
		public String toString() {
			return this.name + " over " + this.transport + ": " + this.reason;
		}

	}

}
