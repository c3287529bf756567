package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.engine.session.EnginePacket;
import dev.socketio.engine.session.MessageBatch;
import dev.socketio.protocol.EncodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketCodec;

/**
 * A packet together with its encoded form.
 *
 * @param packet the packet
 * @param batch its messages
 * @param flags how to send it
 */
record OutgoingPacket(Packet packet, MessageBatch batch, BroadcastFlags flags) {

	/** For one socket. */
	static OutgoingPacket of(PacketCodec codec, Packet packet, BroadcastFlags flags) {
		EncodedPacket encoded = codec.encode(packet);
		return new OutgoingPacket(packet, MessageBatch.of(first(encoded, flags), attachments(encoded, flags)), flags);
	}

	/** For many sockets; the batch has to be released. */
	static OutgoingPacket shared(PacketCodec codec, Packet packet, BroadcastFlags flags) {
		EncodedPacket encoded = codec.encode(packet);
		return new OutgoingPacket(packet, MessageBatch.shared(first(encoded, flags), attachments(encoded, flags)),
				flags);
	}

	private static boolean compress(BroadcastFlags flags) {
		return !Boolean.FALSE.equals(flags.compress());
	}

	private static EnginePacket first(EncodedPacket encoded, BroadcastFlags flags) {
		return EnginePacket.message(encoded.content(), encoded.binary(), compress(flags));
	}

	private static List<EnginePacket> attachments(EncodedPacket encoded, BroadcastFlags flags) {
		if (encoded.attachments().isEmpty()) {
			return List.of();
		}
		List<EnginePacket> messages = new ArrayList<>(encoded.attachments().size());
		for (byte[] attachment : encoded.attachments()) {
			messages.add(EnginePacket.message(attachment, true, compress(flags)));
		}
		return messages;
	}

}
