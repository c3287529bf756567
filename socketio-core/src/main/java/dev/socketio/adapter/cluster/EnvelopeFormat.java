package dev.socketio.adapter.cluster;

import dev.socketio.protocol.PacketFormatException;
import dev.socketio.protocol.codec.JsonTreeCodec;
import dev.socketio.protocol.codec.MsgpackTreeCodec;

/**
 * Envelopes as bytes. The two formats are told apart by the first byte, and nothing may
 * stand before it. MessagePack needs {@code org.msgpack:msgpack-core} at run time.
 *
 * @since 0.1.0
 */
public final class EnvelopeFormat {

	private EnvelopeFormat() {
	}

	/**
	 * Write an envelope as JSON, or as MessagePack if it {@linkplain Envelope#isBinary()
	 * has bytes}.
	 * @param envelope the envelope
	 * @return a map in either format
	 */
	public static byte[] write(Envelope envelope) {
		return envelope.isBinary() ? writeMessagePack(envelope) : JsonTreeCodec.write(envelope.tree());
	}

	/**
	 * Write an envelope as MessagePack.
	 * @param envelope the envelope
	 * @return a map in MessagePack
	 */
	public static byte[] writeMessagePack(Envelope envelope) {
		return MsgpackTreeCodec.write(envelope.tree());
	}

	/**
	 * Read an envelope in either format.
	 * @param payload the bytes
	 * @return the envelope
	 * @throws PacketFormatException if the bytes are no map in either format
	 */
	public static Envelope read(byte[] payload) {
		return Envelope.read(isJson(payload) ? JsonTreeCodec.read(payload) : MsgpackTreeCodec.read(payload));
	}

	/**
	 * Read an envelope in MessagePack.
	 * @param payload the bytes
	 * @return the envelope
	 * @throws PacketFormatException if the bytes are no map in MessagePack
	 */
	public static Envelope readMessagePack(byte[] payload) {
		return Envelope.read(MsgpackTreeCodec.read(payload));
	}

	/**
	 * Return whether bytes are JSON rather than MessagePack.
	 * @param payload the bytes
	 * @return whether the first byte is the opening brace of a JSON object, which no map
	 * in MessagePack begins with
	 */
	public static boolean isJson(byte[] payload) {
		return payload.length > 0 && payload[0] == '{';
	}

}
