package dev.socketio.interop.socketio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.socketio.interop.client.Mount;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Binary events and acknowledgements in both directions.
 */
class BinaryTests {

	private static final String P0 = "{\"_placeholder\":true,\"num\":0}";

	private static final String P1 = "{\"_placeholder\":true,\"num\":1}";

	private static final String P2 = "{\"_placeholder\":true,\"num\":2}";

	private static final byte[] A = { 1, 2, 3 };

	private static final byte[] B = { (byte) 0xff, 0, (byte) 0x80 };

	private static final byte[] C = "b4\u001e".getBytes(StandardCharsets.UTF_8);

	@RegisterExtension
	static final ProtocolServer server = new ProtocolServer();

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("attachments")
	void eventIsEchoed(Transport transport, Row row) {
		try (Client client = server.connect(transport)) {
			client.send(row.packets("5" + row.attachments.length + "-[\"message\"" + row.tail() + "]"));
			client.expectEvent("/", "[\"message-back\"" + row.tail() + "]", row.referenced());
			client.roundTrip();
		}
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("attachments")
	void eventIsAcknowledged(Transport transport, Row row) {
		try (Client client = server.connect(transport)) {
			client.send(row.packets("5" + row.attachments.length + "-3[\"message-with-ack\"" + row.tail() + "]"));
			client.expectAck("/", "3", "[" + row.arguments + "]", row.referenced());
			client.roundTrip();
		}
	}

	static Stream<Arguments> attachments() {
		return Stream.of(Transport.values()).flatMap((transport) -> rows().map((row) -> Arguments.of(transport, row)));
	}

	private static Stream<Row> rows() {
		return Stream.of(new Row("one", P0, A), new Row("two", P0 + "," + P1, A, B),
				new Row("with other arguments", "1,\"a\"," + P0 + ",null", A),
				new Row("nested", "{\"a\":[" + P0 + ",{\"b\":" + P1 + "}],\"c\":[[" + P2 + "]]}", A, B, C),
				new Row("order of the placeholders", P2 + "," + P0 + "," + P1, A, B, C),
				new Row("empty", P0, new byte[0]),
				new Row("empty among others", P0 + "," + P1 + "," + P2, A, new byte[0], B),
				new Row("one not referenced", P1, A, B), new Row("none referenced", "1,2", A, B),
				new Row("no argument", "", A), new Row("ten", tenPlaceholders(), tenAttachments()),
				new Row("key order of a placeholder", "{\"num\":0,\"_placeholder\":true}", A),
				new Row("whitespace in a placeholder", "{ \"_placeholder\" : true , \"num\" : 0 }", A),
				new Row("more keys in a placeholder", "{\"_placeholder\":true,\"num\":0,\"name\":\"x\"}", A),
				new Row("text like a placeholder", "\"{\\\"_placeholder\\\":true,\\\"num\\\":0}\"," + P0, A),
				new Row("key like a placeholder", "{\"_placeholder\":" + P0 + "}", A),
				new Row("placeholder that is not true",
						"{\"_placeholder\":false,\"num\":7},{\"_placeholder\":\"true\",\"num\":7},{\"_placeholder\":1,\"num\":7},"
								+ P0,
						A),
				new Row("Unicode beside", "\"\u4e2d\uD83D\uDE80\"," + P0, A), new Row("every byte", P0, everyByte()),
				new Row("700 000 bytes", P0, filled(700_000, 1)));
	}

	private static String tenPlaceholders() {
		return IntStream.range(0, 10)
			.mapToObj((i) -> "{\"_placeholder\":true,\"num\":" + i + "}")
			.collect(Collectors.joining(","));
	}

	private static byte[][] tenAttachments() {
		return IntStream.range(0, 10).mapToObj((i) -> filled(i, i)).toArray(byte[][]::new);
	}

	private static byte[] everyByte() {
		byte[] data = new byte[256];
		for (int i = 0; i < data.length; i++) {
			data[i] = (byte) i;
		}
		return data;
	}

	private static byte[] filled(int length, int value) {
		byte[] data = new byte[length];
		Arrays.fill(data, (byte) value);
		return data;
	}

	@ParameterizedTest
	@EnumSource
	void namespaceMayBeWritten(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.join("/custom");
			client.send("51-/,[\"message\"," + P0 + "]", A, "51-/custom,[\"message\"," + P0 + "]", B,
					"51-/,4[\"message-with-ack\"," + P0 + "]", C);
			client.expectEvent("/", "[\"message-back\"," + P0 + "]", A);
			client.expectAck("/", "4", "[" + P0 + "]", C);
			client.roundTrip();
		}
	}

	@ParameterizedTest
	@EnumSource
	void attachmentsMayArriveLater(Transport transport) {
		try (Client client = server.open(transport, Mount.SOCKET_IO_PATIENT)) {
			client.join("/");
			client.send("52-[\"message\"," + P0 + "," + P1 + "]");
			awaitPing(client);
			client.send(A);
			awaitPing(client);
			client.send(B);
			client.expectEvent("/", "[\"message-back\"," + P0 + "," + P1 + "]", A, B);
			client.roundTrip();
		}
	}

	private static void awaitPing(Client client) {
		int before = client.connection().pingCount();
		Awaitility.await().until(() -> client.connection().pingCount() > before);
	}

	@ParameterizedTest
	@EnumSource
	void textAndBinaryEventsKeepTheirOrder(Transport transport) {
		try (Client client = server.connect(transport)) {
			client.send("51-[\"message\"," + P0 + "]", A, "51-[\"message\"," + P0 + "]", B, "2[\"message\",1]",
					"52-2[\"message-with-ack\"," + P1 + "," + P0 + "]", A, B, "23[\"message-with-ack\"]");
			client.expectEvent("/", "[\"message-back\"," + P0 + "]", A);
			client.expectEvent("/", "[\"message-back\"," + P0 + "]", B);
			client.expectEvent("/", "[\"message-back\",1]");
			client.expectAck("/", "2", "[" + P1 + "," + P0 + "]", A, B);
			client.expectAck("/", "3", "[]");
			client.roundTrip();
		}
	}

	@Test
	void limitsApplyToEachAttachmentAndToThePacketOverWebSocket() {
		try (Client client = server.connect(Transport.WEBSOCKET)) {
			List<Object> packets = new ArrayList<>();
			packets.add("510-[\"unknown\"," + tenPlaceholders() + "]");
			packets.addAll(List.of(new byte[10][190_000]));
			client.send(packets.toArray());
			client.roundTrip();
			byte[] large = filled(1_000_000, 9);
			byte[] rest = filled(990_000, 8);
			client.send("52-[\"message\"," + P0 + "," + P1 + "]", large, rest);
			client.expectEvent("/", "[\"message-back\"," + P0 + "," + P1 + "]", large, rest);
			client.roundTrip();
		}
	}

	/**
	 * Arguments with attachments.
	 *
	 * @param name what is special about them
	 * @param arguments the arguments with their placeholders
	 * @param attachments the attachments
	 */
	private record Row(String name, String arguments, byte[]... attachments) {

		String tail() {
			return this.arguments.isEmpty() ? "" : "," + this.arguments;
		}

		Object[] packets(String header) {
			List<Object> packets = new ArrayList<>(List.of(header));
			packets.addAll(List.of(this.attachments));
			return packets.toArray();
		}

		byte[][] referenced() {
			return this.arguments.contains("\"_placeholder\"") ? this.attachments : new byte[0][];
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
