package dev.socketio.interop.socketio;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events from the client and their echo.
 */
class EventTests {

	@RegisterExtension
	static final ProtocolServer server = new ProtocolServer();

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void argumentsAreEchoed(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send("2" + ArgumentCases.event("message", row));
			client.expectEvent("/", ArgumentCases.event("message-back", row));
			client.roundTrip();
		}
	}

	static Stream<Arguments> argumentsAreEchoed() {
		return Case.onEachTransport(ArgumentCases.ALL);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void jsonMayContainWhitespace(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send(row.packets());
			client.expectEvent("/", "[\"message-back\",1]");
			client.roundTrip();
		}
	}

	static Stream<Arguments> jsonMayContainWhitespace() {
		return Case.onEachTransport(Case.of("inside", "2[ \"message\" , 1 ]"),
				Case.of("line breaks", "2[\n\"message\"\r\n,\t1\n]"), Case.of("at the end", "2[\"message\",1] \r\n\t"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void lastOfDuplicateKeysWins(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send(row.packets());
			client.expectEvent("/", "[\"message-back\",{\"a\":2,\"b\":3}]");
		}
	}

	static Stream<Arguments> lastOfDuplicateKeysWins() {
		return Case.onEachTransport(Case.of("2[\"message\",{\"a\":1,\"b\":3,\"a\":2}]"),
				Case.of("2[\"message\",{\"a\":1,\"\\u0061\":2,\"b\":3}]"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource
	void eventWithoutListenerIsIgnored(Transport transport, Case row) {
		try (Client client = server.connect(transport)) {
			client.send(row.packets());
			client.roundTrip();
		}
	}

	static Stream<Arguments> eventWithoutListenerIsIgnored() {
		return Case.onEachTransport(Case.of("2[\"unknown\"]"), Case.of("2[\"unknown\",1,{}]"),
				Case.of("27[\"unknown\"]"), Case.of("27[\"unknown\",1]"), Case.of("2[\"Message\"]"),
				Case.of("2[\"message \"]"), Case.of("2[\" message\"]"), Case.of("2[\"message-back\",1]"),
				Case.of("2[\"auth\",1]"), Case.of("2[\"*\"]"), Case.of("2[\"\"]"), Case.of("2[\"\\u0000\"]"),
				Case.of("2[\"__proto__\",1]"), Case.of("2[\"constructor\",1]"), Case.of("2[\"prototype\",1]"),
				Case.of("2[\"toString\",1]"), Case.of("2[\"hasOwnProperty\",1]"), Case.of("2[\"valueOf\"]"),
				Case.of("2[\"error\",\"not an error of the server\"]"), Case.of("2[\"error\"]"),
				Case.of("2[\"connection\"]"), Case.of("2[\"ping\"]"), Case.of("2[\"pong\"]"), Case.of("2[\"close\"]"),
				Case.of("2[\"Connect\"]"), Case.of("2[\"disconnect \"]"), Case.of("2[\"new_namespace\",\"/x\"]"),
				Case.of("number as name", "2[1,\"a\"]"),
				Case.of("name of 256 characters", "2[\"" + "e".repeat(256) + "\"]"),
				Case.of("binary event", "51-[\"unknown\",{\"_placeholder\":true,\"num\":0}]", new byte[] { 1 }));
	}

	@ParameterizedTest
	@EnumSource
	void orderIsKept(Transport transport) {
		int count = 2000;
		try (Client client = server.connect(transport)) {
			for (int batch = 0; batch < 4; batch++) {
				client.send(events(batch * count / 4, (batch + 1) * count / 4));
			}
			for (int i = 0; i < count; i++) {
				if (i % 3 == 0) {
					client.expectAck("/", Integer.toString(i), "[" + i + "]");
				}
				else if (i % 7 == 0) {
					client.expectEvent("/", "[\"message-back\",{\"_placeholder\":true,\"num\":0}]",
							new byte[] { (byte) i });
				}
				else {
					client.expectEvent("/", "[\"message-back\"," + i + "]");
				}
			}
		}
	}

	private static Object[] events(int from, int to) {
		List<Object> packets = new ArrayList<>();
		for (int i = from; i < to; i++) {
			if (i % 3 == 0) {
				packets.add("2" + i + "[\"message-with-ack\"," + i + "]");
			}
			else if (i % 7 == 0) {
				packets.add("51-[\"message\",{\"_placeholder\":true,\"num\":0}]");
				packets.add(new byte[] { (byte) i });
			}
			else {
				packets.add("2[\"message\"," + i + "]");
			}
		}
		return packets.toArray();
	}

	@Test
	void severalPacketsInOneRequestBody() {
		try (Client client = server.connect(Transport.POLLING)) {
			client.connection()
				.sendPacket(
						"42[\"message\",1]\u001e451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID\u001e"
								+ "4312[]\u001e427[\"message-with-ack\"]");
			client.expectEvent("/", "[\"message-back\",1]");
			client.expectEvent("/", "[\"message-back\",{\"_placeholder\":true,\"num\":0}]", new byte[] { 1, 2, 3 });
			client.expectAck("/", "7", "[]");
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	void clientsDoNotSeeEachOther(Transport transport) {
		try (Client one = server.connect(transport); Client other = server.connect(transport)) {
			one.send("2[\"message\",\"one\"]");
			one.expectEvent("/", "[\"message-back\",\"one\"]");
			other.roundTrip();
			one.roundTrip();
		}
	}

}
