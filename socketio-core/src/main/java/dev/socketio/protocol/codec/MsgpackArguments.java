package dev.socketio.protocol.codec;

import java.io.IOException;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Arguments that are still MessagePack. Reading one looks at its bytes only.
 */
final class MsgpackArguments extends PeerArguments {

	private static final byte[] NOTHING = {};

	private static final int[] NONE = {};

	private final JsonBinding binding;

	private final byte[] data;

	/** Where each element starts, and where the last one ends; or nothing. */
	private final int[] offsets;

	/** Elements before the first argument. */
	private final int skipped;

	MsgpackArguments(JsonBinding binding, byte[] data, int[] offsets, int skipped) {
		this.binding = binding;
		this.data = data;
		this.offsets = offsets;
		this.skipped = skipped;
	}

	/** No arguments, and nothing of the packet. */
	static MsgpackArguments none(JsonBinding binding) {
		return new MsgpackArguments(binding, NOTHING, NONE, 0);
	}

	@Override
	public int size() {
		return Math.max(0, this.offsets.length - 1 - this.skipped);
	}

	@Override
	public long retainedBytes() {
		return this.data.length + (long) Integer.BYTES * this.offsets.length;
	}

	@Override
	@Nullable Object read(int index, Type type) throws IOException {
		int start = this.offsets[index + this.skipped];
		int end = this.offsets[index + this.skipped + 1];
		ValueType kind = MessageFormat.valueOf(this.data[start]).getValueType();
		if (type == String.class && kind.isStringType() && this.binding.isReadingPlainly()) {
			return MsgpackScanner.string(this.data, start, end);
		}
		if (type == byte[].class && kind.isBinaryType()) {
			return MsgpackScanner.binary(this.data, start, end);
		}
		return this.binding.read(tree(start, end, kind), type);
	}

	private JsonNode tree(int start, int end, ValueType kind) throws IOException {
		try (MessageUnpacker in = MessagePack.newDefaultUnpacker(this.data, start, end - start)) {
			if (kind.isNumberType()) {
				return MsgpackTreeReader.number(in);
			}
			// the scanner has checked the depth
			JsonNode node = new MsgpackTreeReader(in, end - start, Integer.MAX_VALUE).read();
			return node.isMissingNode() ? NullNode.getInstance() : node;
		}
	}

}
