package dev.socketio.interop.socketio;

import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Leaving namespaces, and packets for namespaces that have not been joined.
 */
class DisconnectTests {

	@RegisterExtension
	static final ProtocolServer server = new ProtocolServer();

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void leavesOnlyItsNamespace(Transport transport, String packet) {
		try (Client client = server.connect(transport)) {
			client.join("/custom");
			client.send(packet);
			client.roundTrip();
			String again = client.join("/custom");
			assertThat(again).isNotBlank();
			client.roundTrip();
		}
	}

	static Stream<Arguments> leavesOnlyItsNamespace() {
		return Stream.of(Transport.values())
			.flatMap(
					(transport) -> Stream.of("1/custom", "1/custom,").map((packet) -> Arguments.of(transport, packet)));
	}

	@ParameterizedTest
	@EnumSource
	void mainNamespaceMayBeLeftAlone(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.join("/custom");
			client.send("1");
			client.send("0/unknown");
			client.expectInvalidNamespace("/unknown");
			client.send("1/custom,");
			client.send("0/unknown");
			client.expectInvalidNamespace("/unknown");
			client.join("/");
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	void joiningAgainGivesANewSocket(Transport transport) {
		try (Client client = server.open(transport)) {
			String first = client.join("/");
			client.send("1");
			// An answer proves that the packet before has been handled
			client.send("0/unknown");
			client.expectInvalidNamespace("/unknown");
			assertThat(client.join("/")).isNotEqualTo(first);
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Tag("stricter-than-node")
	void leavingAndJoiningInOneGoIsHandledInOrder(Transport transport) {
		try (Client client = server.open(transport)) {
			String first = client.join("/");
			client.send("2[\"message\",\"before\"]", "1", "0{\"again\":true}", "2[\"message\",\"after\"]");
			client.expectEvent("/", "[\"message-back\",\"before\"]");
			assertThat(client.expectConnected("/")).isNotEqualTo(first);
			client.expectEvent("/", "[\"auth\",{\"again\":true}]");
			client.expectEvent("/", "[\"message-back\",\"after\"]");
			client.roundTrip();
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void packetBeforeConnectClosesTheConnection(Transport transport, Case row) {
		try (Client client = server.open(transport)) {
			client.send(row.packets());
			client.expectClosedWithoutAnswer();
		}
	}

	static Stream<Arguments> packetBeforeConnectClosesTheConnection() {
		return Case.onEachTransport(Case.of("2[\"message\",1]"), Case.of("21[\"message-with-ack\",1]"), Case.of("31[]"),
				Case.of("1"), Case.of("1/custom,"), Case.of("2/custom,[\"message\"]"),
				Case.of("2/unknown,[\"message\"]"),
				Case.of("binary event", "51-[\"message\",{\"_placeholder\":true,\"num\":0}]", new byte[1]),
				Case.of("binary acknowledgement", "61-1[{\"_placeholder\":true,\"num\":0}]", new byte[1]),
				Case.of("attachment", (Object) new byte[1]));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void packetForANamespaceNotJoinedClosesTheConnection(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send(row.followedBy("2[\"message\",\"after\"]"));
			client.expectClosedWithoutAnswer();
		}
	}

	static Stream<Arguments> packetForANamespaceNotJoinedClosesTheConnection() {
		return Case.onEachTransport(Case.of("2/custom,[\"message\"]"), Case.of("2/unknown,[\"message\"]"),
				Case.of("2/,/custom,[\"message\"]"), Case.of("3/custom,1[]"), Case.of("1/custom,"),
				Case.of("1/unknown"), Case.of("2/__proto__,[\"message\"]"),
				Case.of("binary event", "51-/custom,[\"message\",{\"_placeholder\":true,\"num\":0}]", new byte[1]));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void packetAfterDisconnectClosesTheConnection(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.join("/custom");
			client.send("1/custom,");
			client.roundTrip();
			client.send(row.followedBy("2[\"message\",\"after\"]"));
			client.expectClosedWithoutAnswer();
		}
	}

	static Stream<Arguments> packetAfterDisconnectClosesTheConnection() {
		return Case.onEachTransport(Case.of("2/custom,[\"message\"]"), Case.of("2/custom,1[\"message-with-ack\"]"),
				Case.of("1/custom,"), Case.of("3/custom,1[]"));
	}

	@ParameterizedTest
	@EnumSource
	void packetAfterARefusalClosesTheConnection(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.send("0/unknown");
			client.expectInvalidNamespace("/unknown");
			client.send("2/unknown,[\"message\"]");
			client.expectClosedWithoutAnswer();
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void secondConnectClosesTheConnection(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.join("/custom");
			client.send(row.followedBy("2[\"message\",\"after\"]"));
			client.expectClosedWithoutAnswer();
		}
	}

	static Stream<Arguments> secondConnectClosesTheConnection() {
		return Case.onEachTransport(Case.of("0"), Case.of("0/"), Case.of("0/,"), Case.of("0{\"token\":\"other\"}"),
				Case.of("0/custom"), Case.of("0/custom,"), Case.of("0/custom,{\"token\":\"other\"}"));
	}

}
