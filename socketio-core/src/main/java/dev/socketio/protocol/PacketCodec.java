package dev.socketio.protocol;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Turns packets into Engine.IO messages and back. Both sides of a connection have to use
 * the same codec: the protocol does not negotiate it. Implementations are safe for use by
 * several threads; decoders are not.
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
	 * @param limits what the connection may send
	 * @return a decoder, used by one thread at a time
	 */
	PacketDecoder decoder(DecoderLimits limits);

	/**
	 * Present values that were decoded elsewhere (by a cluster adapter, by the
	 * application) as arguments, with the conversions of this codec.
	 * @param values the values
	 * @return the arguments
	 */
	Arguments arguments(List<? extends @Nullable Object> values);

}
