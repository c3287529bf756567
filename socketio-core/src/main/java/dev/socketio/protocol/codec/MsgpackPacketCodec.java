package dev.socketio.protocol.codec;

import java.util.List;

import dev.socketio.internal.ArgumentChecks;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.DecoderLimits;
import dev.socketio.protocol.EncodedPacket;
import dev.socketio.protocol.Packet;
import dev.socketio.protocol.PacketCodec;
import dev.socketio.protocol.PacketDecoder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A codec for clients that use {@code socket.io-msgpack-parser}: each packet, with all
 * its binary values, is one MessagePack map in one binary message. Requires
 * {@code org.msgpack:msgpack-core} at run time.
 * <p>
 * Values are written as a Jackson mapper would write them in JSON, with two exceptions:
 * {@code byte[]} and {@code ByteBuffer} are MessagePack binaries, and numbers that are
 * not finite are kept. Dates of JavaScript clients arrive as ISO 8601 strings, as they do
 * in JSON. Integers beyond 2^53 lose precision in JavaScript.
 *
 * @since 0.1.0
 */
public final class MsgpackPacketCodec implements PacketCodec {

	private final JsonBinding binding;

	private final MsgpackPacketEncoder encoder;

	/**
	 * Create a codec that uses the given mapper.
	 * @param mapper the application's mapper; it is not changed
	 */
	public MsgpackPacketCodec(JsonMapper mapper) {
		this.binding = new JsonBinding(ArgumentChecks.notNull(mapper, "mapper"));
		this.encoder = new MsgpackPacketEncoder(this.binding);
	}

	@Override
	public EncodedPacket encode(Packet packet) {
		return this.encoder.encode(ArgumentChecks.notNull(packet, "packet"));
	}

	@Override
	public PacketDecoder decoder(DecoderLimits limits) {
		return new MsgpackPacketDecoder(this.binding, ArgumentChecks.notNull(limits, "limits"));
	}

	@Override
	public Arguments arguments(List<? extends @Nullable Object> values) {
		return new ValueArguments(this.binding, values);
	}

}
