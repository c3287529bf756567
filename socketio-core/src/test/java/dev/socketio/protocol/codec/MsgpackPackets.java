package dev.socketio.protocol.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.EncodedPacket;
import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;
import tools.jackson.databind.json.JsonMapper;

/**
 * Short words for what the tests of the MessagePack codec do all the time.
 */
final class MsgpackPackets {

	static final MsgpackPacketCodec CODEC = new MsgpackPacketCodec(JsonMapper.builder().build());

	private MsgpackPackets() {
	}

	static DecodedPacket decode(byte[] bytes) {
		DecodedPacket packet = CODEC.decoder(DecoderLimits.DEFAULT).binary(bytes);
		if (packet == null) {
			throw new AssertionError("not complete");
		}
		return packet;
	}

	static byte[] encode(Packet packet) {
		EncodedPacket encoded = CODEC.encode(packet);
		if (!encoded.binary() || !encoded.attachments().isEmpty()) {
			throw new AssertionError("not one binary message");
		}
		return encoded.content();
	}

	/** The argument of an event, after it has been on the wire. */
	static DecodedPacket sent(@Nullable Object... args) {
		return decode(encode(Packet.event("/", "e", args)));
	}

	/** The bytes of a single argument of an event. */
	static String argument(@Nullable Object value) {
		String hex = HexFormat.of().formatHex(encode(Packet.event("/", "e", value)));
		String before = "83a47479706502a46461746192a165";
		String after = "a36e7370a12f";
		if (!hex.startsWith(before) || !hex.endsWith(after)) {
			throw new AssertionError(hex);
		}
		return hex.substring(before.length(), hex.length() - after.length());
	}

	/** An event with an argument of the given bytes. */
	static byte[] event(String hex) {
		return HexFormat.of().parseHex("83a47479706502a46461746192a165" + hex + "a36e7370a12f");
	}

	static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

	static byte[] pack(Content content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (MessagePacker packer = MessagePack.newDefaultPacker(bytes)) {
			content.write(packer);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/** A value whose binaries can be compared. */
	static @Nullable Object comparable(@Nullable Object value) {
		if (value instanceof byte[] bytes) {
			return Map.of("binary", HexFormat.of().formatHex(bytes));
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> copy = new ArrayList<>();
			list.forEach((element) -> copy.add(comparable(element)));
			return copy;
		}
		if (value instanceof Map<?, ?> map) {
			Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
			map.forEach((key, element) -> copy.put(key, comparable(element)));
			return copy;
		}
		return value;
	}

	/**
	 * What a test writes.
	 */
	interface Content {

		void write(MessagePacker packer) throws IOException;

	}

}
