package dev.socketio.interop.features;

import java.time.Duration;
import java.util.HexFormat;

import dev.socketio.interop.client.HttpConnection;
import dev.socketio.interop.client.HttpRequest;
import dev.socketio.interop.client.HttpResponse;
import dev.socketio.interop.client.Mount;
import dev.socketio.interop.client.ServerUnderTest;
import dev.socketio.interop.client.TestServer;
import dev.socketio.interop.client.WebSocketConnection;
import dev.socketio.interop.client.WebSocketFrame;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Revision 3 of Engine.IO, on an endpoint that admits it.
 */
@ServerUnderTest
class LegacyEngineTests {

	private static final Mount MOUNT = Mount.ECHO_QUIET;

	private static final Mount PATIENT = Mount.ECHO_PATIENT;

	private static final String BINARY = "application/octet-stream";

	private final TestServer server;

	LegacyEngineTests(TestServer server) {
		this.server = server;
	}

	private LegacyPolling open(String query) {
		return LegacyPolling.open(this.server, MOUNT, query);
	}

	private WebSocketConnection webSocket(String query) {
		WebSocketConnection webSocket = WebSocketConnection.open(this.server,
				MOUNT.target("EIO=3&transport=websocket" + query));
		assertThat(webSocket.receiveText()).startsWith("0{\"sid\":");
		return webSocket;
	}

	private static byte[] bytes(String hex) {
		return HexFormat.ofDelimiter(" ").parseHex(hex);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&b64=1" })
	void handshakeIsAPayloadWithALength(String query) {
		HttpResponse handshake = open(query).handshake();
		String text = handshake.text();
		int colon = text.indexOf(':');
		assertThat(text.substring(colon + 1)).hasSize(Integer.parseInt(text.substring(0, colon))).startsWith("0{");
		JsonNode json = Json.parse(text.substring(colon + 2));
		assertThat(json.propertyNames()).containsExactly("sid", "upgrades", "pingInterval", "pingTimeout",
				"maxPayload");
		assertThat(json.get("upgrades")).isEqualTo(Json.parse("['websocket']"));
		assertThat(json.get("pingInterval").intValue()).isEqualTo(MOUNT.pingInterval());
		assertThat(handshake.header("Content-Type")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "1:4", "2:4a", "2:4€", "3:4😀", "4:4\u001eab", "5:4a:b2", "2:4a3:4bc", "13:4{\"a\":\"ä😀b\"}" })
	void textIsCountedInCodeUnits(String payload) {
		LegacyPolling polling = open("");
		assertThat(polling.post(payload).text()).isEqualTo("ok");
		HttpResponse response = polling.get();
		assertThat(response.text()).isEqualTo(payload);
		assertThat(response.header("Content-Type")).isEqualToIgnoringCase("text/plain; charset=UTF-8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "10:b4AQIDBA==", "2:4€10:b4AQIDBA==", "2:b4", "6:b4AQI=2:4a" })
	void binaryIsBase64WhenAskedFor(String payload) {
		LegacyPolling polling = open("&b64=1");
		assertThat(polling.post(payload).text()).isEqualTo("ok");
		assertThat(polling.get().text()).isEqualTo(payload);
	}

	@ParameterizedTest
	@ValueSource(strings = { "01 05 ff 04 01 02 03 04", "00 04 ff 34 e2 82 ac 01 05 ff 04 01 02 03 04", "01 01 ff 04",
			"01 02 ff 04 00 00 02 ff 34 61" })
	void binaryPayloadIsBinary(String hex) {
		LegacyPolling polling = open("");
		assertThat(polling.post(bytes(hex), BINARY).text()).isEqualTo("ok");
		HttpResponse response = polling.get();
		assertThat(HexFormat.ofDelimiter(" ").formatHex(response.body())).isEqualTo(hex);
		assertThat(response.header("Content-Type")).isEqualTo(BINARY);
	}

	@Test
	void textInABinaryPayloadIsAnsweredWithText() {
		LegacyPolling polling = open("");
		assertThat(polling.post(bytes("00 04 ff 34 e2 82 ac"), BINARY).text()).isEqualTo("ok");
		assertThat(polling.get().text()).isEqualTo("2:4€");
	}

	@Test
	void base64IsUnderstoodByEverySession() {
		LegacyPolling polling = open("");
		assertThat(polling.post("10:b4AQIDBA==").text()).isEqualTo("ok");
		assertThat(polling.get().body()).isEqualTo(bytes("01 05 ff 04 01 02 03 04"));
	}

	@Test
	void emptyEntriesAreSkipped() {
		LegacyPolling polling = open("");
		polling.post("0:2:4a0:");
		assertThat(polling.get().text()).isEqualTo("2:4a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "abc", "4a", "1", ":4a", "5:4a", "1:4a", "2:9a", "-1:4a", "99999999999999999999:4a",
			"2147483648:4a", "2:4a3", "x:4a", "1.0:4" })
	void malformedPayloadClosesTheSession(String payload) {
		LegacyPolling polling = open("");
		assertThat(polling.post(payload).status()).isEqualTo(200);
		polling.awaitClosed();
	}

	@Test
	void lengthOfManyDigitsClosesTheSession() {
		LegacyPolling polling = open("");
		assertThat(polling.post("9".repeat(400) + ":4a").status()).isEqualTo(200);
		polling.awaitClosed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "00 09 ff 34 61", "00 ff 34 61", "00 02 34 61", "00 02", "01" })
	@Tag("stricter-than-node")
	void malformedBinaryPayloadClosesTheSession(String hex) {
		LegacyPolling polling = open("");
		assertThat(polling.post(bytes(hex), BINARY).status()).isEqualTo(200);
		polling.awaitClosed();
	}

	@Test
	void clientPingsAndServerAnswers() {
		LegacyPolling polling = LegacyPolling.open(this.server, PATIENT, "");
		long end = System.nanoTime()
				+ Duration.ofMillis(1000L + PATIENT.pingInterval() + PATIENT.pingTimeout()).toNanos();
		while (System.nanoTime() < end) {
			HttpConnection get = polling.startGet();
			assertThat(get.isSilentFor(Duration.ofMillis(50))).isTrue();
			polling.post("1:2");
			assertThat(get.receive().text()).isEqualTo("1:3");
			get.close();
		}
		assertThat(polling.isOpen()).isTrue();
	}

	@Test
	void silentClientIsDropped() {
		long start = System.nanoTime();
		LegacyPolling polling = LegacyPolling.open(this.server, PATIENT, "");
		assertThat(polling.get().text()).isEqualTo("1:1");
		assertThat(System.nanoTime() - start).isGreaterThan(4_200_000_000L);
		polling.awaitClosed();
	}

	@Test
	void pongOfTheClientClosesTheSession() {
		LegacyPolling polling = open("");
		polling.post("1:3");
		polling.awaitClosed();
	}

	@Test
	void closePacketClosesTheSession() {
		LegacyPolling polling = open("");
		assertThat(polling.post("1:1").text()).isEqualTo("ok");
		polling.awaitClosed();
	}

	@Test
	void binaryFramesHaveATypeByte() {
		try (WebSocketConnection webSocket = webSocket("")) {
			webSocket.sendText("4a€");
			assertThat(webSocket.receiveText()).isEqualTo("4a€");
			webSocket.sendBinary(bytes("04 01 02 03"));
			WebSocketFrame frame = webSocket.receive();
			assertThat(frame.opcode()).isEqualTo(WebSocketFrame.BINARY);
			assertThat(frame.payload()).isEqualTo(bytes("04 01 02 03"));
			webSocket.sendText("b4AQI=");
			assertThat(webSocket.receive().payload()).isEqualTo(bytes("04 01 02"));
			webSocket.sendText("2");
			assertThat(webSocket.receiveText()).isEqualTo("3");
		}
	}

	@Test
	void framesAreBase64WhenAskedFor() {
		try (WebSocketConnection webSocket = webSocket("&b64=1")) {
			webSocket.sendText("b4AQI=");
			assertThat(webSocket.receiveText()).isEqualTo("b4AQI=");
			webSocket.sendBinary(bytes("04 01 02"));
			assertThat(webSocket.receiveText()).isEqualTo("b4AQI=");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "9", "", "3", "b" })
	void violationClosesTheWebSocket(String packet) {
		try (WebSocketConnection webSocket = webSocket("")) {
			webSocket.sendText(packet);
			assertThat(webSocket.closeCode()).isEqualTo(WebSocketFrame.NO_STATUS);
		}
	}

	@Test
	void sessionIsUpgraded() {
		LegacyPolling polling = open("");
		HttpConnection get = polling.startGet();
		try (WebSocketConnection webSocket = WebSocketConnection.open(this.server,
				MOUNT.target("EIO=3&transport=websocket&sid=" + polling.sid()))) {
			webSocket.sendText("2probe");
			assertThat(webSocket.receiveText()).isEqualTo("3probe");
			assertThat(get.receive().text()).isEqualTo("1:6");
			webSocket.sendText("5");
			webSocket.sendText("4a");
			assertThat(webSocket.receiveText()).isEqualTo("4a");
			webSocket.sendBinary(bytes("04 ff"));
			assertThat(webSocket.receive().payload()).isEqualTo(bytes("04 ff"));
		}
		finally {
			get.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "3,4", "4,3" })
	void revisionOfASessionIsFixed(String own, String other) {
		HttpResponse handshake = HttpConnection.exchange(this.server,
				HttpRequest.get(MOUNT.target("EIO=" + own + "&transport=polling")));
		String text = handshake.text();
		String sid = Json.parse(text.substring(text.indexOf('{'))).get("sid").stringValue();
		HttpResponse response = HttpConnection.exchange(this.server,
				HttpRequest.get(MOUNT.target("EIO=" + other + "&transport=polling&sid=" + sid)));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "EIO=2&", "EIO=&" })
	void anythingElseIsRevision3(String revision) {
		HttpResponse handshake = HttpConnection.exchange(this.server,
				HttpRequest.get(MOUNT.target(revision + "transport=polling")));
		assertThat(handshake.text()).matches("\\d+:0\\{.*");
	}

}
