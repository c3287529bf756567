package dev.socketio.protocol.codec;

import java.nio.charset.StandardCharsets;

import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.ReservedEvents;

/**
 * Decodes names that a peer has chosen, unless they are longer than allowed. Names that
 * are certainly too long are not decoded.
 */
final class PeerNames {

	/** Bytes of UTF-8 that make one UTF-16 code unit at most. */
	private static final long BYTES_PER_UNIT = 3;

	/** Bytes of a JSON string that make one UTF-16 code unit at most: an escape. */
	private static final long JSON_BYTES_PER_UNIT = 6;

	private PeerNames() {
	}

	/**
	 * Read the name of a namespace.
	 * @return the name with its query, or without it if it is larger than allowed
	 */
	static String namespace(byte[] in, int start, int end, DecoderLimits limits) {
		int query = limits.namespaceQueries() ? query(in, start, end) : end;
		String name = utf8(in, start, query, limits.maxNamespaceLength());
		if (query == end) {
			return name;
		}
		return isQueryTooLarge(in, start, end, limits) ? name
				: new String(in, start, end - start, StandardCharsets.UTF_8);
	}

	static boolean isQueryTooLarge(byte[] in, int start, int end, DecoderLimits limits) {
		return limits.namespaceQueries() && end - query(in, start, end) - 1 > limits.maxAuthBytes();
	}

	/** The question mark in front of a query, or the end. */
	private static int query(byte[] in, int start, int end) {
		int at = start;
		while (at < end && in[at] != '?') {
			at++;
		}
		return at;
	}

	private static String utf8(byte[] in, int start, int end, int maxLength) {
		if (end - start > BYTES_PER_UNIT * maxLength) {
			throw new PacketFormatException("namespace too long");
		}
		String name = new String(in, start, end - start, StandardCharsets.UTF_8);
		if (name.length() > maxLength) {
			throw new PacketFormatException("namespace too long");
		}
		return name;
	}

	/**
	 * Refuse a JSON string or number, quotes not included, that cannot be an event name.
	 */
	static void requireJsonEvent(int bytes, DecoderLimits limits) {
		if (bytes > JSON_BYTES_PER_UNIT * limits.maxEventNameLength()) {
			throw new PacketFormatException("event name too long");
		}
	}

	/** Refuse the UTF-8 of a string that cannot be an event name. */
	static void requireEvent(int bytes, DecoderLimits limits) {
		if (bytes > BYTES_PER_UNIT * limits.maxEventNameLength()) {
			throw new PacketFormatException("event name too long");
		}
	}

	/** Check a name that is not too long to be decoded. */
	static String event(String name, DecoderLimits limits) {
		if (name.length() > limits.maxEventNameLength()) {
			throw new PacketFormatException("event name too long");
		}
		if (ReservedEvents.contains(name)) {
			throw new PacketFormatException("reserved event name");
		}
		return name;
	}

}
