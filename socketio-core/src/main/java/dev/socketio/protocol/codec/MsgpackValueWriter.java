package dev.socketio.protocol.codec;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePacker;

/**
 * Writes values of the application. MessagePack has the size of a map before its entries,
 * so values other than scalars become trees first.
 */
final class MsgpackValueWriter {

	private final JsonBinding binding;

	private final ValueCodec trees;

	MsgpackValueWriter(JsonBinding binding) {
		this.binding = binding;
		this.trees = new ValueCodec(binding);
	}

	void write(MessagePacker out, @Nullable Object value) throws IOException {
		if (value == null) {
			out.packNil();
		}
		else if (value instanceof byte[] bytes) {
			MsgpackTreeCodec.binary(out, bytes);
		}
		else if (value instanceof ByteBuffer buffer) {
			MsgpackTreeCodec.binary(out, Attachments.bytes(buffer));
		}
		else if (!this.binding.isWritingPlainly() || !scalar(out, value)) {
			MsgpackTreeCodec.write(out, this.trees.encode(value));
		}
	}

	/** Scalars need no mapper, unless the application has customized it. */
	private static boolean scalar(MessagePacker out, Object value) throws IOException {
		if (value instanceof String text) {
			out.packString(text);
		}
		else if (value instanceof Integer || value instanceof Long) {
			out.packLong(((Number) value).longValue());
		}
		else if (value instanceof Boolean bool) {
			out.packBoolean(bool);
		}
		else {
			return false;
		}
		return true;
	}

}
