package dev.socketio.interop.socketio;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Namespaces that do not exist, and several namespaces on one connection.
 */
class NamespaceTests {

	@RegisterExtension
	static final ProtocolServer server = new ProtocolServer();

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void unknownNamespaceIsRefused(Transport transport, Case row) {
		String namespace = (String) row.packets()[0];
		try (Client client = server.open(transport)) {
			client.send("0" + namespace);
			client.expectInvalidNamespace(namespace);
			client.send("0" + namespace + ",");
			client.expectInvalidNamespace(namespace);
			client.send("0" + namespace + ",{\"token\":\"x\"}");
			client.expectInvalidNamespace(namespace);
			client.join("/");
			client.roundTrip();
		}
	}

	static Stream<Arguments> unknownNamespaceIsRefused() {
		return Case.onEachTransport(Case.of("/unknown"), Case.of("/custom/"), Case.of("/custom?x=1"),
				Case.of("/Custom"), Case.of("/custom "), Case.of("/ custom"), Case.of("//"), Case.of("//custom"),
				Case.of("/custom%2F"), Case.of("/%63ustom"), Case.of("/../custom"), Case.of("/a/b/c"),
				Case.of("/custom{\"a\":1}"), Case.of("/[1]"), Case.of("/1"), Case.of("/-1"), Case.of("/\u00e9\u4e2d"),
				Case.of("/\uD83D\uDE80"), Case.of("/\u0000"), Case.of("/custom\u0000"), Case.of("/\"quoted\""),
				Case.of("/back\\slash"), Case.of("/line\nbreak"), Case.of("/__proto__"), Case.of("/constructor"),
				Case.of("/toString"), Case.of("/hasOwnProperty"), Case.of("/${x}"), Case.of("/*"), Case.of("/.*"),
				Case.of("256 characters", "/" + "n".repeat(255)));
	}

	@ParameterizedTest
	@EnumSource
	void connectIsPossibleAfterARefusal(Transport transport) {
		try (Client client = server.open(transport)) {
			client.send("0/unknown", "0/unknown", "0/other");
			client.expectInvalidNamespace("/unknown");
			client.expectInvalidNamespace("/unknown");
			client.expectInvalidNamespace("/other");
			client.join("/custom");
			client.join("/");
			client.send("0/unknown");
			client.expectInvalidNamespace("/unknown");
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	void everyRefusalIsAnswered(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.send(IntStream.range(0, 200).mapToObj((i) -> "0/unknown-" + i + ",").toArray());
			for (int i = 0; i < 200; i++) {
				client.expectInvalidNamespace("/unknown-" + i);
			}
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	void namespacesShareTheConnection(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.join("/custom");
			client.send("2/custom,[\"message\",1]", "2[\"message\",2]", "2/custom,7[\"message-with-ack\",3]",
					"2/,8[\"message-with-ack\",4]");
			client.expectEvent("/", "[\"message-back\",2]");
			client.expectAck("/", "8", "[4]");
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	void mainNamespaceMayBeWritten(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.send("2/,[\"message\",1]", "2/,5[\"message-with-ack\"]");
			client.expectEvent("/", "[\"message-back\",1]");
			client.expectAck("/", "5", "[]");
		}
	}

}
