package dev.socketio.protocol;

/**
 * Packet types of the Socket.IO protocol, in the order of their numbers on the wire.
 *
 * @since 0.1.0
 */
public enum PacketType {

	/** Connects to a namespace; answered with the id of the new socket. */
	CONNECT,

	/** Leaves a namespace. */
	DISCONNECT,

	/** An event without binary attachments. */
	EVENT,

	/** An acknowledgement without binary attachments. */
	ACK,

	/** Refuses a connection to a namespace. */
	CONNECT_ERROR,

	/** An event with binary attachments. */
	BINARY_EVENT,

	/** An acknowledgement with binary attachments. */
	BINARY_ACK;

	private static final PacketType[] VALUES = values();

	/**
	 * Return the type with the given wire number.
	 * @param id the number, of any value
	 * @return the type
	 * @throws PacketFormatException if there is no such type
	 */
	public static PacketType of(int id) {
		if (id < 0 || id >= VALUES.length) {
			throw new PacketFormatException("unknown packet type");
		}
		return VALUES[id];
	}

}
