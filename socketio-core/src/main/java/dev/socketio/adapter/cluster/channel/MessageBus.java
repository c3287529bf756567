package dev.socketio.adapter.cluster.channel;

import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.EnvelopeFormat;
import reactor.core.publisher.Mono;

/**
 * The connection of one server to the bus that it shares with the other servers: all that
 * has to be written for a message broker or a database. A {@link ClusterChannel} does
 * everything else.
 * <p>
 * The methods of {@link Sender} send messages in their order, bounded and with retries.
 * Every message that is sent has to reach all other servers of the cluster, or, if its
 * header has a {@linkplain Envelope#requester() requester}, at least that one. It may
 * also come back to this server, which ignores it.
 * <p>
 * Methods must not block: they are called by event loops.
 *
 * @since 0.1.0
 */
public interface MessageBus extends Sender<BusMessage> {

	/**
	 * Describe the bus for logs, with the settings that all servers must share.
	 * @return for example {@code nats adapter (socket.io)}; the name by default
	 */
	default String describe() {
		return name() + " adapter";
	}

	/**
	 * Encode a message, on the thread that publishes it.
	 * @param envelope the message
	 * @return the payload of the message on the bus; JSON, or MessagePack if there are
	 * bytes, by default
	 * @throws dev.socketio.protocol.PacketEncodeException if the message cannot be
	 * written
	 */
	default byte[] encode(Envelope envelope) {
		return EnvelopeFormat.write(envelope);
	}

	/**
	 * Prepare to send: connect, and look up or create the place that messages are sent
	 * to. Messages that are published earlier wait for it.
	 * @return completes when messages can be sent
	 */
	default Mono<Void> open() {
		return Mono.empty();
	}

	/**
	 * Create what this server receives messages from, such as a queue of its own, and
	 * receive until the bus is closed. Not called for emitters. Received messages are
	 * handed to the inbox one after the other, in the order of the bus, by a thread that
	 * may run listeners of the application.
	 * @param inbox takes the messages
	 * @return completes when messages of other servers arrive
	 */
	Mono<Void> listen(Inbox inbox);

	/**
	 * Receive the messages of a namespace from now on. Only needed where each namespace
	 * has a topic of its own.
	 * @param namespace the name of the namespace
	 * @param uid the id of this server in that namespace
	 */
	default void subscribe(String namespace, String uid) {
	}

	/**
	 * Receive no more messages of a namespace. It may be subscribed to again, with
	 * another id.
	 * @param namespace the name of the namespace
	 * @param uid the id of this server in that namespace
	 */
	default void unsubscribe(String namespace, String uid) {
	}

	/**
	 * Return whether messages of other servers would arrive. While they would not, their
	 * silence means nothing.
	 * @return {@code false} while this server receives nothing
	 */
	default boolean isListening() {
		return true;
	}

	/**
	 * Stop receiving, remove from the bus what belongs to this server alone, and
	 * disconnect. May be called although {@link #open} or {@link #listen} failed.
	 * @return completes when it is removed
	 */
	default Mono<Void> close() {
		return Mono.empty();
	}

}
