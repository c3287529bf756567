package dev.socketio.engine;

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

	private WebSocketFraming() {
	}

	static ByteBuf encode(ByteBufAllocator allocator, EnginePacket packet, BinaryForm form) {
		ByteBuf out = allocator.directBuffer(packet.size() + MAX_HEADER);
		append(out, packet.type(), packet.data(), form);
		return out;
	}

	/** A packet without the frame around it. */
	static ByteBuf encodePayload(ByteBufAllocator allocator, EnginePacket packet, BinaryForm form) {
		ByteBuf frame = encode(allocator, packet, form);
		int length = frame.getByte(1);
		int header = 2;
		if (length == 126) {
			header = 4;
		}
		else if (length == 127) {
			header = MAX_HEADER;
		}
		return frame.skipBytes(header);
	}

	static ByteBuf encode(ByteBufAllocator allocator, MessageBatch batch, BinaryForm form) {
		int size = 0;
		for (int i = 0; i < batch.size(); i++) {
			Message message = batch.get(i);
			boolean longer = message.isBinary() && form == BinaryForm.BASE64;
			size += (longer ? message.size() / 3 * 4 + 6 : message.size() + 1) + MAX_HEADER;
		}
		ByteBuf out = allocator.directBuffer(size);
		for (int i = 0; i < batch.size(); i++) {
			append(out, EnginePacket.Type.MESSAGE, batch.get(i), form);
		}
		return out;
	}

	private static void append(ByteBuf out, EnginePacket.Type type, Message data, BinaryForm form) {
		if (!data.isBinary()) {
			header(out, TEXT, data.size() + 1);
			out.writeByte(type.digit()).writeBytes(data.bytes());
			return;
		}
		switch (form) {
			case BARE -> {
				header(out, BINARY, data.size());
				out.writeBytes(data.bytes());
			}
			case TYPED -> {
				header(out, BINARY, data.size() + 1);
				out.writeByte(type.ordinal()).writeBytes(data.bytes());
			}
			case BASE64 -> {
				byte[] base64 = Base64.getEncoder().encode(data.bytes());
				header(out, TEXT, base64.length + 2);
				out.writeByte('b').writeByte(type.digit()).writeBytes(base64);
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
