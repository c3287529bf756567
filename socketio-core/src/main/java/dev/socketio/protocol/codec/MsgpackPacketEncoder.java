package dev.socketio.protocol.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

import dev.socketio.protocol.EncodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Writes packets as maps whose keys are in the order of the Node.js server.
 */
final class MsgpackPacketEncoder {

	/** Most events are much smaller than the default of 8 KiB. */
	private static final MessagePack.PackerConfig CONFIG = new MessagePack.PackerConfig().withBufferSize(512);

	private final MsgpackValueWriter values;

	MsgpackPacketEncoder(JsonBinding binding) {
		this.values = new MsgpackValueWriter(binding);
	}

	EncodedPacket encode(Packet packet) {
		try (MessageBufferPacker out = CONFIG.newBufferPacker()) {
			write(out, packet);
			Utf8Buffer.capacity(0, out.getTotalWrittenBytes());
			return new EncodedPacket(out.toByteArray(), true, List.of());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void write(MessageBufferPacker out, Packet packet) throws IOException {
		boolean isArray = packet.type() == PacketType.EVENT || packet.type() == PacketType.ACK;
		boolean hasData = isArray || !packet.data().isEmpty();
		boolean idFirst = packet.type() == PacketType.ACK;
		out.packMapHeader(2 + (hasData ? 1 : 0) + (packet.hasAckId() ? 1 : 0));
		if (idFirst) {
			id(out, packet);
		}
		out.packString("type").packInt(packet.type().ordinal());
		if (hasData) {
			out.packString("data");
			if (isArray) {
				array(out, packet);
			}
			else {
				this.values.write(out, packet.data().get(0));
			}
		}
		if (!idFirst) {
			id(out, packet);
		}
		out.packString("nsp").packString(packet.namespace());
	}

	private void array(MessageBufferPacker out, Packet packet) throws IOException {
		List<@Nullable Object> values = packet.data();
		out.packArrayHeader(values.size());
		for (int i = 0; i < values.size(); i++) {
			Object value = values.get(i);
			if (i == 0 && packet.type() == PacketType.EVENT && value instanceof String name) {
				out.packString(name);
			}
			else {
				this.values.write(out, value);
			}
		}
	}

	private static void id(MessageBufferPacker out, Packet packet) throws IOException {
		if (packet.hasAckId()) {
			out.packString("id").packLong(packet.ackId());
		}
	}

}
