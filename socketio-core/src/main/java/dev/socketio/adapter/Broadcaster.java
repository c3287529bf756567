package dev.socketio.adapter;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import reactor.core.publisher.Mono;

/**
 * Sends packets to clients of this server and of the other servers of the cluster.
 *
 * @since 0.1.0
 */
public interface Broadcaster {

	/**
	 * Send a packet.
	 * @param packet the packet
	 * @param options the targets
	 * @return completes when the packet has left this process
	 */
	Mono<Void> broadcast(Packet packet, BroadcastOptions options);

	/**
	 * Send an event and pass on the acknowledgements.
	 * @param packet the packet
	 * @param options the targets; the flags hold a timeout
	 * @param clientCount called once for each server, with the number of its clients
	 * @param ack called once for each acknowledgement
	 */
	void broadcastWithAck(Packet packet, BroadcastOptions options, IntConsumer clientCount, Consumer<Arguments> ack);

}
