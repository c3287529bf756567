package dev.socketio.adapter.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import dev.socketio.adapter.AckReceiver;
import dev.socketio.adapter.BroadcastFlags;
import dev.socketio.adapter.BroadcastOptions;
import dev.socketio.adapter.InMemoryAdapter;
import dev.socketio.adapter.LocalNamespace;
import dev.socketio.adapter.LocalSocket;
import dev.socketio.adapter.SocketDescription;
import dev.socketio.adapter.cluster.ClusterMessage.Broadcast;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastAck;
import dev.socketio.adapter.cluster.ClusterMessage.BroadcastClientCount;
import dev.socketio.adapter.cluster.ClusterMessage.DisconnectSockets;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSockets;
import dev.socketio.adapter.cluster.ClusterMessage.FetchSocketsResponse;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmit;
import dev.socketio.adapter.cluster.ClusterMessage.ServerSideEmitResponse;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsJoin;
import dev.socketio.adapter.cluster.ClusterMessage.SocketsLeave;
import dev.socketio.internal.ApplicationCode;
import dev.socketio.internal.ArgumentChecks;
import dev.socketio.internal.Results;
import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * An adapter that carries out operations on all servers of a cluster, with the messages
 * of the cluster-aware adapters of Node.js (cluster core). Subclasses supply the
 * transport: they publish messages and answers, count the servers and pass on received
 * messages.
 * <p>
 * Operations are carried out on this server at once, whether the transport works or not.
 * The exception are events that get their offset from the transport: their local delivery
 * waits for it, for a second at most, and later operations wait for them.
 *
 * @since 0.1.0
 */
public abstract class ClusterAdapter extends InMemoryAdapter implements ClusterMember {

	/** An event that servers of this library answer to each other. */
	private static final String CUSTOM_REQUEST = "socketio:custom-request";

	/** Clients do not wait longer for an event whose offset is not known. */
	private static final Duration MAX_WAIT = Duration.ofSeconds(1);

	private final String uid;

	private final Duration requestTimeout;

	private final ClusterStatistics statistics;

	private final PendingRequests requests = new PendingRequests(this::serverCount, this::members);

	private final OrderedDeliveries deliveries = new OrderedDeliveries();

	/**
	 * Create the adapter of a namespace.
	 * @param namespace the namespace
	 * @param uid the id of this server
	 * @param requestTimeout how long other servers have to answer when the caller does
	 * not say
	 * @param statistics counts failures
	 */
	protected ClusterAdapter(LocalNamespace namespace, String uid, Duration requestTimeout,
			ClusterStatistics statistics) {
		super(namespace, null);
		this.uid = uid;
		this.requestTimeout = requestTimeout;
		this.statistics = statistics;
	}

	@Override
	public String uid() {
		return this.uid;
	}

	@Override
	public Duration requestTimeout() {
		return this.requestTimeout;
	}

	@Override
	public Flux<Throwable> errors() {
		return this.statistics.errors();
	}

	// supplied by transports

	/**
	 * Publish a message to all other servers. It leaves when this is called.
	 * @param message the message
	 * @return the message on its way
	 * @throws dev.socketio.protocol.PacketEncodeException if it has a value that cannot
	 * be written
	 */
	protected abstract Publication publish(ClusterMessage message);

	/**
	 * Send an answer to one server. It leaves when this is called.
	 * @param requester the server
	 * @param message the answer
	 * @return completes when the answer has left this process
	 */
	protected abstract Mono<Void> respond(String requester, ClusterMessage message);

	/**
	 * Return the other servers, if this adapter knows them and reports when one has
	 * {@link #left}. Requests then wait for their answers, otherwise for as many answers
	 * as there are servers.
	 * @return a snapshot with the id of each server, and when it joined, in the sense of
	 * {@link System#nanoTime()}; {@code null} if only their number is known
	 */
	protected @Nullable Map<String, Long> members() {
		return null;
	}

	/**
	 * Return whether events get offsets, so that clients can be recovered.
	 * @return {@code true} if {@link #publish} returns them
	 */
	protected boolean hasOffsets() {
		return false;
	}

	// sending

	@Override
	public Mono<Void> broadcast(Packet packet, BroadcastOptions options) {
		if (options.flags().local()) {
			deliver(packet, options);
			return Mono.empty();
		}
		Publication publication = publish(new Broadcast(packet, options, null));
		if (hasOffsets() && isRecoverable(packet, options.flags())) {
			List<LocalSocket> targets = targets(options);
			this.deliveries.add(publication.offset().timeout(MAX_WAIT, Mono.empty()),
					(offset) -> namespace().deliver(numbered(packet, offset), targets, options.flags()));
		}
		else {
			deliver(packet, options);
		}
		return publication.sent();
	}

	private void deliver(Packet packet, BroadcastOptions options) {
		List<LocalSocket> targets = targets(options);
		this.deliveries.run(() -> namespace().deliver(packet, targets, options.flags()));
	}

	private static Packet numbered(Packet packet, @Nullable String offset) {
		return (offset != null) ? packet.withArgument(offset) : packet;
	}

	@Override
	public void broadcastWithAck(Packet packet, BroadcastOptions options, IntConsumer clientCount,
			Consumer<Arguments> ack) {
		BroadcastFlags flags = options.flags();
		AckReceiver receiver = new AckReceiver(clientCount, ack);
		if (!flags.local()) {
			Duration timeout = Objects.requireNonNullElse(flags.timeout(), this.requestTimeout);
			BroadcastOptions limited = options.withFlags(flags.withTimeout(timeout));
			this.requests.broadcast(timeout, clientCount, ack,
					(id) -> observe(publish(new Broadcast(packet, limited, id)).sent()));
		}
		List<LocalSocket> targets = targets(options);
		receiver.clientCount(targets.size());
		this.deliveries.run(() -> namespace().deliverWithAck(packet, targets, flags, receiver::acknowledged));
	}

	@Override
	public Mono<Void> addSockets(BroadcastOptions options, Set<String> names) {
		ArgumentChecks.noNulls(names, "rooms");
		Mono<Void> published = publishUnlessLocal(options, new SocketsJoin(options, names));
		super.addSockets(options, names);
		return published;
	}

	@Override
	public Mono<Void> delSockets(BroadcastOptions options, Set<String> names) {
		ArgumentChecks.noNulls(names, "rooms");
		Mono<Void> published = publishUnlessLocal(options, new SocketsLeave(options, names));
		super.delSockets(options, names);
		return published;
	}

	@Override
	public Mono<Void> disconnectSockets(BroadcastOptions options, boolean close) {
		Mono<Void> published = publishUnlessLocal(options, new DisconnectSockets(options, close));
		List<LocalSocket> targets = targets(options);
		this.deliveries.run(() -> disconnect(targets, close));
		return published;
	}

	private Mono<Void> publishUnlessLocal(BroadcastOptions options, ClusterMessage message) {
		return options.flags().local() ? Mono.empty() : publish(message).sent();
	}

	@Override
	public Flux<SocketDescription> fetchSockets(BroadcastOptions options) {
		Flux<SocketDescription> here = Flux.defer(() -> super.fetchSockets(options));
		if (options.flags().local()) {
			return here;
		}
		return Results.of(Flux.concat(here, Flux.defer(() -> fetchFromOthers(options))));
	}

	private Flux<SocketDescription> fetchFromOthers(BroadcastOptions options) {
		Duration timeout = Objects.requireNonNullElse(options.flags().timeout(), this.requestTimeout);
		return this.requests
			.request(FetchSocketsResponse.class, timeout, (id) -> publish(new FetchSockets(options, id)).sent())
			.flatMapIterable((responses) -> responses)
			.flatMapIterable(FetchSocketsResponse::sockets);
	}

	@Override
	public Mono<Void> serverSideEmit(String event, List<? extends @Nullable Object> args) {
		return publish(new ServerSideEmit(event(event, args), null)).sent();
	}

	@Override
	public Mono<List<Arguments>> serverSideEmitWithAck(String event, List<? extends @Nullable Object> args,
			@Nullable Duration timeout) {
		List<@Nullable Object> packet = event(event, args);
		Duration patience = Objects.requireNonNullElse(timeout, this.requestTimeout);
		Mono<List<Arguments>> result = this.requests
			.request(Arguments.class, patience, (id) -> publish(new ServerSideEmit(packet, id)).sent())
			.cache();
		observe(result);
		return Results.of(result);
	}

	/** An event with its name in front of the arguments. */
	private static List<@Nullable Object> event(String event, List<? extends @Nullable Object> args) {
		ArgumentChecks.notNull(event, "event");
		ArgumentChecks.notNull(args, "args");
		List<@Nullable Object> packet = new ArrayList<>(args.size() + 1);
		packet.add(event);
		packet.addAll(args);
		return packet;
	}

	@Override
	public Mono<List<Arguments>> customRequest(@Nullable Object data) {
		Mono<List<Arguments>> own = super.customRequest(data);
		Mono<List<Arguments>> others = serverSideEmitWithAck(CUSTOM_REQUEST, Collections.singletonList(data));
		return Mono.zip(own, others, (here, there) -> {
			List<Arguments> all = new ArrayList<>(here);
			all.addAll(there);
			return all;
		});
	}

	/**
	 * Return the requests that other servers have not answered yet, for transports with
	 * requests or answers of their own kind.
	 * @return the requests of this adapter
	 */
	protected final PendingRequests requests() {
		return this.requests;
	}

	/**
	 * Stop waiting for the answers of a server that has left. It must have been removed
	 * from the {@link #members()} before.
	 * @param server the id of the server
	 * @param since when it joined, in the sense of {@link System#nanoTime()}
	 */
	protected final void left(String server, long since) {
		this.requests.left(server, since);
	}

	// receiving

	/**
	 * Carry out a message of another server. Never throws.
	 * @param sender the id of the server
	 * @param message its message
	 * @param offset the offset of the message, {@code null} if it has none
	 */
	protected final void receive(String sender, ClusterMessage message, @Nullable String offset) {
		if (this.uid.equals(sender)) {
			return;
		}
		ApplicationCode.run(() -> {
			if (!takeResponse(sender, message)) {
				receiveRequest(sender, message, offset);
			}
		}, this.statistics::error);
	}

	/**
	 * Receive an answer of another server. Never throws.
	 * @param sender the id of the server, {@code null} if the message does not tell
	 * @param message its message
	 * @return whether the message is an answer
	 */
	protected final boolean receiveResponse(@Nullable String sender, ClusterMessage message) {
		boolean[] taken = { true };
		ApplicationCode.run(() -> taken[0] = takeResponse(sender, message), this.statistics::error);
		return taken[0];
	}

	private boolean takeResponse(@Nullable String sender, ClusterMessage message) {
		return this.requests.take(sender, message, (values) -> namespace().arguments(values));
	}

	private void receiveRequest(String sender, ClusterMessage message, @Nullable String offset) {
		if (message instanceof Broadcast broadcast) {
			receiveBroadcast(sender, broadcast, offset);
		}
		else if (message instanceof SocketsJoin join) {
			super.addSockets(join.options(), join.rooms());
		}
		else if (message instanceof SocketsLeave leave) {
			super.delSockets(leave.options(), leave.rooms());
		}
		else if (message instanceof DisconnectSockets disconnect) {
			super.disconnectSockets(disconnect.options(), disconnect.close());
		}
		else if (message instanceof FetchSockets fetch) {
			super.fetchSockets(fetch.options()).collectList()
				.subscribe((sockets) -> answer(sender, new FetchSocketsResponse(fetch.requestId(), sockets)));
		}
		else if (message instanceof ServerSideEmit emit) {
			receiveServerSideEmit(sender, emit);
		}
	}

	private void receiveBroadcast(String sender, Broadcast broadcast, @Nullable String offset) {
		BroadcastOptions options = broadcast.options();
		Packet packet = broadcast.packet();
		String id = broadcast.requestId();
		if (id == null) {
			boolean recoverable = hasOffsets() && isRecoverable(packet, options.flags());
			namespace().deliver(numbered(packet, recoverable ? offset : null), targets(options), options.flags());
			return;
		}
		// a foreign server may ask without a limit; the request must end all the same
		BroadcastFlags flags = options.flags();
		BroadcastFlags limited = (flags.timeout() != null) ? flags : flags.withTimeout(this.requestTimeout);
		super.broadcastWithAck(packet, options.withFlags(limited),
				(count) -> answer(sender, new BroadcastClientCount(id, count)),
				(ack) -> answer(sender, new BroadcastAck(id, first(ack))));
	}

	/** Only one value travels. */
	private static List<@Nullable Object> first(Arguments arguments) {
		return (arguments.size() > 0) ? Collections.singletonList(arguments.get(0, JsonNode.class)) : List.of();
	}

	private void receiveServerSideEmit(String sender, ServerSideEmit emit) {
		String event = (String) Objects.requireNonNull(emit.packet().get(0));
		List<@Nullable Object> args = emit.packet().subList(1, emit.packet().size());
		String id = emit.requestId();
		if (event.equals(CUSTOM_REQUEST) && id != null) {
			Arguments answer = answer(args.isEmpty() ? null : args.get(0));
			answer(sender, new ServerSideEmitResponse(id, first(answer)));
			return;
		}
		namespace().receiveServerSideEvent(event, args,
				(id != null) ? (answer) -> answer(sender, new ServerSideEmitResponse(id, answer)) : null);
	}

	private void answer(String requester, ClusterMessage message) {
		ApplicationCode.run(() -> observe(respond(requester, message)), this.statistics::error);
	}

	private void observe(Mono<?> result) {
		result.subscribe((value) -> {
		}, this.statistics::error);
	}

	@Override
	public Mono<Void> close() {
		IllegalStateException closed = new IllegalStateException(
				"The adapter of namespace " + namespace().name() + " is closed");
		this.requests.close(closed);
		return super.close();
	}

}
