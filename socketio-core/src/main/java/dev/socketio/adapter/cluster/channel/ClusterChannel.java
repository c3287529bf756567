package dev.socketio.adapter.cluster.channel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.socketio.adapter.AdapterFactory;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.cluster.ClusterMember;
import dev.socketio.adapter.cluster.ClusterMessageCodec;
import dev.socketio.adapter.cluster.ClusterStatistics;
import dev.socketio.adapter.cluster.ServerId;
import dev.socketio.internal.ApplicationCode;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes adapters for the namespaces of one server, which share its connection to a
 * {@link MessageBus}. Servers count each other by what they publish, with heartbeats when
 * there is nothing else. Safe for use by several threads.
 * <p>
 * Adapters can be made before the channel is open: their messages wait.
 *
 * @since 0.1.0
 */
public final class ClusterChannel implements AdapterFactory {

	private final MessageBus bus;

	private final ChannelOptions options;

	private final ClusterMessageCodec codec;

	private final ClusterStatistics statistics;

	private final ClusterPublisher publisher;

	private final Inbox inbox;

	private final Set<ChannelAdapter> adapters = ConcurrentHashMap.newKeySet();

	private volatile boolean listening;

	/**
	 * Create the channel of a server.
	 * @param bus the connection of this server to the bus, closed with the channel
	 * @param options the options
	 * @param mapper the application's mapper
	 */
	public ClusterChannel(MessageBus bus, ChannelOptions options, JsonMapper mapper) {
		this(bus, options, mapper, new ClusterStatistics());
	}

	/**
	 * Create the channel of a server whose bus has counters to share.
	 * @param bus the connection of this server to the bus, closed with the channel
	 * @param options the options
	 * @param mapper the application's mapper
	 * @param statistics counts the messages of all namespaces
	 */
	public ClusterChannel(MessageBus bus, ChannelOptions options, JsonMapper mapper, ClusterStatistics statistics) {
		this.bus = bus;
		this.statistics = statistics;
		this.options = options;
		this.codec = new ClusterMessageCodec(mapper);
		this.publisher = new ClusterPublisher(bus, options, this.codec, this.statistics, this::announce);
		this.inbox = new Inbox(bus.name(), this.statistics, this::announce);
	}

	/**
	 * Open the bus for sending and receiving. This may take seconds, if the bus has to
	 * create a queue for this server.
	 * @return completes when messages of other servers arrive; nothing happens before it
	 * is subscribed to, and after a failure it can be subscribed to again
	 */
	public Mono<Void> open() {
		return this.publisher.open().then(Mono.defer(() -> this.bus.listen(this.inbox))).doOnSuccess((nothing) -> {
			this.listening = true;
			announce();
		});
	}

	@Override
	public ClusterMember create(LocalNamespace namespace) {
		ChannelAdapter adapter = new ChannelAdapter(namespace, ServerId.random(), this);
		adapter.enter();
		return adapter;
	}

	/**
	 * Return the sending half of this channel, for emitters.
	 * @return the publisher, closed with this channel
	 */
	public ClusterPublisher publisher() {
		return this.publisher;
	}

	/**
	 * Return the counters of all namespaces.
	 * @return the statistics
	 */
	public ClusterStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Return whether messages reach other servers, and theirs reach this one.
	 * @return {@code false} until the channel is open, and while the bus cannot be
	 * reached
	 */
	public boolean isUp() {
		return this.listening && this.publisher.isUp() && this.bus.isListening();
	}

	/** Whether the channel has been opened for receiving. */
	boolean isListening() {
		return this.listening;
	}

	ChannelOptions options() {
		return this.options;
	}

	ClusterMessageCodec codec() {
		return this.codec;
	}

	MessageBus bus() {
		return this.bus;
	}

	/** The adapter receives messages from now on. */
	void add(ChannelAdapter adapter, String namespace) {
		this.adapters.add(adapter);
		this.inbox.add(namespace, adapter);
		this.bus.subscribe(namespace, adapter.uid());
	}

	void remove(ChannelAdapter adapter, String namespace) {
		this.bus.unsubscribe(namespace, adapter.uid());
		this.inbox.remove(namespace, adapter);
		this.adapters.remove(adapter);
	}

	/** Other servers may have come, or may have forgotten this one. */
	private void announce() {
		this.adapters.forEach((adapter) -> ApplicationCode.run(adapter::announceAgain, this.statistics::error));
	}

	/**
	 * Send the messages that wait, for two seconds at most, and close the bus. The
	 * adapters should be closed before, as this lets them say goodbye.
	 * @return completes when the bus is closed; nothing happens before it is subscribed
	 * to
	 */
	public Mono<Void> close() {
		return Mono.defer(() -> {
			this.listening = false;
			return this.publisher.close();
		});
	}

}
