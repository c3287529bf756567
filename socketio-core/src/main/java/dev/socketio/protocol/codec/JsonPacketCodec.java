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
 * The default codec: JSON text with placeholders, and one binary message for each
 * attachment. Values are read and written by a Jackson mapper.
 *
 * @since 0.1.0
 */
public final class JsonPacketCodec implements PacketCodec {

	private final JsonBinding binding;

	private final JsonPacketEncoder encoder;

	/**
	 * Create a codec that uses the given mapper.
	 * @param mapper the application's mapper; it is not changed
	 */
	public JsonPacketCodec(JsonMapper mapper) {
		this.binding = new JsonBinding(ArgumentChecks.notNull(mapper, "mapper"));
		this.encoder = new JsonPacketEncoder(this.binding);
	}

	@Override
	public EncodedPacket encode(Packet packet) {
		return this.encoder.encode(ArgumentChecks.notNull(packet, "packet"));
	}

	@Override
	public PacketDecoder decoder(DecoderLimits limits) {
		return new JsonPacketDecoder(this.binding, ArgumentChecks.notNull(limits, "limits"));
	}

	@Override
	public Arguments arguments(List<? extends @Nullable Object> values) {
		return new ValueArguments(this.binding, values);
	}

}
