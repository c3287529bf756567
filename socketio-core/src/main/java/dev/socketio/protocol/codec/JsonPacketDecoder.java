package dev.socketio.protocol.codec;

import java.nio.charset.StandardCharsets;

import dev.socketio.protocol.DecodedPacket;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketDecoder;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the packets of one connection. Grammar and limits are strict: invalid packets are
 * refused before anything is allocated for them.
 */
final class JsonPacketDecoder implements PacketDecoder {

	/** Names are not payload, so the application's mapper is not used for them. */
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
			this.pending = null;
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
		// complete and refused packets are not kept
		this.pending = null;
		if (packet.add(data)) {
			return packet.complete();
		}
		this.pending = packet;
		return null;
	}

	@Override
	public long partialBytes() {
		PendingBinaryPacket packet = this.pending;
		return (packet != null) ? packet.bytes() : 0;
	}

	/** Created by the first packet that needs it. */
	private JsonScanner scanner() {
		JsonScanner current = this.scanner;
		if (current == null) {
			current = new JsonScanner(this.limits);
			this.scanner = current;
		}
		return current;
	}

	/** Strings, and numbers as Node.js allows them; never a reserved name. */
	private String eventName(byte[] json, int[] bounds) {
		if (bounds.length == 0) {
			throw new PacketFormatException("event without a name");
		}
		int start = bounds[0];
		int length = bounds[1] - start;
		byte first = json[start];
		String name;
		if (first == '"') {
			PeerNames.requireJsonEvent(length - 2, this.limits);
			name = string(json, start, length);
		}
		else if (isDigit(first) || first == '-') {
			PeerNames.requireJsonEvent(length, this.limits);
			name = new String(json, start, length, StandardCharsets.US_ASCII);
		}
		else {
			throw new PacketFormatException("event name is neither a string nor a number");
		}
		return PeerNames.event(name, this.limits);
	}

	private static String string(byte[] json, int start, int length) {
		if (JsonArguments.isPlainString(json, start, start + length)) {
			return new String(json, start + 1, length - 2, StandardCharsets.UTF_8);
		}
		String name = null;
		try {
			name = (String) NAMES.read(json, start, start + length, String.class);
		}
		catch (JacksonException ex) {
			// refused below
		}
		if (name == null) {
			throw new PacketFormatException("unreadable event name");
		}
		return name;
	}

	private static void refuseAckId(long ackId) {
		if (ackId != Packet.NO_ACK) {
			throw new PacketFormatException("acknowledgement id in a packet that has none");
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

		private boolean authTooLarge;

		Reader(byte[] in, int start, int end) {
			this.in = in;
			this.pos = start;
			this.end = end;
		}

		@Nullable DecodedPacket read() {
			if (this.pos >= this.end) {
				throw new PacketFormatException("empty packet");
			}
			int size = this.end - this.pos;
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
				case BINARY_EVENT, BINARY_ACK -> startBinary(type, namespace, ackId, attachments, size);
				case CONNECT_ERROR -> throw new PacketFormatException("clients must not send CONNECT_ERROR");
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
			DecoderLimits limits = JsonPacketDecoder.this.limits;
			String name = (this.pos - start == 1) ? "/" : PeerNames.namespace(this.in, start, this.pos, limits);
			this.authTooLarge = PeerNames.isQueryTooLarge(this.in, start, this.pos, limits);
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
				if (id > JavaScriptValues.MAX_INTEGER) {
					throw new PacketFormatException("acknowledgement id out of range");
				}
			}
			return id;
		}

		private DecodedPacket connect(String namespace, long ackId) {
			refuseAckId(ackId);
			int length = this.end - this.pos;
			if (this.authTooLarge || length > JsonPacketDecoder.this.limits.maxAuthBytes()) {
				return new DecodedPacket(PacketType.CONNECT, namespace, Packet.NO_ACK, null, none(), true);
			}
			if (length == 0) {
				return new DecodedPacket(PacketType.CONNECT, namespace, Packet.NO_ACK, null, none());
			}
			scanner().scanObject(this.in, this.pos, length);
			return new DecodedPacket(PacketType.CONNECT, namespace, Packet.NO_ACK, null,
					arguments(new int[] { this.pos, this.end }, 0));
		}

		private DecodedPacket disconnect(String namespace, long ackId) {
			refuseAckId(ackId);
			if (this.pos < this.end) {
				throw new PacketFormatException("payload in a disconnect packet");
			}
			return new DecodedPacket(PacketType.DISCONNECT, namespace, Packet.NO_ACK, null, none());
		}

		private @Nullable DecodedPacket event(String namespace, long ackId) {
			if (this.pos == this.end) {
				// an event without a name has no listeners; Node.js ignores it as well
				return null;
			}
			int[] bounds = array(1);
			String name = eventName(this.in, bounds);
			return new DecodedPacket(PacketType.EVENT, namespace, ackId, name, arguments(bounds, 1));
		}

		/** An acknowledgement without an id is ignored, as in Node.js. */
		private @Nullable DecodedPacket ack(String namespace, long ackId) {
			if (this.pos == this.end) {
				return null;
			}
			return new DecodedPacket(PacketType.ACK, namespace, ackId, null, arguments(array(0), 0));
		}

		private @Nullable DecodedPacket startBinary(PacketType type, String namespace, long ackId, int attachments,
				int size) {
			long remaining = JsonPacketDecoder.this.limits.maxPacketBytes() - size;
			if (remaining < 0) {
				throw new PacketFormatException("packet too large");
			}
			boolean event = type == PacketType.BINARY_EVENT;
			int names = event ? 1 : 0;
			int[] bounds = array(names);
			String name = event ? eventName(this.in, bounds) : null;
			PlaceholderScanner.check(this.in, this.pos, this.end, attachments);
			JsonPacketDecoder.this.pending = new PendingBinaryPacket(JsonPacketDecoder.this.binding,
					event ? PacketType.EVENT : PacketType.ACK, namespace, ackId, name, arguments(bounds, names),
					attachments, remaining);
			return null;
		}

		private int[] array(int names) {
			return scanner().scanArray(this.in, this.pos, this.end - this.pos,
					(long) names + JsonPacketDecoder.this.limits.maxArguments());
		}

		private JsonArguments arguments(int[] bounds, int skipped) {
			return new JsonArguments(JsonPacketDecoder.this.binding, this.in, bounds, skipped);
		}

		private JsonArguments none() {
			return JsonArguments.none(JsonPacketDecoder.this.binding);
		}

	}

}
