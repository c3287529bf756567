package dev.socketio.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.socketio.internal.ArgumentChecks;
import org.jspecify.annotations.Nullable;

/**
 * A packet to send. Values may be anything the codec's mapper can write, binary values
 * ({@code byte[]}, {@code ByteBuffer}) at any depth included; the codec determines
 * whether a packet is binary.
 *
 * @param type one of the five types without {@code BINARY_}
 * @param namespace the namespace, starting with a slash
 * @param ackId the acknowledgement id, or {@link #NO_ACK}
 * @param data for events the name and the arguments, for acknowledgements the arguments,
 * for the other types at most one value
 * @since 0.1.0
 */
public record Packet(PacketType type, String namespace, long ackId, List<@Nullable Object> data) {

	/** Acknowledgement id of packets that do not request one. */
	public static final long NO_ACK = -1;

	/**
	 * Create a packet.
	 * @throws IllegalArgumentException if the type, the namespace or the data is
	 * {@code null}
	 */
	public Packet {
		ArgumentChecks.notNull(type, "type");
		ArgumentChecks.notNull(namespace, "namespace");
		ArgumentChecks.notNull(data, "data");
	}

	/**
	 * An event.
	 * @param namespace the namespace
	 * @param event the event name
	 * @param args the arguments
	 * @return the packet
	 */
	public static Packet event(String namespace, String event, @Nullable Object... args) {
		ArgumentChecks.notNull(event, "event");
		List<@Nullable Object> data = new ArrayList<>(ArgumentChecks.notNull(args, "args").length + 1);
		data.add(event);
		Collections.addAll(data, args);
		return new Packet(PacketType.EVENT, namespace, NO_ACK, data);
	}

	/**
	 * An acknowledgement.
	 * @param namespace the namespace
	 * @param ackId the id that the peer chose
	 * @param args the arguments
	 * @return the packet
	 */
	public static Packet ack(String namespace, long ackId, @Nullable Object... args) {
		List<@Nullable Object> data = new ArrayList<>(ArgumentChecks.notNull(args, "args").length);
		Collections.addAll(data, args);
		return new Packet(PacketType.ACK, namespace, ackId, data);
	}

	/**
	 * A packet with at most one value.
	 * @param type {@code CONNECT}, {@code DISCONNECT} or {@code CONNECT_ERROR}
	 * @param namespace the namespace
	 * @param payload the value, or {@code null} for none
	 * @return the packet
	 */
	public static Packet control(PacketType type, String namespace, @Nullable Object payload) {
		return new Packet(type, namespace, NO_ACK, (payload != null) ? List.of(payload) : List.of());
	}

	/**
	 * This packet with an acknowledgement id.
	 * @param id the id
	 * @return a copy that requests an acknowledgement
	 */
	public Packet withAckId(long id) {
		return new Packet(this.type, this.namespace, id, this.data);
	}

	/**
	 * This packet for another namespace.
	 * @param name the namespace
	 * @return a copy
	 */
	public Packet withNamespace(String name) {
		return new Packet(this.type, name, this.ackId, this.data);
	}

	/**
	 * This packet with one more argument.
	 * @param value the argument
	 * @return a copy
	 */
	public Packet withArgument(Object value) {
		List<@Nullable Object> extended = new ArrayList<>(this.data.size() + 1);
		extended.addAll(this.data);
		extended.add(value);
		return new Packet(this.type, this.namespace, this.ackId, extended);
	}

	/**
	 * Return whether the packet has an acknowledgement id.
	 * @return {@code true} if there is an id
	 */
	public boolean hasAckId() {
		return this.ackId != NO_ACK;
	}

	/**
	 * Return the event name.
	 * @return the first value; a number, which Node.js allows, as its digits
	 * @throws IllegalStateException if this is not an event
	 */
	public String event() {
		Object name = (this.type == PacketType.EVENT) ? this.data.get(0) : null;
		if (name instanceof String text) {
			return text;
		}
		if (name instanceof Number) {
			return name.toString();
		}
		throw new IllegalStateException("Not an event packet: " + this.type);
	}

}
