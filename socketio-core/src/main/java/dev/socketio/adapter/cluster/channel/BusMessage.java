package dev.socketio.adapter.cluster.channel;

import dev.socketio.adapter.cluster.Envelope;

/**
 * A message as a {@link MessageBus} sends it.
 *
 * @param header the envelope of the message, without its content
 * @param payload the encoded message, see {@link MessageBus#encode}
 * @since 0.1.0
 */
public record BusMessage(Envelope header, byte[] payload) {

}
