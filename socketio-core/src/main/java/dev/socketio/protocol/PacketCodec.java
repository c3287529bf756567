package dev.socketio.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Encodes packets as Engine.IO messages and decodes them. Both sides of a connection must
 * use the same codec: the protocol does not negotiate it. Implementations are safe for
 * use by several threads; decoders are not.
 *
 * @since 0.1.0
 */
public interface PacketCodec {

	/**
	 * Encode a packet, once for all its receivers.
	 * @param packet the packet
	 * @return its messages
	 * @throws PacketEncodeException if a value cannot be written
	 */
	EncodedPacket encode(Packet packet);

	/**
	 * Create the decoder of one connection.
	 * @param limits the limits of the packets
	 * @return a decoder, used by one thread at a time
	 */
	PacketDecoder decoder(DecoderLimits limits);

	/**
	 * Wrap values that were decoded elsewhere, by a cluster adapter or the application,
	 * as arguments with the conversions of this codec.
	 * @param values the values
	 * @return the arguments
	 */
	Arguments arguments(List<? extends @Nullable Object> values);

}
