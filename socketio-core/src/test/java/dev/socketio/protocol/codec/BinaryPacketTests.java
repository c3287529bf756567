package dev.socketio.protocol.codec;

import java.util.List;
import java.util.Map;

import dev.socketio.protocol.ArgumentConversionException;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.PacketDecoder;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BinaryPacketTests {

	private static final byte[] A = { 1, 2, 3 };

	private static final byte[] B = { 4 };

	@Test
	void eventWaitsForItsAttachments() {
		PacketDecoder decoder = Packets.decoder();
		assertThat(Packets.text(decoder,
				"52-/admin,7[\"e\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]"))
			.isNull();
		assertThat(decoder.binary(A)).isNull();
		DecodedPacket packet = decoder.binary(B);
		assertThat(packet).isNotNull();
		assertThat(packet.type()).isEqualTo(PacketType.EVENT);
		assertThat(packet.namespace()).isEqualTo("/admin");
		assertThat(packet.ackId()).isEqualTo(7);
		assertThat(packet.event()).isEqualTo("e");
		assertThat(Packets.list(packet)).containsExactly(A, B);
		// and the decoder is ready for the next one
		assertThat(Packets.text(decoder, "2[\"next\"]")).isNotNull();
	}

	@Test
	void acknowledgementWaitsForItsAttachment() {
		DecodedPacket packet = Packets.decode("61-/admin,7[{\"_placeholder\":true,\"num\":0}]", A);
		assertThat(packet.type()).isEqualTo(PacketType.ACK);
		assertThat(packet.ackId()).isEqualTo(7);
		assertThat(packet.event()).isNull();
		assertThat(packet.arguments().get(0, byte[].class)).isEqualTo(A);
	}

	@Test
	void acknowledgementWithoutIdTakesItsAttachments() {
		PacketDecoder decoder = Packets.decoder();
		assertThat(Packets.text(decoder, "62-[{\"_placeholder\":true,\"num\":0},1]")).isNull();
		assertThat(decoder.partialBytes()).isPositive();
		assertThat(decoder.binary(A)).isNull();
		DecodedPacket packet = decoder.binary(B);
		assertThat(packet).isNotNull();
		assertThat(packet.type()).isEqualTo(PacketType.ACK);
		assertThat(packet.hasAckId()).isFalse();
		assertThat(decoder.partialBytes()).isZero();
		assertThat(Packets.text(decoder, "2[\"next\"]")).isNotNull();
	}

	@Test
	void placeholdersMayComeInAnyOrderOrNotAtAll() {
		assertThat(Packets.list(
				Packets.decode("52-[\"e\",{\"_placeholder\":true,\"num\":1},{\"_placeholder\":true,\"num\":0}]", A, B)))
			.containsExactly(B, A);
		assertThat(Packets.list(Packets.decode("51-[\"e\",\"x\"]", A))).containsExactly("x");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\"e\",P,P]", "[\"e\",[P,1,{\"a\":[P]}]]", "[\"e\",{\"a\":P,\"b\":P}]",
			"[\"e\",{\"a\":P,\"a\":P}]", "[P,\"e\",P]" })
	void attachmentIsUsedOnce(String json) {
		String once = "{\"_placeholder\":true,\"num\":0}";
		String type = json.startsWith("[P") ? "61-7" : "51-";
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> Packets.decode(type + json.replace("P", once), A))
			.withMessage("illegal attachments");
		// but the same text with two attachments is fine
		String second = once.replace('0', '1');
		String twice = json.replaceFirst("P", once).replaceFirst("P", second);
		assertThat(Packets.decode(type.replace('1', '2') + twice, A, B)).isNotNull();
	}

	@Test
	void refusesRepeatedPlaceholdersBeforeAttachmentsArrive() {
		String json = "[\"e\",[" + "{\"_placeholder\":true,\"num\":0},".repeat(25_000) + "1]]";
		PacketDecoder decoder = Packets.decoder();
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> Packets.text(decoder, "51-" + json));
		assertThat(decoder.partialBytes()).isZero();
	}

	@Test
	@SuppressWarnings("unchecked")
	void placeholdersAreFoundAtAnyDepth() {
		DecodedPacket packet = Packets
			.decode("51-[\"e\",{\"a\":[1,{\"b\":{\"_placeholder\":true,\"num\":0,\"more\":1}}],\"c\":null}]", A);
		Map<String, Object> map = (Map<String, Object>) packet.arguments().get(0);
		List<Object> list = (List<Object>) map.get("a");
		assertThat(list.get(0)).isEqualTo(1);
		assertThat(((Map<String, Object>) list.get(1)).get("b")).isEqualTo(A);
		assertThat(map).containsEntry("c", null);
	}

	@Test
	void lookalikesStayUnchanged() {
		for (String lookalike : List.of("{\"_placeholder\":1,\"num\":0}", "{\"_placeholder\":\"true\",\"num\":0}",
				"{\"_placeholder\":false,\"num\":7}", "{\"placeholder\":true,\"num\":7}")) {
			assertThat(Packets.decode("51-[\"e\"," + lookalike + "]", A).arguments().get(0)).isInstanceOf(Map.class);
		}
		// in packets without attachments placeholders are ordinary objects
		DecodedPacket packet = Packets.decode("2[\"e\",{\"_placeholder\":true,\"num\":0}]");
		assertThat(packet).isNotNull();
		assertThat(packet.arguments().get(0)).isEqualTo(Map.of("_placeholder", true, "num", 0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "1", "10", "0.5", "\"0\"", "null", "true", "false", "{}", "[]", "1e400", "-0.1",
			"99999999999999999999", "4294967296", "-4294967296", "2147483648", "2147483647" })
	void numberOutOfRangeIsIllegal(String number) {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> Packets.decode("51-[\"e\",{\"_placeholder\":true,\"num\":" + number + "}]"))
			.withMessage("illegal attachments");
	}

	@Test
	void numberOfManyDigitsIsIllegal() {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> Packets.decode("51-[\"e\",{\"_placeholder\":true,\"num\":" + "9".repeat(999) + "}]"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "0.0", "0e5", "-0" })
	void zeroMayBeWrittenInSeveralWays(String number) {
		assertThat(Packets.decode("51-[\"e\",{\"_placeholder\":true,\"num\":" + number + "}]", A).arguments().get(0))
			.isEqualTo(A);
	}

	@Test
	void missingNumberIsIllegal() {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> Packets.decode("51-[\"e\",{\"_placeholder\":true}]"))
			.withMessage("illegal attachments");
	}

	@ParameterizedTest
	@ValueSource(strings = { "5[\"a\"]", "5-", "5-[\"a\"]", "51.5-[\"a\"]", "5-1-[\"a\"]", "51[\"a\"]", "50-[\"a\"]",
			"500-[\"a\"]", "511-[\"a\"]", "51000-[\"a\"]", "599999999999999999999999-[\"a\"]", "5Infinity-[\"a\"]",
			"5+1-[\"a\"]", "5 1-[\"a\"]", "51", "51-", "51-{}", "51-[]", "51-/admin,", "61-7", "61-7{}", "60-7[]" })
	void illegalNumberOfAttachmentsIsRefusedAtOnce(String wire) {
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> Packets.decode(wire));
	}

	@Test
	void tenAttachmentsAreAllowedAndMoreByConfiguration() {
		PacketDecoder decoder = Packets.decoder();
		assertThat(Packets.text(decoder, "510-[\"e\"]")).isNull();
		for (int i = 0; i < 9; i++) {
			assertThat(decoder.binary(A)).isNull();
		}
		assertThat(decoder.binary(A)).isNotNull();
		PacketDecoder generous = Packets.CODEC.decoder(DecoderLimits.builder().maxAttachments(11).build());
		assertThat(Packets.text(generous, "511-[\"e\"]")).isNull();
		PacketDecoder strict = Packets.CODEC.decoder(DecoderLimits.builder().maxAttachments(0).build());
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> Packets.text(strict, "51-[\"e\"]"));
	}

	@Test
	void attachmentWithoutHeaderIsIllegal() {
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> Packets.decoder().binary(A));
		PacketDecoder decoder = Packets.decoder();
		Packets.text(decoder, "51-[\"e\"]");
		decoder.binary(A);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decoder.binary(A));
	}

	@Test
	void textBetweenHeaderAndAttachmentIsIllegal() {
		PacketDecoder decoder = Packets.decoder();
		Packets.text(decoder, "51-[\"e\"]");
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> Packets.text(decoder, "2[\"x\"]"));
	}

	@Test
	void textInTheMiddleEndsThePacket() {
		PacketDecoder decoder = Packets.decoder();
		Packets.text(decoder, "51-[\"e\"]");
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> Packets.text(decoder, "2[\"x\"]"))
			.withMessage("got plaintext data when reconstructing a packet");
		assertThat(decoder.partialBytes()).isZero();
	}

	@Test
	void refusesValuesThatTheMapperRejects() {
		// longer than the names that Jackson reads
		String name = "\"" + "k".repeat(60_000) + "\"";
		Arguments plain = Packets.decode("51-[\"e\",{" + name + ":1}]", A).arguments();
		assertThatExceptionOfType(ArgumentConversionException.class).isThrownBy(() -> plain.get(0));
		Arguments binary = Packets.decode("51-[\"e\",{" + name + ":1,\"a\":{\"_placeholder\":true,\"num\":0}}]", A)
			.arguments();
		assertThatExceptionOfType(ArgumentConversionException.class).isThrownBy(() -> binary.get(0));
	}

}
