package dev.socketio.engine.session;

import java.util.Base64;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes Engine.IO packets as complete, unmasked WebSocket frames (RFC 6455): one text
 * frame with the type digit, or a frame for binary data, whose form depends on the
 * client.
 */
final class WebSocketFraming {

	private static final int TEXT = 0x81;

	private static final int BINARY = 0x82;

	private static final int MAX_HEADER = 10;

	/** The largest array that every JVM can allocate. */
	private static final int MAX_SIZE = Integer.MAX_VALUE - 8;

	private WebSocketFraming() {
	}

	static ByteBuf encode(ByteBufAllocator allocator, EnginePacket packet, BinaryForm form) {
		ByteBuf out = allocator.directBuffer(capacity(size(packet, form)));
		append(out, packet, form);
		return out;
	}

	static ByteBuf encode(ByteBufAllocator allocator, MessageBatch batch, BinaryForm form) {
		long size = 0;
		for (int i = 0; i < batch.size(); i++) {
			size += size(batch.get(i), form);
		}
		ByteBuf out = allocator.directBuffer(capacity(size));
		for (int i = 0; i < batch.size(); i++) {
			append(out, batch.get(i), form);
		}
		return out;
	}

	/**
	 * Require that messages can be written in every form, to any client.
	 * @param bytes the size of the messages
	 * @param messages their number
	 * @throws IllegalArgumentException if they are too large
	 */
	static void requireSize(long bytes, long messages) {
		capacity(base64Size(bytes) + messages * (2 + MAX_HEADER));
	}

	/** With the largest header. */
	private static long size(EnginePacket packet, BinaryForm form) {
		boolean longer = packet.isBinary() && form == BinaryForm.BASE64;
		return MAX_HEADER + (longer ? 2 + base64Size(packet.data().length) : 1L + packet.data().length);
	}

	static long base64Size(long bytes) {
		return (bytes + 2) / 3 * 4;
	}

	/**
	 * The size of an array or buffer.
	 * @throws IllegalArgumentException if there is none as large
	 */
	static int capacity(long size) {
		if (size > MAX_SIZE) {
			throw new IllegalArgumentException("Messages of " + size + " bytes cannot be sent at once");
		}
		return (int) size;
	}

	private static void append(ByteBuf out, EnginePacket packet, BinaryForm form) {
		byte[] data = packet.data();
		if (!packet.isBinary()) {
			header(out, TEXT, data.length + 1);
			out.writeByte(packet.type().digit()).writeBytes(data);
			return;
		}
		switch (form) {
			case BARE -> {
				header(out, BINARY, data.length);
				out.writeBytes(data);
			}
			case TYPED -> {
				header(out, BINARY, data.length + 1);
				out.writeByte(packet.type().ordinal()).writeBytes(data);
			}
			case BASE64 -> {
				byte[] base64 = Base64.getEncoder().encode(data);
				header(out, TEXT, base64.length + 2);
				out.writeByte('b').writeByte(packet.type().digit()).writeBytes(base64);
			}
		}
	}

	private static void header(ByteBuf out, int opcode, int length) {
		out.writeByte(opcode);
		if (length < 126) {
			out.writeByte(length);
		}
		else if (length < 65536) {
			out.writeByte(126).writeShort(length);
		}
		else {
			out.writeByte(127).writeLong(length);
		}
	}

	/** How a binary message looks. */
	enum BinaryForm {

		/** The data alone, in revision 4. */
		BARE,

		/** A byte with the type, then the data, in revision 3. */
		TYPED,

		/** Text, for clients of revision 3 that asked for it. */
		BASE64

	}

}
