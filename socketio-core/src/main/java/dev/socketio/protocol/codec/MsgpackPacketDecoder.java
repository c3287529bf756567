package dev.socketio.protocol.codec;

import java.io.IOException;

import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.PacketDecoder;
import dev.socketio.protocol.PacketFormatException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePackException;

/**
 * Reads packets that are MessagePack maps. It has no state between messages.
 */
final class MsgpackPacketDecoder implements PacketDecoder {

	private final JsonBinding binding;

	private final DecoderLimits limits;

	MsgpackPacketDecoder(JsonBinding binding, DecoderLimits limits) {
		this.binding = binding;
		this.limits = limits;
	}

	@Override
	public DecodedPacket text(byte[] buffer, int offset, int length) {
		throw new PacketFormatException("text message");
	}

	@Override
	public @Nullable DecodedPacket binary(byte[] data) {
		try {
			return new MsgpackPacketReader(this.binding, data, this.limits).read();
		}
		catch (IOException | MessagePackException | IllegalArgumentException ex) {
			// the library throws the last one for sizes that overflow
			throw new PacketFormatException("malformed MessagePack");
		}
	}

	@Override
	public long partialBytes() {
		return 0;
	}

}
