package dev.socketio.protocol;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the packets of one connection. Grammar and limits are strict: whatever the
 * protocol does not allow is refused before anything is allocated for it.
 */
final class JsonPacketDecoder implements PacketDecoder {

	private static final int[] NONE = {};

	private static final long MAX_ACK_ID = 1L << 53;

	/** Names are no payload, so the application's mapper has no say in them. */
	private static final JsonBinding NAMES = new JsonBinding(JsonMapper.shared());

	private final JsonBinding binding;

	private final DecoderLimits limits;

	private @Nullable JsonScanner scanner;

	private @Nullable PendingBinaryPacket pending;

	JsonPacketDecoder(JsonBinding binding, DecoderLimits limits) {
		this.binding = binding;
		this.limits = limits;
	}

	@Override
	public @Nullable DecodedPacket text(byte[] buffer, int offset, int length) {
		if (this.pending != null) {
			throw new PacketFormatException("got plaintext data when reconstructing a packet");
		}
		return new Reader(buffer, offset, offset + length).read();
	}

	@Override
	public @Nullable DecodedPacket binary(byte[] data) {
		PendingBinaryPacket packet = this.pending;
		if (packet == null) {
			throw new PacketFormatException("got binary data when not reconstructing a packet");
		}
		if (!packet.add(data)) {
			return null;
		}
		this.pending = null;
		return packet.complete();
	}

	@Override
	public boolean isIncomplete() {
		return this.pending != null;
	}

	/** Connections that never send anything need none. */
	private JsonScanner scanner() {
		JsonScanner current = this.scanner;
		if (current == null) {
			current = new JsonScanner(this.limits);
			this.scanner = current;
		}
		return current;
	}

	/** Strings, and numbers as Node.js allows them; never a reserved name. */
	private static String eventName(byte[] json, int[] bounds) {
		if (bounds.length == 0) {
			throw new PacketFormatException("event without a name");
		}
		byte first = json[bounds[0]];
		String name;
		if (first == '"') {
			name = string(json, bounds);
		}
		else if (isDigit(first) || first == '-') {
			name = new String(json, bounds[0], bounds[1] - bounds[0], StandardCharsets.US_ASCII);
		}
		else {
			throw new PacketFormatException("event name is neither a string nor a number");
		}
		if (name == null || ReservedEvents.contains(name)) {
			throw new PacketFormatException("reserved event name");
		}
		return name;
	}

	private static @Nullable String string(byte[] json, int[] bounds) {
		try {
			return new JsonArguments(NAMES, json, bounds, 0).get(0, String.class);
		}
		catch (ArgumentConversionException ex) {
			throw new PacketFormatException("unreadable event name");
		}
	}

	private static void refuseAckId(long ackId) {
		if (ackId != Packet.NO_ACK) {
			throw new PacketFormatException("acknowledgement id in a packet that has none");
		}
	}

	private static void requireAckId(long ackId) {
		if (ackId == Packet.NO_ACK) {
			throw new PacketFormatException("acknowledgement without id");
		}
	}

	private static boolean isDigit(byte b) {
		return b >= '0' && b <= '9';
	}

	/** Walks over one text message. */
	private final class Reader {

		private final byte[] in;

		private final int end;

		private int pos;

		Reader(byte[] in, int start, int end) {
			this.in = in;
			this.pos = start;
			this.end = end;
		}

		@Nullable DecodedPacket read() {
			if (this.pos >= this.end) {
				throw new PacketFormatException("empty packet");
			}
			PacketType type = PacketType.of(this.in[this.pos++] - '0');
			boolean binary = type == PacketType.BINARY_EVENT || type == PacketType.BINARY_ACK;
			int attachments = binary ? attachments() : 0;
			String namespace = namespace();
			long ackId = ackId();
			return switch (type) {
				case CONNECT -> connect(namespace, ackId);
				case DISCONNECT -> disconnect(namespace, ackId);
				case EVENT -> event(namespace, ackId);
				case ACK -> ack(namespace, ackId);
				case BINARY_EVENT, BINARY_ACK -> startBinary(type, namespace, ackId, attachments);
				case CONNECT_ERROR -> throw new PacketFormatException("clients do not refuse connections");
			};
		}

		private int attachments() {
			int count = 0;
			int first = this.pos;
			while (this.pos < this.end && isDigit(this.in[this.pos])) {
				count = count * 10 + this.in[this.pos++] - '0';
				if (count > JsonPacketDecoder.this.limits.maxAttachments()) {
					throw new PacketFormatException("too many attachments");
				}
			}
			if (this.pos == first || count == 0 || this.pos == this.end || this.in[this.pos] != '-') {
				throw new PacketFormatException("illegal number of attachments");
			}
			this.pos++;
			return count;
		}

		private String namespace() {
			if (this.pos >= this.end || this.in[this.pos] != '/') {
				return "/";
			}
			int start = this.pos;
			while (this.pos < this.end && this.in[this.pos] != ',') {
				this.pos++;
			}
			String name = (this.pos - start == 1) ? "/"
					: new String(this.in, start, this.pos - start, StandardCharsets.UTF_8);
			if (this.pos < this.end) {
				this.pos++;
			}
			return name;
		}

		private long ackId() {
			if (this.pos >= this.end || !isDigit(this.in[this.pos])) {
				return Packet.NO_ACK;
			}
			long id = 0;
			while (this.pos < this.end && isDigit(this.in[this.pos])) {
				id = id * 10 + this.in[this.pos++] - '0';
				if (id > MAX_ACK_ID) {
					throw new PacketFormatException("acknowledgement id out of range");
				}
			}
			return id;
		}

		private DecodedPacket connect(String namespace, long ackId) {
			refuseAckId(ackId);
			int[] bounds = NONE;
			if (this.pos < this.end) {
				scanner().scanObject(this.in, this.pos, this.end - this.pos);
				bounds = new int[] { this.pos, this.end };
			}
			return packet(PacketType.CONNECT, namespace, Packet.NO_ACK, null, bounds, 0);
		}

		private DecodedPacket disconnect(String namespace, long ackId) {
			refuseAckId(ackId);
			if (this.pos < this.end) {
				throw new PacketFormatException("payload in a disconnect packet");
			}
			return packet(PacketType.DISCONNECT, namespace, Packet.NO_ACK, null, NONE, 0);
		}

		private @Nullable DecodedPacket event(String namespace, long ackId) {
			if (this.pos == this.end) {
				// no event name, so nobody can listen; Node.js ignores it as well
				return null;
			}
			int[] bounds = array();
			String name = eventName(this.in, bounds);
			return packet(PacketType.EVENT, namespace, ackId, name, bounds, 1);
		}

		private @Nullable DecodedPacket ack(String namespace, long ackId) {
			if (this.pos == this.end) {
				return null;
			}
			int[] bounds = array();
			requireAckId(ackId);
			return packet(PacketType.ACK, namespace, ackId, null, bounds, 0);
		}

		private @Nullable DecodedPacket startBinary(PacketType type, String namespace, long ackId, int attachments) {
			int[] bounds = array();
			boolean event = type == PacketType.BINARY_EVENT;
			String name = event ? eventName(this.in, bounds) : null;
			if (!event) {
				requireAckId(ackId);
			}
			JsonPacketDecoder.this.pending = new PendingBinaryPacket(JsonPacketDecoder.this.binding,
					event ? PacketType.EVENT : PacketType.ACK, namespace, ackId, name, this.in, this.pos,
					this.end - this.pos, attachments);
			return null;
		}

		private int[] array() {
			JsonScanner scanner = scanner();
			scanner.scanArray(this.in, this.pos, this.end - this.pos);
			return scanner.bounds();
		}

		private DecodedPacket packet(PacketType type, String namespace, long ackId, @Nullable String event,
				int[] bounds, int skipped) {
			return new DecodedPacket(type, namespace, ackId, event,
					new JsonArguments(JsonPacketDecoder.this.binding, this.in, bounds, skipped));
		}

	}

}
