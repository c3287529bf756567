package dev.socketio.protocol.codec;

import java.io.IOException;
import java.util.Arrays;

import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * Reads one packet. The keys may be in any order, so the data is scanned first and
 * checked when the type is known.
 */
final class MsgpackPacketReader {

	private static final int[] NONE = {};

	/** Bytes in front of a string. */
	private static final int MAX_HEADER = 5;

	private final JsonBinding binding;

	private final DecoderLimits limits;

	private final byte[] data;

	private final MessageUnpacker in;

	private final MsgpackScanner scanner;

	private @Nullable PacketType type;

	private @Nullable String namespace;

	private long ackId = Packet.NO_ACK;

	private @Nullable ValueType dataType;

	/** Where each argument starts, and where the last one ends. */
	private int[] offsets = NONE;

	private boolean queryTooLarge;

	/** A bit for each of the keys that have been seen. */
	private int seen;

	MsgpackPacketReader(JsonBinding binding, byte[] data, DecoderLimits limits) {
		this.binding = binding;
		this.limits = limits;
		this.data = data;
		this.in = MessagePack.newDefaultUnpacker(data);
		this.scanner = new MsgpackScanner(data, this.in, limits.maxDepth());
	}

	@Nullable DecodedPacket read() throws IOException {
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

	private @Nullable DecodedPacket packet() throws IOException {
		PacketType packetType = this.type;
		String name = this.namespace;
		if (packetType == null || name == null) {
			throw new PacketFormatException("packet without type or namespace");
		}
		boolean withId = this.ackId != Packet.NO_ACK;
		return switch (packetType) {
			case CONNECT -> {
				require(!withId && (this.dataType == null || this.dataType.isMapType()));
				yield connect(name);
			}
			case DISCONNECT -> {
				require(!withId && this.dataType == null);
				yield new DecodedPacket(PacketType.DISCONNECT, name, Packet.NO_ACK, null,
						MsgpackArguments.none(this.binding));
			}
			case EVENT -> {
				requireArray(1);
				String event = eventName();
				yield (event != null)
						? new DecodedPacket(PacketType.EVENT, name, this.ackId, event, arguments(this.data, 1)) : null;
			}
			case ACK -> {
				requireArray(0);
				yield new DecodedPacket(PacketType.ACK, name, this.ackId, null, arguments(this.data, 0));
			}
			default -> throw new PacketFormatException("packet type that clients must not send");
		};
	}

	/** Credentials live as long as the socket, so the rest of the packet is released. */
	private DecodedPacket connect(String name) {
		boolean withAuth = this.offsets.length > 0;
		int size = withAuth ? this.offsets[1] - this.offsets[0] : 0;
		if (this.queryTooLarge || size > this.limits.maxAuthBytes()) {
			return new DecodedPacket(PacketType.CONNECT, name, Packet.NO_ACK, null, MsgpackArguments.none(this.binding),
					true);
		}
		if (!withAuth) {
			return new DecodedPacket(PacketType.CONNECT, name, Packet.NO_ACK, null,
					MsgpackArguments.none(this.binding));
		}
		byte[] auth = Arrays.copyOfRange(this.data, this.offsets[0], this.offsets[1]);
		this.offsets = new int[] { 0, size };
		return new DecodedPacket(PacketType.CONNECT, name, Packet.NO_ACK, null, arguments(auth, 0));
	}

	private MsgpackArguments arguments(byte[] bytes, int skipped) {
		return new MsgpackArguments(this.binding, bytes, this.offsets, skipped);
	}

	private void requireArray(int names) {
		require(this.dataType != null && this.dataType.isArrayType());
		requireCount(this.offsets.length - 1L, names);
	}

	private void requireCount(long count, int names) {
		if (count > (long) names + this.limits.maxArguments()) {
			throw new PacketFormatException("too many arguments");
		}
	}

	private static void require(boolean valid) {
		if (!valid) {
			throw new PacketFormatException("invalid payload or acknowledgement id");
		}
	}

	/** The empty string for unknown keys. */
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
		int start = this.scanner.skipString("namespace");
		int end = this.scanner.position();
		if (start == end || this.data[start] != '/') {
			throw new PacketFormatException("namespace without a slash");
		}
		this.namespace = PeerNames.namespace(this.data, start, end, this.limits);
		this.queryTooLarge = PeerNames.isQueryTooLarge(this.data, start, end, this.limits);
	}

	private void ackId() throws IOException {
		if (this.scanner.skipUndefined()) {
			return;
		}
		long id = integer();
		if (id < 0 || id > JavaScriptValues.MAX_INTEGER) {
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
		int size = this.scanner.array();
		// whether the first element is a name depends on the type
		requireCount(size, 1);
		int[] starts = new int[size + 1];
		for (int i = 0; i < starts.length - 1; i++) {
			starts[i] = this.scanner.position();
			this.scanner.skip(1);
		}
		starts[starts.length - 1] = this.scanner.position();
		this.offsets = starts;
	}

	/** JavaScript clients may send whole numbers as floats. */
	private long integer() throws IOException {
		ValueType kind = this.scanner.type();
		if (kind.isIntegerType()) {
			return this.in.unpackLong();
		}
		double value = kind.isFloatType() ? this.in.unpackDouble() : Double.NaN;
		if (value != Math.rint(value) || Math.abs(value) > JavaScriptValues.MAX_INTEGER) {
			throw new PacketFormatException("number is not an integer");
		}
		return (long) value;
	}

	/**
	 * Strings, and numbers as Node.js allows them; never a reserved name. Other names are
	 * ignored by the parser of Node.js for this format, unlike that for JSON.
	 */
	private @Nullable String eventName() throws IOException {
		if (this.offsets.length < 2) {
			return null;
		}
		int start = this.offsets[0];
		int end = this.offsets[1];
		ValueType kind = MessageFormat.valueOf(this.data[start]).getValueType();
		if (kind.isStringType()) {
			PeerNames.requireEvent(end - start - MAX_HEADER, this.limits);
			return PeerNames.event(MsgpackScanner.string(this.data, start, end), this.limits);
		}
		if (!kind.isNumberType()) {
			return null;
		}
		MessageUnpacker number = MessagePack.newDefaultUnpacker(this.data, start, end - start);
		return PeerNames.event(MsgpackTreeReader.number(number).asString(), this.limits);
	}

}
