package dev.socketio.protocol.codec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.socketio.protocol.PacketFormatException;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Walks over the values of one message and checks them without storing anything. Sizes
 * that containers announce are compared with the remaining bytes, so that no work is done
 * for elements that cannot exist.
 */
final class MsgpackScanner {

	private static final long[] NONE = {};

	private final byte[] data;

	private final MessageUnpacker in;

	private final int maxDepth;

	/** For each open container twice the number of items to come, odd in maps. */
	private long[] open = NONE;

	MsgpackScanner(byte[] data, MessageUnpacker in, int maxDepth) {
		this.data = data;
		this.in = in;
		this.maxDepth = maxDepth;
	}

	int position() {
		return (int) this.in.getTotalReadBytes();
	}

	ValueType type() throws IOException {
		return this.in.getNextFormat().getValueType();
	}

	/** Read a string, unless it is too long to be of interest: then it is empty. */
	String string(String what, int maxLength) throws IOException {
		int start = skipString(what);
		int size = position() - start;
		return (size > maxLength) ? "" : new String(this.data, start, size, StandardCharsets.UTF_8);
	}

	/** Skip a string and return where its UTF-8 starts, which ends at the position. */
	int skipString(String what) throws IOException {
		if (!type().isStringType()) {
			throw new PacketFormatException(what + " is not a string");
		}
		int start = position();
		this.in.skipValue();
		return start + headerSize(this.data[start]);
	}

	/** The string between two positions, header included, which has been scanned. */
	static String string(byte[] data, int start, int end) {
		int text = start + headerSize(data[start]);
		return new String(data, text, end - text, StandardCharsets.UTF_8);
	}

	/** The binary between two positions, header included, which has been scanned. */
	static byte[] binary(byte[] data, int start, int end) {
		return Arrays.copyOfRange(data, start + headerSize(data[start]), end);
	}

	/** Bytes in front of a string or binary whose format is the given one. */
	private static int headerSize(byte format) {
		return switch (format) {
			case MessagePack.Code.STR8, MessagePack.Code.BIN8 -> 2;
			case MessagePack.Code.STR16, MessagePack.Code.BIN16 -> 3;
			case MessagePack.Code.STR32, MessagePack.Code.BIN32 -> 5;
			default -> 1;
		};
	}

	/** Skip the value that JavaScript clients write for {@code undefined}. */
	boolean skipUndefined() throws IOException {
		if (this.in.getNextFormat() != MessageFormat.FIXEXT1) {
			return false;
		}
		int start = position();
		this.in.skipValue();
		if (this.data[start + 1] != 0) {
			throw new PacketFormatException("unexpected extension");
		}
		return true;
	}

	/** Open an array and return the number of its elements. */
	int array() throws IOException {
		int size = this.in.unpackArrayHeader();
		requireRemaining(size);
		return size;
	}

	/** Open a map and return the number of its entries. */
	int map() throws IOException {
		int size = this.in.unpackMapHeader();
		requireRemaining(2L * size);
		return size;
	}

	/**
	 * Skip one value, iteratively, so that depth costs no stack.
	 * @param outer the number of containers around it
	 */
	void skip(int outer) throws IOException {
		int depth = 0;
		do {
			ValueType type = type();
			if (depth > 0) {
				take(depth - 1, type);
			}
			if (type.isArrayType() || type.isMapType()) {
				if (outer + ++depth > this.maxDepth) {
					throw new PacketFormatException("too deep");
				}
				push(depth - 1, type.isMapType() ? 4L * map() + 1 : 2L * array());
			}
			else {
				this.in.skipValue();
			}
			while (depth > 0 && this.open[depth - 1] < 2) {
				depth--;
			}
		}
		while (depth > 0);
	}

	private void push(int index, long items) {
		if (index == this.open.length) {
			this.open = Arrays.copyOf(this.open, Math.max(8, 2 * index));
		}
		this.open[index] = items;
	}

	/** Count an item. In maps every second one is a key, the first of them included. */
	private void take(int index, ValueType type) {
		long state = this.open[index];
		boolean key = (state & 3) == 1;
		if (key && !type.isStringType() && !type.isIntegerType()) {
			throw new PacketFormatException("key is neither a string nor an integer");
		}
		this.open[index] = state - 2;
	}

	private void requireRemaining(long items) {
		if (items > this.data.length - position()) {
			throw new PacketFormatException("more elements announced than there are bytes");
		}
	}

}
