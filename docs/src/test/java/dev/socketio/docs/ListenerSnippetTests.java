package dev.socketio.docs;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The chapter on listeners says what happens; this is where it does.
 */
class ListenerSnippetTests {

	private static SnippetServer server;

	@BeforeAll
	static void start() {
		server = new SnippetServer(SnippetServer.Listeners.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void messagesReachTheRoomAndAreAcknowledged() {
		PollingClient ada = client("40/chat");
		PollingClient grace = client("40/chat");
		assertThat(ada.ask("42/chat,1[\"message\",{\"id\":\"m1\",\"room\":\"lobby\",\"text\":\"hi\"}]"))
			.isEqualTo("43/chat,1[{\"id\":\"m1\"}]");
		assertThat(grace.receive())
			.isEqualTo("42/chat,[\"message\",{\"id\":\"m1\",\"room\":\"lobby\",\"text\":\"hi\"}]");
	}

	@Test
	void leavingIsAnnounced() {
		PollingClient ada = client("40/chat");
		PollingClient grace = client("40/chat");
		ada.send("41/chat");
		assertThat(grace.receive()).startsWith("42/chat,[\"left\",").endsWith(",\"client namespace disconnect\"]");
	}

	@Test
	void composedAnnotationsAndResolversWork() {
		PollingClient ada = client("40/chat");
		PollingClient grace = client("40/chat");
		// volatile: dropped unless a poll waits
		CompletableFuture<String> received = CompletableFuture.supplyAsync(grace::receive);
		while (!received.isDone()) {
			ada.send("42/chat,[\"typing\",\"lobby\"]");
		}
		assertThat(received).isCompletedWithValueMatching(
				(packet) -> packet.startsWith("42/chat,[\"typing\",") && packet.endsWith(",\"unknown\"]"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					["move",3,4]                                                        | [[3,4]]
					["order",[{"article":"a","quantity":2},{"article":"b","quantity":3}]] | [5]
					["order",[],"BLACK-FRIDAY"]                                         | [0]
					["history","lobby"]                                                 | ["lobby"]
					["history","lobby","2026-01-01T00:00:00Z"]                          | ["lobby since 2026-01-01T00:00:00Z"]
					["log","warn","a",{"b":1},[2]]                                      | [3]
					["move",3]                                                          | [{"error":{"status":400,"code":"missing_argument","message":"Argument 1 is missing","details":[{"argument":1}]}}]
					["move",3,"four"]                                                   | [{"error":{"status":400,"code":"invalid_argument","message":"Argument 1 has the wrong type","details":[{"argument":1}]}}]
					""")
	void argumentsBindByPosition(String event, String answer) {
		PollingClient client = client("40/arguments,{\"token\":\"t\",\"device\":\"phone\"}");
		assertThat(client.ask("42/arguments,7" + event)).isEqualTo("43/arguments,7" + answer);
	}

	@Test
	void binaryArgumentsMayBeInsideRecords() {
		PollingClient client = client("40/arguments,{\"token\":\"t\",\"device\":\"phone\"}");
		client.send(
				"452-/arguments,7[\"upload\",{\"name\":\"a\",\"content\":{\"_placeholder\":true,\"num\":0}},{\"_placeholder\":true,\"num\":1}]\u001ebAQID\u001ebBAU=");
		assertThat(client.receive()).isEqualTo("43/arguments,7[5]");
	}

	@Test
	void clientsWithoutCredentialsAreSentAwayAfterTheyWereConnected() {
		PollingClient client = new PollingClient(server.port(), "/socket.io/");
		client.open();
		assertThat(client.ask("40/arguments")).startsWith("40/arguments,");
		assertThat(client.receive()).isEqualTo("41/arguments,");
	}

	@Test
	void attributesAreThoseOfTheSocket() {
		PollingClient client = client("40/arguments,{\"token\":\"t\",\"device\":\"phone\"}");
		assertThat(client.ask("42/arguments,7[\"open\"]")).startsWith("43/arguments,7[{")
			.contains("\"event\":\"open\"", "\"device\":\"phone\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			["save","x"]        | []
			["length","four"]   | [4]
			["price","tea"]     | [42]
			["stock","tea"]     | [7]
			["list"]            | [["a","b","c"]]
			["range"]           | [1,10]
			["approve","cv"]    | ["approved","cv"]
			""")
	void resultsBecomeAcknowledgements(String event, String answer) {
		assertThat(client("40/acks").ask("42/acks,1" + event)).isEqualTo("43/acks,1" + answer);
	}

	@Test
	void listenersMayAskTheirOwnClient() {
		PollingClient client = client("40/acks");
		String question = client.ask("42/acks,1[\"delete\",\"cv\"]");
		assertThat(question).matches("42/acks,\\d+\\[\"confirm\",\"Delete cv\\?\"]");
		String id = question.replaceAll("42/acks,(\\d+).*", "$1");
		assertThat(client.ask("43/acks," + id + "[true]")).isEqualTo("43/acks,1[true]");
	}

	@Test
	void dynamicNamespacesHaveVariables() {
		PollingClient client = client("40/tenant-7");
		assertThat(client.ask("42/tenant-7,1[\"announce\",\"hi\"]")).isEqualTo("42/tenant-7,[\"announcement\",\"hi\"]");
		assertThat(client.receive()).isEqualTo("43/tenant-7,1[\"7\"]");
	}

	@Test
	void exceptionsAreTranslated() {
		PollingClient client = client("40");
		assertThat(client.ask("421[\"reserve\",\"tea\",3]")).isEqualTo("431[3]");
		assertThat(client.ask("422[\"reserve\",\"tea\",101]")).isEqualTo(
				"432[{\"error\":{\"status\":409,\"code\":\"sold_out\",\"message\":\"There is not enough of tea\",\"details\":[]}}]");
	}

	@Test
	void argumentsAreValidated() {
		PollingClient client = client("40");
		assertThat(client.ask("421[\"rename\",\" Ada \"]")).isEqualTo("431[\"Ada\"]");
		assertThat(client.ask("422[\"rename\",\" \"]")).startsWith("432[{\"error\":{\"status\":400,")
			.contains("\"code\":\"validation_failed\"", "\"parameter\":\"name\"");
		assertThat(client.ask("423[\"transfer\",{\"account\":\"\",\"cents\":5}]")).contains("\"field\":\"account\"");
	}

	@Test
	void threadsAreAsPromised() {
		PollingClient client = client("40/threads");
		assertThat(client.ask("42/threads,1[\"report\",\"May\"]")).contains("task-");
		assertThat(client.ask("42/threads,2[\"lookup\",\"x\"]")).contains("reactor-http-");
	}

	private static PollingClient client(String connect) {
		return PollingClient.connect(server.port(), connect);
	}

}
