package dev.socketio.adapter;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The part of a namespace that lives on this server, as adapters see it. Methods may be
 * called from any thread and never block.
 *
 * @since 0.1.0
 */
public interface LocalNamespace {

	/**
	 * Return the name.
	 * @return the name, starting with a slash
	 */
	String name();

	/**
	 * Find a connected socket.
	 * @param id its id
	 * @return the socket, or {@code null} if it is not here or not connected
	 */
	@Nullable LocalSocket socket(String id);

	/**
	 * Return all connected sockets.
	 * @return a live view
	 */
	Collection<? extends LocalSocket> localSockets();

	/**
	 * Send a packet to sockets of this server. It is encoded once.
	 * @param packet the packet
	 * @param targets the sockets, each at most once
	 * @param flags how to send
	 */
	void deliver(Packet packet, Iterable<? extends LocalSocket> targets, BroadcastFlags flags);

	/**
	 * Send a packet to sockets of this server, like {@link #deliver}, and measure it.
	 * @param packet the packet
	 * @param targets the sockets, each at most once
	 * @param flags how to send
	 * @return the size of the encoded packet in bytes, 0 if it is not known
	 */
	default long deliverMeasured(Packet packet, Iterable<? extends LocalSocket> targets, BroadcastFlags flags) {
		deliver(packet, targets, flags);
		return 0;
	}

	/**
	 * Send an event to sockets of this server and pass on their acknowledgements.
	 * @param packet the packet
	 * @param targets the sockets, each at most once
	 * @param flags how to send; the timeout limits how long answers are waited for
	 * @param ack called once for each answer
	 */
	void deliverWithAck(Packet packet, Collection<? extends LocalSocket> targets, BroadcastFlags flags,
			Consumer<Arguments> ack);

	/**
	 * Handle an event of another server.
	 * @param event the event name
	 * @param args its arguments
	 * @param ack takes the answer, one value or none; {@code null} if no answer is wanted
	 */
	void receiveServerSideEvent(String event, List<? extends @Nullable Object> args,
			@Nullable Consumer<List<@Nullable Object>> ack);

	/**
	 * Return whether and how sessions are recovered.
	 * @return the options, or {@code null} if they are not
	 */
	@Nullable RecoveryOptions recovery();

	/**
	 * Return how many bytes may be kept for recovery.
	 * @return what all namespaces of the server share, or {@code null} if there is no
	 * other limit than the number of packets
	 */
	default @Nullable RecoveryBudget recoveryBudget() {
		return null;
	}

	/**
	 * Return what rooms sockets may be in.
	 * @return the limits
	 */
	default RoomLimits roomLimits() {
		return RoomLimits.DEFAULT;
	}

	/**
	 * Present values as arguments that can be read with a type.
	 * @param values the values
	 * @return the arguments
	 */
	Arguments arguments(List<? extends @Nullable Object> values);

}
