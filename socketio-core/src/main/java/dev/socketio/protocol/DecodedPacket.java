package dev.socketio.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A packet that was received with all its attachments.
 *
 * @param type one of the five types without {@code BINARY_}
 * @param namespace the namespace, starting with a slash
 * @param ackId the acknowledgement id, or {@link Packet#NO_ACK}
 * @param event the name of an event, {@code null} for other types
 * @param arguments the arguments of an event or acknowledgement, the payload of a
 * {@code CONNECT} as its only argument
 * @param authTooLarge whether the payload of this {@code CONNECT} was dropped, because it
 * exceeds the limit; such a client must be refused
 * @since 0.1.0
 */
public record DecodedPacket(PacketType type, String namespace, long ackId, @Nullable String event, Arguments arguments,
		boolean authTooLarge) {

	/**
	 * Create a packet that is complete.
	 * @param type one of the five types without {@code BINARY_}
	 * @param namespace the namespace, starting with a slash
	 * @param ackId the acknowledgement id, or {@link Packet#NO_ACK}
	 * @param event the name of an event, {@code null} for other types
	 * @param arguments the arguments
	 */
	public DecodedPacket(PacketType type, String namespace, long ackId, @Nullable String event, Arguments arguments) {
		this(type, namespace, ackId, event, arguments, false);
	}

	/**
	 * Return whether the packet has an acknowledgement id.
	 * @return {@code true} if there is an id
	 */
	public boolean hasAckId() {
		return this.ackId != Packet.NO_ACK;
	}

}
