package dev.socketio.protocol.codec;

import java.io.IOException;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
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
		try (MessageUnpacker in = MessagePack.newDefaultUnpacker(this.data, start, end - start)) {
			return read(in, type);
		}
	}

	private @Nullable Object read(MessageUnpacker in, Type type) throws IOException {
		if (type == String.class && this.binding.isReadingPlainly()
				&& in.getNextFormat().getValueType() == ValueType.STRING) {
			return MsgpackTreeReader.string(in);
		}
		if (type == byte[].class && in.getNextFormat().getValueType() == ValueType.BINARY) {
			return in.readPayload(in.unpackBinaryHeader());
		}
		JsonNode node = MsgpackTreeReader.read(in);
		return this.binding.read(node.isMissingNode() ? NullNode.getInstance() : node, type);
	}

}
