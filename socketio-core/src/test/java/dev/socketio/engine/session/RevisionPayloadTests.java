package dev.socketio.engine.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.socketio.engine.EngineOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class RevisionPayloadTests {

	private final EngineFixture fixture = new EngineFixture(EngineOptions.DEFAULT);

	private final List<Received> received = new CopyOnWriteArrayList<>();

	@BeforeEach
	void open() {
		this.fixture.listener = new SessionListener() {

			@Override
			public void onText(byte[] buffer, int offset, int length) {
				String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
				RevisionPayloadTests.this.received.add(new Received(text, buffer.length));
			}

			@Override
			public void onBinary(byte[] data) {
				RevisionPayloadTests.this.received.add(new Received(HexFormat.of().formatHex(data), data.length));
			}

			@Override
			public void onClose(CloseReason reason) {
				RevisionPayloadTests.this.received.add(new Received(reason.name(), 0));
			}

		};
		PollingClient.open(this.fixture.server, this.fixture.loops.next());
	}

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void messageKeepsItselfOnly() {
		decode(Revision.FOUR, null, bytes("4a\u001e4" + "x".repeat(10_000) + "\u001ebAQI=\u001e4é\u001e4"));
		assertThat(this.received).containsExactly(new Received("a", 2), new Received("x".repeat(10_000), 10_001),
				new Received("0102", 2), new Received("é", 3), new Received("", 1));
	}

	@Test
	void onlyMessageIsNotCopied() {
		byte[] body = bytes("4abc");
		decode(Revision.FOUR, null, body);
		assertThat(this.received).containsExactly(new Received("abc", 4));
	}

	@Test
	void textMessageOfRevisionThreeKeepsItselfOnly() {
		decode(Revision.THREE, "text/plain", bytes("2:4a10001:4" + "x".repeat(10_000) + "2:4é"));
		assertThat(this.received).containsExactly(new Received("a", 2), new Received("x".repeat(10_000), 10_001),
				new Received("é", 3));
	}

	@Test
	void binaryMessageOfRevisionThreeKeepsItselfOnly() {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.writeBytes(new byte[] { 0, 2, (byte) 0xff, '4', 'a' });
		body.writeBytes(new byte[] { 1, 3, (byte) 0xff, 4, 1, 2 });
		body.writeBytes(new byte[] { 0, 1, 0, 0, 1, (byte) 0xff, '4' });
		body.writeBytes(new byte[1000]);
		decode(Revision.THREE, EngineResponse.OCTET_STREAM, body.toByteArray());
		assertThat(this.received).containsExactly(new Received("a", 2), new Received("0102", 2),
				new Received("\0".repeat(1000), 1001));
	}

	@Test
	void binaryPacketOfRevisionThreeIsAMessage() {
		for (byte[] body : List.of(new byte[] { 1, 1, (byte) 0xff, 3 }, new byte[] { 1, 2, (byte) 0xff, 5, 1 })) {
			assertThatExceptionOfType(PayloadException.class).isThrownBy(
					() -> Revision.THREE.decode(body, EngineResponse.OCTET_STREAM, this.fixture.session().receiver()));
		}
	}

	private void decode(Revision revision, String contentType, byte[] body) {
		EngineSession session = this.fixture.session();
		Loops.run(session.home(), () -> revision.decode(body, contentType, session.receiver()));
		this.fixture.settle();
	}

	static List<Revision> revisions() {
		return List.of(Revision.FOUR, Revision.THREE, Revision.THREE_BASE64);
	}

	@ParameterizedTest
	@MethodSource("revisions")
	void payloadsAreAsTheProtocolSays(Revision revision) {
		Random random = new Random(1);
		for (int i = 0; i < 500; i++) {
			List<EnginePacket> packets = new ArrayList<>();
			boolean onlyText = random.nextBoolean();
			for (int k = random.nextInt(5); k >= 0; k--) {
				packets.add(packet(random, onlyText));
			}
			assertThat(revision.encode(packets).bytes()).asString(StandardCharsets.ISO_8859_1)
				.isEqualTo(new String(expected(revision, packets), StandardCharsets.ISO_8859_1));
		}
	}

	private static EnginePacket packet(Random random, boolean onlyText) {
		int length = new int[] { 0, 1, 2, 3, 8, 9, 98, 99, 100, 998, 1000 }[random.nextInt(11)];
		if (onlyText || random.nextBoolean()) {
			String unit = List.of("a", "é", "€", "\ud83d\ude00").get(random.nextInt(4));
			return EnginePacket.text(unit.repeat(length));
		}
		byte[] data = new byte[length];
		random.nextBytes(data);
		return EnginePacket.binary(data);
	}

	private static byte[] expected(Revision revision, List<EnginePacket> packets) {
		boolean binary = packets.stream().anyMatch((packet) -> packet.isBinary());
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (EnginePacket packet : packets) {
			byte[] data = packet.data();
			String base64 = Base64.getEncoder().encodeToString(data);
			if (revision == Revision.FOUR) {
				out.writeBytes(bytes((out.size() > 0) ? "\u001e" : ""));
				out.writeBytes(packet.isBinary() ? bytes("b" + base64) : concat("4", data));
			}
			else if (revision == Revision.THREE && binary) {
				out.write(packet.isBinary() ? 1 : 0);
				for (char digit : String.valueOf(data.length + 1).toCharArray()) {
					out.write(digit - '0');
				}
				out.write(0xff);
				out.write(packet.isBinary() ? 4 : '4');
				out.writeBytes(data);
			}
			else {
				String content = packet.isBinary() ? "b4" + base64 : "4" + new String(data, StandardCharsets.UTF_8);
				out.writeBytes(bytes(content.length() + ":" + content));
			}
		}
		return out.toByteArray();
	}

	/** More than an array can hold. */
	static List<Arguments> tooLarge() {
		List<Arguments> cases = new ArrayList<>();
		for (Revision revision : revisions()) {
			for (boolean binary : new boolean[] { false, true }) {
				EnginePacket packet = EnginePacket.message(new byte[1 << 20], binary, true);
				cases.add(arguments(revision, Collections.nCopies(2048, packet)));
			}
		}
		return cases;
	}

	@ParameterizedTest
	@MethodSource("tooLarge")
	void sizesDoNotOverflow(Revision revision, List<EnginePacket> packets) {
		assertThatIllegalArgumentException().isThrownBy(() -> revision.encode(packets))
			.withMessageMatching("Messages of [0-9]{10} bytes cannot be sent at once");
	}

	private static byte[] concat(String start, byte[] rest) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(bytes(start));
		out.writeBytes(rest);
		return out.toByteArray();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private record Received(String content, int arraySize) {

	}

}
