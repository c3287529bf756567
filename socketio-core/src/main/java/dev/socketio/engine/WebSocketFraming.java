package dev.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Writes Engine.IO packets as complete, unmasked WebSocket frames (RFC 6455): one text
 * frame with the type digit, or one binary frame with the bare data.
 */
final class WebSocketFraming {

	private static final int TEXT = 0x81;

	private static final int BINARY = 0x82;

	private static final int MAX_HEADER = 10;

	private WebSocketFraming() {
	}

	static ByteBuf encode(ByteBufAllocator allocator, EnginePacket packet) {
		ByteBuf out = allocator.directBuffer(packet.size() + MAX_HEADER);
		append(out, packet.type().digit(), packet.data());
		return out;
	}

	static ByteBuf encode(ByteBufAllocator allocator, MessageBatch batch) {
		int size = 0;
		for (int i = 0; i < batch.size(); i++) {
			size += batch.get(i).size() + 1 + MAX_HEADER;
		}
		ByteBuf out = allocator.directBuffer(size);
		for (int i = 0; i < batch.size(); i++) {
			append(out, (byte) '4', batch.get(i));
		}
		return out;
	}

	private static void append(ByteBuf out, byte type, Message data) {
		if (data.isBinary()) {
			header(out, BINARY, data.size());
		}
		else {
			header(out, TEXT, data.size() + 1);
			out.writeByte(type);
		}
		out.writeBytes(data.bytes());
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

}
