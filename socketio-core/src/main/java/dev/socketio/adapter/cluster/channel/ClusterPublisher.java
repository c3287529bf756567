package dev.socketio.adapter.cluster.channel;

import java.time.Duration;

import dev.socketio.adapter.cluster.ClusterMessage;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.Envelope;
import dev.socketio.adapter.cluster.Publication;
import dev.socketio.adapter.cluster.ServerId;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Publishes messages on a bus, as the sending half of a {@link ClusterChannel} or for
 * emitters of a process without a server. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ClusterPublisher {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private final MessageBus bus;

	private final ClusterMessageCodec codec;

	private final ClusterStatistics statistics;

	private final Outbox<BusMessage> outbox;

	/**
	 * Create a publisher for emitters. Messages wait until it is {@linkplain #open()
	 * opened}.
	 * @param bus the bus
	 * @param options the options, of which the bounds matter
	 * @param mapper the application's mapper
	 */
	public ClusterPublisher(MessageBus bus, ChannelOptions options, JsonMapper mapper) {
		this(bus, options, new ClusterMessageCodec(mapper), new ClusterStatistics(), () -> {
		});
	}

	ClusterPublisher(MessageBus bus, ChannelOptions options, ClusterMessageCodec codec, ClusterStatistics statistics,
			Runnable whenRestored) {
		this.bus = bus;
		this.codec = codec;
		this.statistics = statistics;
		this.outbox = new Outbox<>(bus, options.maxPending(), options.maxAge(), statistics, whenRestored);
		this.outbox.hold();
	}

	/**
	 * Open the bus for sending and send the messages that wait for it.
	 * @return completes when messages can be sent; nothing happens before it is
	 * subscribed to, and after a failure it can be subscribed to again
	 */
	public Mono<Void> open() {
		return Mono.defer(this.bus::open).doOnSuccess((nothing) -> this.outbox.release());
	}

	/**
	 * Publish a message of an emitter. It leaves when this is called.
	 * @param namespace the name of the namespace
	 * @param message the message
	 * @return completes when the message has left this process
	 */
	public Mono<Void> emit(String namespace, ClusterMessage message) {
		return publish(Envelope.of(message.type(), this.codec.writeForEmitter(message), ServerId.EMITTER, namespace))
			.sent();
	}

	/**
	 * Publish a message. It leaves when this is called.
	 * @param envelope the message
	 * @return the message on its way
	 * @throws dev.socketio.protocol.PacketEncodeException if the message cannot be
	 * written
	 */
	public Publication publish(Envelope envelope) {
		return publish(new BusMessage(envelope.withoutData(), this.bus.encode(envelope)));
	}

	/**
	 * Publish a message that is encoded already. It leaves when this is called.
	 * @param message the message
	 * @return the message on its way
	 */
	public Publication publish(BusMessage message) {
		return this.outbox.add(message, message.payload().length);
	}

	/**
	 * Return the counters of this publisher.
	 * @return the statistics
	 */
	public ClusterStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Return whether the bus takes messages.
	 * @return {@code false} while messages have to wait
	 */
	public boolean isUp() {
		return this.outbox.isUp();
	}

	/**
	 * Return when all messages that have been published so far have left or have failed.
	 * @return completes then; never fails
	 */
	public Mono<Void> settled() {
		return this.outbox.settled();
	}

	/**
	 * Send the messages that wait, for two seconds at most, and close the bus.
	 * @return completes when the bus is closed; nothing happens before it is subscribed
	 * to
	 */
	public Mono<Void> close() {
		return Mono.defer(() -> settled().timeout(CLOSE_TIMEOUT, Mono.empty())
			.then(Mono.<Void>fromRunnable(this.outbox::close))
			.then(Mono.defer(this.bus::close)));
	}

}
