package dev.socketio.protocol.codec;

import java.util.ArrayList;
import java.util.List;

import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;

/**
 * A binary packet whose attachments have not all arrived.
 */
final class PendingBinaryPacket {

	private final JsonBinding binding;

	private final PacketType type;

	private final String namespace;

	private final long ackId;

	private final @Nullable String event;

	private final JsonArguments text;

	private final int expected;

	/** Grows with the attachments that arrive, not with the announced number. */
	private final List<byte[]> attachments = new ArrayList<>(2);

	/** Bytes that may still come. */
	private long remaining;

	private long bytes;

	PendingBinaryPacket(JsonBinding binding, PacketType type, String namespace, long ackId, @Nullable String event,
			JsonArguments text, int expected, long remaining) {
		this.binding = binding;
		this.type = type;
		this.namespace = namespace;
		this.ackId = ackId;
		this.event = event;
		this.text = text;
		this.expected = expected;
		this.remaining = remaining;
		this.bytes = text.retainedBytes();
	}

	/** Add an attachment and return whether it was the last one. */
	boolean add(byte[] data) {
		if (data.length > this.remaining) {
			throw new PacketFormatException("packet too large");
		}
		this.remaining -= data.length;
		this.bytes += data.length;
		this.attachments.add(data);
		return this.attachments.size() == this.expected;
	}

	/** The number of bytes received so far. */
	long bytes() {
		return this.bytes;
	}

	DecodedPacket complete() {
		return new DecodedPacket(this.type, this.namespace, this.ackId, this.event,
				new BinaryArguments(this.binding, this.text, this.attachments));
	}

}
