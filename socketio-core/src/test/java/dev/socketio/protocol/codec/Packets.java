package dev.socketio.protocol.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.EncodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketDecoder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Short words for what the tests of the codec do all the time.
 */
final class Packets {

	static final JsonPacketCodec CODEC = new JsonPacketCodec(JsonMapper.builder().build());

	private Packets() {
	}

	static PacketDecoder decoder() {
		return CODEC.decoder(DecoderLimits.DEFAULT);
	}

	static @Nullable DecodedPacket decode(String text) {
		return text(decoder(), text);
	}

	static @Nullable DecodedPacket text(PacketDecoder decoder, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return decoder.text(bytes, 0, bytes.length);
	}

	/** The last of several attachments completes the packet. */
	static DecodedPacket decode(String text, byte[]... attachments) {
		PacketDecoder decoder = decoder();
		DecodedPacket packet = text(decoder, text);
		for (byte[] attachment : attachments) {
			if (packet != null) {
				throw new AssertionError("complete too early");
			}
			packet = decoder.binary(attachment);
		}
		if (packet == null) {
			throw new AssertionError("not complete");
		}
		return packet;
	}

	static String encode(Packet packet) {
		return content(CODEC.encode(packet));
	}

	static String content(EncodedPacket packet) {
		return new String(packet.content(), StandardCharsets.UTF_8);
	}

	static Packet event(@Nullable Object... args) {
		return Packet.event("/", "e", args);
	}

	/** The JSON of the arguments, without the frame of an event called {@code e}. */
	static String json(@Nullable Object value) {
		String text = encode(event(value));
		return text.substring(text.indexOf("[\"e\",") + 5, text.length() - 1);
	}

	static List<@Nullable Object> list(DecodedPacket packet) {
		return packet.arguments().toList();
	}

}
