package dev.socketio.interop.socketio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Payloads made to exhaust or to confuse the server. Other connections must not notice
 * them.
 */
class HostilePayloadTests {

	private static final byte[] DATA = { 1, 2, 3 };

	@RegisterExtension
	static final ProtocolServer server = new ProtocolServer();

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	@Tag("stricter-than-node")
	void deepNestingClosesTheConnection(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send(row.followedBy("2[\"message\",\"after\"]"));
			client.expectClosedWithoutAnswer();
		}
	}

	static Stream<Arguments> deepNestingClosesTheConnection() {
		int depth = 100_000;
		String arrays = "[".repeat(depth) + "]".repeat(depth);
		String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
		String mixed = "[{\"a\":".repeat(depth / 2) + "1" + "}]".repeat(depth / 2);
		return Case.onEachTransport(Case.of("arrays", "2[\"message\"," + arrays + "]"),
				Case.of("objects", "2[\"message\"," + objects + "]"), Case.of("mixed", "2[\"message\"," + mixed + "]"),
				Case.of("event without listener", "2[\"unknown\"," + arrays + "]"),
				Case.of("event with acknowledgement", "21[\"message-with-ack\"," + objects + "]"),
				Case.of("acknowledgement", "31[" + arrays + "]"),
				Case.of("binary event", "51-[\"message\"," + arrays + "]", DATA),
				Case.of("binary acknowledgement", "61-1[" + objects + "]", DATA));
	}

	@ParameterizedTest
	@EnumSource
	@Tag("stricter-than-node")
	void deepNestingOfAnAuthenticationPayloadClosesTheConnection(Transport transport) {
		try (Client client = server.open(transport)) {
			client.send("0" + "{\"a\":".repeat(2000) + "1" + "}".repeat(2000));
			client.expectClosedWithoutAnswer();
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	@Tag("stricter-than-node")
	void nestingThatOverflowsTheStackOfNodeIsHandled(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send(row.packets());
			client.expectHandledOrClosed();
		}
	}

	static Stream<Arguments> nestingThatOverflowsTheStackOfNodeIsHandled() {
		return Case.onEachTransport(IntStream.of(900, 3000, 10_000, 50_000)
			.mapToObj((depth) -> Stream.of(
					Case.of(depth + " arrays", "2[\"message\"," + "[".repeat(depth) + "]".repeat(depth) + "]"),
					Case.of(depth + " objects",
							"21[\"message-with-ack\"," + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + "]"),
					Case.of(depth + " arrays around a placeholder",
							"51-[\"message\"," + "[".repeat(depth) + "{\"_placeholder\":true,\"num\":0}"
									+ "]".repeat(depth) + "]",
							DATA)))
			.flatMap((cases) -> cases)
			.toArray(Case[]::new));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void hugeNumberIsHandled(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send("21[\"message-with-ack\"," + row.packets()[0] + "]");
			client.expectHandledOrClosed();
		}
	}

	static Stream<Arguments> hugeNumberIsHandled() {
		return Case.onEachTransport(Case.of("1e400"), Case.of("-1e400"), Case.of("1e-400"), Case.of("1e999999999"),
				Case.of("1e-999999999"), Case.of("1e99999999999999999999"), Case.of("9223372036854775808"),
				Case.of("123456789012345678901234567890"), Case.of("400 digits", "9".repeat(400)),
				Case.of("400 decimals", "0." + "9".repeat(400)), Case.of("900 000 digits", "9".repeat(900_000)),
				Case.of("900 000 decimals", "0." + "1".repeat(900_000)),
				Case.of("exponent of 900 000 digits", "1e" + "9".repeat(900_000)),
				Case.of("many huge numbers", "[" + "1e999999999,".repeat(10_000) + "1]"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void eventWithoutPayloadIsIgnoredOrClosesTheConnection(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.join("/custom");
			client.send(row.packets());
			client.expectHandledOrClosed();
		}
	}

	static Stream<Arguments> eventWithoutPayloadIsIgnoredOrClosesTheConnection() {
		return Case.onEachTransport(Case.of("2"), Case.of("212"), Case.of("2/custom"), Case.of("2/custom,"),
				Case.of("2/custom,12"), Case.of("3"), Case.of("3[]"), Case.of("3[1]"), Case.of("4"),
				Case.of("binary event", "51-", DATA), Case.of("binary acknowledgement", "61-1", DATA));
	}

	@ParameterizedTest
	@EnumSource
	@Tag("stricter-than-node")
	void manyArgumentsAreHandled(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.send("2[\"message\"" + ",0".repeat(400_000) + "]");
			client.expectHandledOrClosed();
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void largeStructureIsHandled(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send(row.packets());
			client.expectHandledOrClosed();
		}
	}

	static Stream<Arguments> largeStructureIsHandled() {
		return Case.onEachTransport(Case.of("70 000 keys", "2[\"unknown\",{" + manyKeys(70_000) + "}]"),
				Case.of("key of 900 000 characters", "2[\"message\",{\"" + "k".repeat(900_000) + "\":0}]"),
				Case.of("the same key 100 000 times", "2[\"message\",{" + "\"k\":0,".repeat(99_999) + "\"k\":1}]"),
				Case.of("900 000 blanks", "2[\"message\"," + " ".repeat(900_000) + "1]"),
				Case.of("150 000 escapes", "2[\"message\",\"" + "\\u0001".repeat(150_000) + "\"]"),
				Case.of("namespace of 900 000 characters", "0/" + "n".repeat(900_000)),
				Case.of("one attachment referenced 1000 times",
						"51-[\"unknown\"" + ",{\"_placeholder\":true,\"num\":0}".repeat(1000) + "]", new byte[1000]));
	}

	private static String manyKeys(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "\"key" + i + "\":0").collect(Collectors.joining(","));
	}

	@ParameterizedTest
	@EnumSource
	void incompletePacketDoesNotDisturbOthers(Transport transport) {
		try (Client incomplete = server.connect(transport); Client other = server.connect(transport)) {
			incomplete.send("52-[\"message\",1]", DATA);
			other.roundTrip();
			incomplete.send(DATA);
			incomplete.expectEvent("/", "[\"message-back\",1]");
		}
	}

	@Test
	void invalidUtf8OverPollingIsReplaced() {
		try (Client client = server.connect(Transport.POLLING)) {
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			body.writeBytes("42[\"message\",\"a".getBytes(StandardCharsets.UTF_8));
			body.write(0xff);
			body.writeBytes("b\"]".getBytes(StandardCharsets.UTF_8));
			((PollingConnection) client.connection()).sendBytes(body.toByteArray());
			client.expectEvent("/", "[\"message-back\",\"a\uFFFDb\"]");
			client.roundTrip();
		}
	}

}
