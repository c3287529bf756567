package dev.socketio.server;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.engine.session.Message;
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
record Outgoing(Packet packet, MessageBatch batch, BroadcastFlags flags) {

	/** For one socket. */
	static Outgoing of(PacketCodec codec, Packet packet, BroadcastFlags flags) {
		EncodedPacket encoded = codec.encode(packet);
		return new Outgoing(packet, MessageBatch.of(first(encoded), attachments(encoded), compress(flags)), flags);
	}

	/** For many sockets; the batch has to be released. */
	static Outgoing shared(PacketCodec codec, Packet packet, BroadcastFlags flags) {
		EncodedPacket encoded = codec.encode(packet);
		return new Outgoing(packet, MessageBatch.shared(first(encoded), attachments(encoded), compress(flags)), flags);
	}

	private static boolean compress(BroadcastFlags flags) {
		return !Boolean.FALSE.equals(flags.compress());
	}

	private static Message first(EncodedPacket encoded) {
		return new Message(encoded.content(), encoded.binary());
	}

	private static List<Message> attachments(EncodedPacket encoded) {
		if (encoded.attachments().isEmpty()) {
			return List.of();
		}
		List<Message> messages = new ArrayList<>(encoded.attachments().size());
		encoded.attachments().forEach((data) -> messages.add(Message.binary(data)));
		return messages;
	}

}
