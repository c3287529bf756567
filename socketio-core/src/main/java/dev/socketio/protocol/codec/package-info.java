/**
 * Codecs. An application chooses one of the packet codecs,
 * {@link dev.socketio.protocol.codec.JsonPacketCodec} and
 * {@link dev.socketio.protocol.codec.MsgpackPacketCodec}. The other public types are SPI:
 * they convert values, by way of trees, to the formats in which servers talk to each
 * other, and are meant for the authors of adapters.
 */
@NullMarked
package dev.socketio.protocol.codec;

import org.jspecify.annotations.NullMarked;
