package dev.socketio.protocol;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads one packet. Its keys come in any order, so the data is scanned first and judged
 * when the type is known.
 */
final class MsgpackPacketReader {

	private static final int[] NONE = {};

	private static final long MAX_ACK_ID = 1L << 53;

	private final JsonBinding binding;

	private final byte[] data;

	private final MessageUnpacker in;

	private final MsgpackScanner scanner;

	private @Nullable PacketType type;

	private @Nullable String namespace;

	private long ackId = Packet.NO_ACK;

	private @Nullable ValueType dataType;

	/** Where each argument starts, and where the last one ends. */
	private int[] offsets = NONE;

	private @Nullable String event;

	/** A bit for each of the keys that have been seen. */
	private int seen;

	MsgpackPacketReader(JsonBinding binding, byte[] data, int maxDepth) {
		this.binding = binding;
		this.data = data;
		this.in = MessagePack.newDefaultUnpacker(data);
		this.scanner = new MsgpackScanner(data, this.in, maxDepth);
	}

	DecodedPacket read() throws IOException {
		int entries = this.scanner.map();
		for (int i = 0; i < entries; i++) {
			switch (key()) {
				case "type" -> type();
				case "nsp" -> namespace();
				case "id" -> ackId();
				case "data" -> data();
				default -> this.scanner.skip(0);
			}
		}
		if (this.scanner.position() != this.data.length) {
			throw new PacketFormatException("trailing bytes");
		}
		return packet();
	}

	private DecodedPacket packet() throws IOException {
		PacketType packetType = this.type;
		String name = this.namespace;
		if (packetType == null || name == null) {
			throw new PacketFormatException("packet without type or namespace");
		}
		boolean withId = this.ackId != Packet.NO_ACK;
		switch (packetType) {
			case CONNECT -> require(!withId && (this.dataType == null || this.dataType.isMapType()));
			case DISCONNECT -> require(!withId && this.dataType == null);
			case EVENT -> {
				require(this.dataType != null && this.dataType.isArrayType());
				this.event = eventName();
			}
			case ACK -> require(withId && this.dataType != null && this.dataType.isArrayType());
			default -> throw new PacketFormatException("packet type that clients do not send");
		}
		return new DecodedPacket(packetType, name, this.ackId, this.event,
				new MsgpackArguments(this.binding, this.data, this.offsets, (this.event != null) ? 1 : 0));
	}

	private static void require(boolean valid) {
		if (!valid) {
			throw new PacketFormatException("invalid payload or acknowledgement id");
		}
	}

	/** The empty string for keys that are of no interest. */
	private String key() throws IOException {
		String key = this.scanner.string("key", 4);
		int bit = switch (key) {
			case "type" -> 1;
			case "nsp" -> 2;
			case "id" -> 4;
			case "data" -> 8;
			default -> 0;
		};
		if ((this.seen & bit) != 0) {
			throw new PacketFormatException("duplicate key");
		}
		this.seen |= bit;
		return key;
	}

	private void type() throws IOException {
		long id = integer();
		this.type = PacketType.of((id >= 0 && id <= Byte.MAX_VALUE) ? (int) id : -1);
	}

	private void namespace() throws IOException {
		String name = this.scanner.string("namespace", Integer.MAX_VALUE);
		if (!name.startsWith("/")) {
			throw new PacketFormatException("namespace without a slash");
		}
		this.namespace = name;
	}

	private void ackId() throws IOException {
		if (this.scanner.skipUndefined()) {
			return;
		}
		long id = integer();
		if (id < 0 || id > MAX_ACK_ID) {
			throw new PacketFormatException("acknowledgement id out of range");
		}
		this.ackId = id;
	}

	private void data() throws IOException {
		if (this.scanner.skipUndefined()) {
			return;
		}
		ValueType kind = this.scanner.type();
		this.dataType = kind;
		if (!kind.isArrayType()) {
			int start = this.scanner.position();
			this.scanner.skip(0);
			this.offsets = new int[] { start, this.scanner.position() };
			return;
		}
		int[] starts = new int[this.scanner.array() + 1];
		for (int i = 0; i < starts.length - 1; i++) {
			starts[i] = this.scanner.position();
			this.scanner.skip(1);
		}
		starts[starts.length - 1] = this.scanner.position();
		this.offsets = starts;
	}

	/** JavaScript does not tell whole numbers from others, so they may come as floats. */
	private long integer() throws IOException {
		ValueType kind = this.scanner.type();
		if (kind.isIntegerType()) {
			return this.in.unpackLong();
		}
		double value = kind.isFloatType() ? this.in.unpackDouble() : Double.NaN;
		if (value != Math.rint(value) || Math.abs(value) > MAX_ACK_ID) {
			throw new PacketFormatException("no integer where one has to be");
		}
		return (long) value;
	}

	/** Strings, and numbers as Node.js allows them; never a reserved name. */
	private String eventName() throws IOException {
		if (this.offsets.length < 2) {
			throw new PacketFormatException("event without a name");
		}
		MessageUnpacker first = MessagePack.newDefaultUnpacker(this.data, this.offsets[0],
				this.offsets[1] - this.offsets[0]);
		ValueType kind = first.getNextFormat().getValueType();
		String name;
		if (kind.isStringType()) {
			name = first.unpackString();
		}
		else if (kind.isNumberType()) {
			name = MsgpackTree.number(first).asString();
		}
		else {
			throw new PacketFormatException("event name is neither a string nor a number");
		}
		if (ReservedEvents.contains(name)) {
			throw new PacketFormatException("reserved event name");
		}
		return name;
	}

}
