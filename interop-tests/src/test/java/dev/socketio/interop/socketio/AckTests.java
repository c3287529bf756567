package dev.socketio.interop.socketio;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Acknowledgements: their arguments and their ids.
 */
class AckTests {

	@RegisterExtension
	static final ProtocolServer server = new ProtocolServer();

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void argumentsAreAcknowledged(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send("212" + ArgumentCases.event("message-with-ack", row));
			client.expectAck("/", "12", ArgumentCases.array(row));
			client.roundTrip();
		}
	}

	static Stream<Arguments> argumentsAreAcknowledged() {
		return Case.onEachTransport(ArgumentCases.ALL);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void idIsSentBack(Transport transport, String sent, String received) {
		try (Client client = server.connect(transport)) {
			client.send("2" + sent + "[\"message-with-ack\",\"a\"]");
			client.expectAck("/", received, "[\"a\"]");
			client.send("51-" + sent + "[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]", new byte[] { 1 });
			client.expectAck("/", received, "[{\"_placeholder\":true,\"num\":0}]", new byte[] { 1 });
		}
	}

	static Stream<Arguments> idIsSentBack() {
		return Stream.of(Transport.values())
			.flatMap((transport) -> Stream.of(Arguments.of(transport, "0", "0"), Arguments.of(transport, "1", "1"),
					Arguments.of(transport, "007", "7"), Arguments.of(transport, "00", "0"),
					Arguments.of(transport, "2147483647", "2147483647"),
					Arguments.of(transport, "2147483648", "2147483648"),
					Arguments.of(transport, "4294967296", "4294967296"),
					Arguments.of(transport, "9007199254740991", "9007199254740991")));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	@Tag("stricter-than-node")
	void idBeyondTheBoundClosesTheConnection(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send(row.followedBy("2[\"message\",\"after\"]"));
			client.expectClosedWithoutAnswer();
		}
	}

	static Stream<Arguments> idBeyondTheBoundClosesTheConnection() {
		return Case.onEachTransport(Case.of("2^64", "218446744073709551616[\"message-with-ack\"]"),
				Case.of("2^64 + 1, which is 1 in 64 bits", "218446744073709551617[\"message-with-ack\"]"),
				Case.of("20 digits", "299999999999999999999[\"message-with-ack\"]"),
				Case.of("400 digits", "2" + "9".repeat(400) + "[\"message-with-ack\"]"),
				Case.of("100 000 digits", "2" + "9".repeat(100_000) + "[\"message-with-ack\"]"),
				Case.of("400 digits of an acknowledgement", "3" + "9".repeat(400) + "[]"),
				Case.of("400 digits of a binary event",
						"51-" + "9".repeat(400) + "[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]",
						new byte[1]));
	}

	@ParameterizedTest
	@EnumSource
	void everyEventIsAcknowledgedOnce(Transport transport) {
		try (Client client = server.connect(transport)) {
			client
				.send(IntStream.range(0, 100).mapToObj((i) -> "2" + i + "[\"message-with-ack\"," + i + "]").toArray());
			for (int i = 0; i < 100; i++) {
				client.expectAck("/", Integer.toString(i), "[" + i + "]");
			}
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	void idMayBeUsedAgain(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.send("25[\"message-with-ack\",1]", "25[\"message-with-ack\",2]");
			client.expectAck("/", "5", "[1]");
			client.expectAck("/", "5", "[2]");
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	void eventWithoutAcknowledgementMayHaveAnId(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.send("25[\"unknown\"]");
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Tag("stricter-than-node")
	void listenerThatExpectsAnAcknowledgementSurvivesWithoutId(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.send("2[\"message-with-ack\",1]", "2[\"message-with-ack\"]");
			client.roundTrip();
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void unknownAcknowledgementIsIgnored(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.join("/custom");
			client.send(row.packets());
			client.roundTrip();
		}
	}

	static Stream<Arguments> unknownAcknowledgementIsIgnored() {
		return Case.onEachTransport(Case.of("30[]"), Case.of("31[]"), Case.of("312[1,{\"a\":null}]"),
				Case.of("3/custom,1[]"), Case.of("39007199254740991[]"), Case.of("without payload", "312"),
				Case.of("binary", "61-12[{\"_placeholder\":true,\"num\":0}]", new byte[] { 1 }),
				Case.of("without id", "3[]"), Case.of("without id, other namespace", "3/custom,[1]"),
				Case.of("binary, without id", "61-[{\"_placeholder\":true,\"num\":0}]", new byte[] { 1 }),
				Case.of("binary, two attachments", "62-12[{\"_placeholder\":true,\"num\":1}]", new byte[0],
						new byte[] { 1 }),
				Case.of("binary, other namespace", "61-/custom,12[{\"_placeholder\":true,\"num\":0}]",
						new byte[] { 1 }));
	}

}
