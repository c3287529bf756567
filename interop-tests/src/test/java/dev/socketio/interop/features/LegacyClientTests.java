package dev.socketio.interop.features;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The protocol of clients of version 2, on an endpoint that admits them.
 */
@ServerUnderTest
class LegacyClientTests {

	private static final Mount MOUNT = Mount.SOCKET_IO_V3_QUIET;

	private final TestServer server;

	private final List<WebSocketConnection> open = new ArrayList<>();

	LegacyClientTests(TestServer server) {
		this.server = server;
	}

	@AfterEach
	void close() {
		this.open.forEach(WebSocketConnection::close);
	}

	private WebSocketConnection open(String query) {
		WebSocketConnection webSocket = WebSocketConnection.open(this.server,
				MOUNT.target("EIO=3&transport=websocket" + query));
		this.open.add(webSocket);
		assertThat(webSocket.receiveText()).startsWith("0{\"sid\":");
		return webSocket;
	}

	private WebSocketConnection connect() {
		WebSocketConnection webSocket = open("");
		assertThat(webSocket.receiveText()).isEqualTo("40");
		assertThat(webSocket.receiveText()).isEqualTo("42[\"auth\",{}]");
		return webSocket;
	}

	private static void roundTrip(WebSocketConnection webSocket) {
		webSocket.sendText("427[\"message-with-ack\",\"still here\"]");
		assertThat(webSocket.receiveText()).isEqualTo("437[\"still here\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&token=abc" })
	void mainNamespaceIsJoinedWithoutAsking(String query) {
		WebSocketConnection webSocket = open(query);
		assertThat(webSocket.receiveText()).isEqualTo("40");
		assertThat(webSocket.receiveText()).isEqualTo("42[\"auth\",{}]");
		roundTrip(webSocket);
	}

	@Test
	void mainNamespaceIsJoinedOverPolling() {
		LegacyPolling polling = connectOverPolling("");
		polling.post(LegacyPolling.payload("420[\"message-with-ack\",\"€😀\"]"));
		assertThat(polling.get().text()).isEqualTo(LegacyPolling.payload("430[\"€😀\"]"));
		polling.post("1:1");
	}

	private LegacyPolling connectOverPolling(String query) {
		LegacyPolling polling = LegacyPolling.open(this.server, MOUNT, query);
		String expected = LegacyPolling.payload("40", "42[\"auth\",{}]");
		String received = polling.handshake().text();
		for (int i = 0; i < 2 && !received.endsWith(expected); i++) {
			received += polling.get().text();
		}
		assertThat(received).endsWith(expected);
		return polling;
	}

	@ParameterizedTest
	@ValueSource(strings = { "40", "40/", "40/?a=b" })
	void mainNamespaceCannotBeJoinedTwice(String packet) {
		WebSocketConnection webSocket = connect();
		webSocket.sendText(packet);
		assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "40/custom|{}", "40/custom,|{}", "40/custom?token=abc|{\"token\":\"abc\"}",
			"40/custom?token=abc,|{\"token\":\"abc\"}", "40/custom?a=1&b=x%20y&a=2|{\"a\":\"2\",\"b\":\"x y\"}" })
	void queryOfTheNamespaceIsItsAuth(String packet, String auth) {
		WebSocketConnection webSocket = connect();
		webSocket.sendText(packet);
		assertThat(webSocket.receiveText()).isEqualTo("40/custom,");
		assertThat(Packet.parse(webSocket.receiveText().substring(1)).data().get(1)).isEqualTo(Json.parse(auth));
		roundTrip(webSocket);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "40/unknown,|44/unknown,{\"message\":\"Invalid namespace\"}",
			"40/Custom|44/Custom,{\"message\":\"Invalid namespace\"}", "40/denied,|44/denied,\"not authorized\"",
			"40/denied?details=1,|44/denied,{\"content\":\"Please retry later\"}" })
	void refusalHasTheOldForm(String packet, String refusal) {
		WebSocketConnection webSocket = connect();
		webSocket.sendText(packet);
		assertThat(webSocket.receiveText()).isEqualTo(refusal);
		roundTrip(webSocket);
	}

	@Test
	void binaryEventsHaveATypeByte() {
		WebSocketConnection webSocket = connect();
		webSocket.sendText("451-[\"message\",{\"_placeholder\":true,\"num\":0}]");
		webSocket.sendBinary((byte) 4, (byte) 1, (byte) 2);
		assertThat(webSocket.receiveText()).isEqualTo("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]");
		assertThat(webSocket.receive().payload()).containsExactly(4, 1, 2);
		webSocket.sendText("451-3[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]");
		webSocket.sendBinary((byte) 4);
		assertThat(webSocket.receiveText()).isEqualTo("461-3[{\"_placeholder\":true,\"num\":0}]");
		assertThat(webSocket.receive().payload()).containsExactly(4);
	}

	@Test
	void binaryEventsTravelInBinaryPayloads() {
		LegacyPolling polling = connectOverPolling("&b64=1");
		polling.post(LegacyPolling.payload("451-[\"message\",{\"_placeholder\":true,\"num\":0},\"more\"]", "b4AQI="));
		assertThat(polling.get().text()).isEqualTo(
				LegacyPolling.payload("451-[\"message-back\",{\"_placeholder\":true,\"num\":0},\"more\"]", "b4AQI="));
		polling.post("1:1");
	}

	@Test
	void namespaceMayBeLeft() {
		WebSocketConnection webSocket = connect();
		webSocket.sendText("40/custom,");
		assertThat(webSocket.receiveText()).isEqualTo("40/custom,");
		assertThat(webSocket.receiveText()).isEqualTo("42/custom,[\"auth\",{}]");
		webSocket.sendText("41/custom,");
		roundTrip(webSocket);
		webSocket.sendText("42/custom,[\"message\"]");
		assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "4abc", "42{}", "42[\"connect\"]", "47", "42/other,[\"a\"]", "451-[\"a\"]|text" })
	void violationClosesTheConnection(String packets) {
		WebSocketConnection webSocket = connect();
		for (String packet : packets.split("\\|")) {
			webSocket.sendText(packet.equals("text") ? "42[\"message\"]" : packet);
		}
		assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
	}

	@Test
	void newClientsAreServedToo() {
		WebSocketConnection webSocket = WebSocketConnection.open(this.server, MOUNT.webSocket());
		this.open.add(webSocket);
		webSocket.receiveText();
		webSocket.sendText("40");
		assertThat(webSocket.receiveText()).startsWith("40{\"sid\":");
		assertThat(webSocket.receiveText()).isEqualTo("42[\"auth\",{}]");
		roundTrip(webSocket);
	}

}
